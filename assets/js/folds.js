// On the tree of departments: what one has unfolded or folded is so again when the tree comes anew in this tab. What a
// search unfolds is not kept.
const KEY = "folds";

export function folds(tree) {
  const kept = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  for (const item of tree.querySelectorAll("[data-department]")) {
    const below = item.querySelector(":scope > details");
    const id = item.dataset.department;
    if (!below) continue;
    if (id in kept && !isFound(tree)) below.open = kept[id];
    below.addEventListener("toggle", () => {
      if (isFound(tree) || kept[id] === below.open) return;
      kept[id] = below.open;
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    });
  }
}

const isFound = (tree) => tree.classList.contains("found");
