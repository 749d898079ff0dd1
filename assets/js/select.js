// data-select-all on a checkbox: picks all boxes of its form with that name, or none of them. What is picked stays so
// over the pages of one list, which data-kept names, until it is cleared or something was done with it; then the form
// sends along what is picked on other pages. [data-selected] says how many are picked, [data-elsewhere] how many of
// them on other pages (what stands around is hidden without a script), [data-needs-selection] is shown, floating,
// while there are some, and [data-clear-selection] picks none. [data-pick-found] is shown once a whole page is picked; its button
// picks all that is found, which that address names, and [data-first] tells where those are only the first, [data-not] that it failed.
// data-picks-of on a page: what was picked under another name, by whoever was signed in here before, is forgotten.
const PREFIX = "picked:";
const ASKED = "picked-asked";

export function selectAll(head) {
  const form = head.form ?? head.closest("form");
  const name = head.dataset.selectAll;
  const key = head.dataset.kept && PREFIX + head.dataset.kept;
  const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box !== head && box.name === name);
  let picked = kept(key);
  let isFound = false;

  const show = () => {
    const all = boxes();
    const here = all.filter((box) => box.checked).length;
    head.checked = here > 0 && here === all.length;
    head.indeterminate = here > 0 && here < all.length;
    for (const line of form.querySelectorAll("[data-selected]")) {
      line.textContent = picked.size;
      line.parentElement.hidden = picked.size === 0;
    }
    for (const line of form.querySelectorAll("[data-elsewhere]")) {
      line.querySelector("span").textContent = picked.size - here;
      line.hidden = picked.size === here;
    }
    for (const button of form.querySelectorAll("[data-clear-selection]")) button.hidden = picked.size === 0;
    for (const part of form.querySelectorAll("[data-needs-selection]")) part.hidden = picked.size === 0;
    const found = form.querySelector("[data-pick-found]");
    if (!found) return;
    found.querySelector("button").hidden = isFound;
    found.hidden = !head.checked || (isFound && !found.querySelector("span:not([hidden])"));
  };
  const pickFound = async (part) => {
    const [first, not] = ["[data-first]", "[data-not]"].map((which) => part.querySelector(which));
    try {
      const answer = await fetch(part.dataset.pickFound, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { ids, is_all: isAll } = await answer.json();
      for (const id of ids) picked.add(String(id));
      [first.hidden, not.hidden, isFound] = [isAll, true, true];
      keep(key, picked);
      restore();
      // To what can be done with them, not to what lets go of them.
      part.closest("[data-needs-selection]")?.focus({ preventScroll: true });
    } catch {
      not.hidden = false;
    }
  };
  const restore = () => {
    for (const box of boxes()) box.checked = picked.has(box.value);
    show();
  };
  const note = () => {
    for (const box of boxes()) {
      if (box.checked) picked.add(box.value);
      else picked.delete(box.value);
    }
    keep(key, picked);
    show();
  };

  for (const part of form.querySelectorAll("[data-needs-selection]")) part.classList.add("floating");
  head.hidden = false;
  head.addEventListener("change", () => {
    for (const box of boxes()) box.checked = head.checked;
  });
  // What was put in by a fresh list tells of itself with a change of the form.
  form.addEventListener("change", (event) => (event.target === form ? restore() : note()));
  form.addEventListener("click", (event) => {
    const found = event.target.closest("[data-pick-found] button");
    if (found) pickFound(found.closest("[data-pick-found]"));
    if (!event.target.closest("[data-clear-selection]")) return;
    picked.clear();
    isFound = false;
    for (const told of form.querySelectorAll("[data-pick-found] span")) told.hidden = true;
    keep(key, picked);
    restore();
    boxes()[0]?.focus({ preventScroll: true });
  });
  let sends = false;
  form.addEventListener("submit", (event) => {
    sends = event.submitter?.name === "action";
    if (!sends || !key) return;
    sessionStorage.setItem(ASKED, key);
    if (event.submitter.hasAttribute("data-done")) sessionStorage.removeItem(key);
  });
  form.addEventListener("formdata", (event) => {
    if (!sends) return;
    const here = new Set(boxes().map((box) => box.value));
    for (const id of picked) if (!here.has(id)) event.formData.append(name, id);
  });
  // Back from what was asked or done meanwhile.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    picked = kept(key);
    restore();
  });
  restore();
}

// data-picked-done on a form: with it something is done to those picked, and they are so no longer.
export function pickedDone(form) {
  form.addEventListener("submit", () => {
    sessionStorage.removeItem(sessionStorage.getItem(ASKED));
  });
}

// data-picked-left on a form: those that it would go on with stay picked.
export function pickedLeft(form) {
  const ids = [...form.querySelectorAll("input[name=id]")].map((field) => field.value);
  keep(sessionStorage.getItem(ASKED), new Set(ids));
}

export function picksOf(page) {
  const own = page.dataset.picksOf;
  const left = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  for (const key of left) if (!own || !key.startsWith(`${PREFIX}${own}-`)) sessionStorage.removeItem(key);
}

function kept(key) {
  const ids = key && sessionStorage.getItem(key);
  return new Set(ids ? ids.split(",") : []);
}

function keep(key, picked) {
  if (!key) return;
  if (picked.size > 0) sessionStorage.setItem(key, [...picked].join(","));
  else sessionStorage.removeItem(key);
}
