// data-drag on the tree of departments: an extra for a mouse or a finger. A department is taken by its grip. Let go
// on another one it asks by the page of moving whether to move below that; let go between those beside it, it is put
// in order by the form of order. Escape lets it go. Both pages are there without it, on a department's own page.
const SLACK = 5;
const SIDE = 0.3;
const EDGE = 48;
const LINGER = 700;

export function drag(tree) {
  for (const grip of tree.querySelectorAll("[data-grip]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button === 0 && event.isPrimary) take(tree, grip, event);
    });
  }
}

function take(tree, grip, start) {
  start.preventDefault();
  const item = grip.closest("li");
  const over = new AbortController();
  // undefined: it has been nowhere yet; null: where it is now it can't go.
  let [ghost, place, linger] = [null, undefined, 0];
  grip.setPointerCapture(start.pointerId);

  function move(event) {
    const way = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (!ghost && way < SLACK) return;
    ghost ??= lift(item);
    ghost.style.translate = `${event.clientX + 14}px ${event.clientY + 10}px`;
    if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
    const found = placeAt(tree, item, event);
    if (place !== undefined && found?.target === place?.target && found?.way === place?.way) return;
    mark(tree, found);
    place = found;
    say(tree, found ? tree.dataset[found.way].replace("%", nameOf(found.target)) : tree.dataset.nowhere);
    clearTimeout(linger);
    const folded = found?.way === "into" && found.target.querySelector(":scope > details:not([open])");
    if (folded) linger = setTimeout(() => { folded.open = true; }, LINGER);
  }

  function end(isDropped) {
    over.abort();
    clearTimeout(linger);
    ghost?.remove();
    item.classList.remove("dragged");
    mark(tree, null);
    if (!ghost) return;
    if (isDropped && place) drop(item, place);
    else say(tree, tree.dataset.cancelled);
  }

  const meanwhile = { signal: over.signal };
  grip.addEventListener("pointermove", move, meanwhile);
  grip.addEventListener("pointerup", () => end(true), meanwhile);
  grip.addEventListener("pointercancel", () => end(false), meanwhile);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    end(false);
  }, meanwhile);
}

// What follows the pointer.
function lift(item) {
  item.classList.add("dragged");
  const ghost = Object.assign(document.createElement("div"), { className: "drag-ghost", textContent: nameOf(item) });
  ghost.ariaHidden = "true";
  document.body.append(ghost);
  return ghost;
}

// Where it would go, if anywhere: into a department, or before or behind one that is part of the same.
function placeAt(tree, item, { clientX, clientY }) {
  const row = document.elementFromPoint(clientX, clientY)?.closest(".tree-row");
  const target = row?.closest("li");
  if (!target || !tree.contains(target) || item.contains(target)) return null;
  const parent = above(item);
  if (above(target) === parent && parent.hasAttribute("data-holds")) {
    const { top, height } = row.getBoundingClientRect();
    const share = (clientY - top) / height;
    if (share < SIDE) return { target, way: "before" };
    if (share > 1 - SIDE) return { target, way: "behind" };
  }
  return target.hasAttribute("data-holds") && target !== parent ? { target, way: "into" } : null;
}

function drop(item, { target, way }) {
  const path = `/structure/${item.dataset.department}`;
  if (way === "into") return location.assign(`${path}/move?parent=${target.dataset.department}`);
  const next = way === "before" ? target : target.nextElementSibling;
  if (next === item || next?.previousElementSibling === item) return undefined;
  return send(`${path}/order`, next
    ? { direction: "before", neighbour: next.dataset.department, return_to: "tree" }
    : { direction: "last", return_to: "tree" });
}

function send(action, values) {
  const form = Object.assign(document.createElement("form"), { method: "post", action, hidden: true });
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}

function mark(tree, place) {
  for (const old of tree.querySelectorAll("[data-drop]")) delete old.dataset.drop;
  if (place) place.target.dataset.drop = place.way;
}

function say(tree, words) {
  const line = document.getElementById(tree.dataset.drag);
  if (line) line.textContent = words;
}

const above = (item) => item.parentElement.closest("li");
const nameOf = (item) => item.querySelector(".tree-name").textContent;
