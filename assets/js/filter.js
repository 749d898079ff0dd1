// data-filter="ID" on a search field: hides the items of that tree whose names don't hold what is typed,
// keeps what they are part of, and unfolds the way to them. Without it the form asks the server.
import { finder, plain } from "./plain.js";

export function filter(field) {
  const tree = document.getElementById(field.dataset.filter);
  if (!tree) return;
  const items = [...tree.querySelectorAll("li")].reverse();
  const none = document.querySelector("[data-filter-none]");
  let before = null;

  field.addEventListener("input", () => {
    const isWanted = finder(field.value);
    const wanted = plain(field.value) !== "";
    before ??= new Map([...tree.querySelectorAll("details")].map((details) => [details, details.open]));
    tree.classList.toggle("found", wanted);
    // From the end: what is below an item is decided before it.
    for (const item of items) {
      const below = item.querySelector(":scope > details");
      const holds = below && [...below.querySelectorAll("li")].some((child) => !child.hidden);
      item.hidden = !isWanted(item.querySelector(".tree-name").textContent) && !holds;
      if (below) below.open = wanted ? Boolean(holds) : before.get(below);
    }
    if (!wanted) before = null;
    if (none) none.hidden = items.some((item) => !item.hidden);
  });
}
