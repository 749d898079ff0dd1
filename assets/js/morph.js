// Makes a piece of the page like a newer one and touches only what differs: focus, picked boxes and the place
// one has scrolled to stay. What has an id is known by it. data-own: a script has made the element's
// attributes what they are. Gives the elements that are new.
export function morph(old, fresh) {
  const focused = document.activeElement;
  const added = [];
  children(old, fresh, added);
  // An element that was moved has lost the focus on its way.
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  return added;
}

function children(old, fresh, added) {
  const wanted = new Set([...fresh.children].map(idOf).filter(Boolean));
  const known = new Map();
  for (const child of [...old.children]) {
    const id = idOf(child);
    if (!id) continue;
    if (wanted.has(id)) known.set(id, child);
    else child.remove();
  }
  let place = told(old.firstChild);
  for (const child of [...fresh.childNodes].filter(isTold)) {
    const id = idOf(child);
    const same = id ? known.get(id) : isLike(place, child) && place;
    if (!same || same.nodeName !== child.nodeName) {
      const node = document.importNode(child, true);
      old.insertBefore(node, place);
      if (node.nodeType === Node.ELEMENT_NODE) added.push(node);
      continue;
    }
    if (same === place) place = told(place.nextSibling);
    else old.insertBefore(same, place);
    one(same, child, added);
  }
  while (place) {
    const next = told(place.nextSibling);
    place.remove();
    place = next;
  }
}

// Of a form with a field called «id» the property would be that field.
function idOf(node) {
  return node.getAttribute?.("id");
}

// Blanks between elements say nothing.
function isTold(node) {
  return node.nodeType !== Node.TEXT_NODE || node.nodeValue.trim() !== "";
}

function told(node) {
  while (node && !isTold(node)) node = node.nextSibling;
  return node;
}

function isLike(old, fresh) {
  return old && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && !idOf(old);
}

function one(old, fresh, added) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  if (!old.hasAttribute("data-own")) attributes(old, fresh);
  children(old, fresh, added);
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    // A menu that is open stays so.
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
}
