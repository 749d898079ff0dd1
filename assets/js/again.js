// data-again on a button: whoever presses it, step by step, finds the keyboard there again in what comes.
const KEY = "again";

// In a new sheet of the panel.
export function again(sheet, pressed) {
  return pressed?.matches("[data-again]") ? like(mark(pressed), sheet) : null;
}

// In a page that comes anew. In a table whose row is gone, the keyboard goes on from the row that took its place: not
// from its button, which Enter, held a moment too long, would press.
export function againOnPages() {
  const was = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  // A fragment in the address takes the focus away until the page is there.
  if (was?.path === location.pathname) addEventListener("load", () => setTimeout(() => find(was)?.focus?.()));
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button?.matches("main [data-again]")) return;
    const row = rows().indexOf(button.closest("tr"));
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, row, pressed: mark(button) }));
  });
}

const buttons = (root) => [...root.querySelectorAll("[data-again]:enabled")];
const action = (button) => button.getAttribute("formaction") ?? button.form.getAttribute("action");
const mark = (button) => ({ action: action(button), name: button.name, value: button.value });

const rows = () => [...document.querySelectorAll("main tbody tr")];

function find({ row, pressed }) {
  const next = row >= 0 && rows()[Math.min(row, rows().length - 1)];
  if (next) next.tabIndex = -1;
  return like(pressed, document) ?? next;
}

// The same button; where there is no further step, its row: from its neighbour Enter would take the step back.
function like({ action: to, name, value }, root) {
  const near = buttons(root).filter((it) => action(it) === to);
  const same = near.filter((it) => it.value === value);
  const there = same.find((it) => it.name === name);
  return there ?? rowOf(same[0] ?? near.find((it) => it.name === name));
}

function rowOf(button) {
  const found = button?.closest("li, tr");
  if (found) found.tabIndex = -1;
  return found;
}
