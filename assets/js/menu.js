// data-menu on a <details>: arrows go through its entries; closes with Escape, by a press elsewhere and when the focus leaves it. Within
// data-wide, which scrolls sideways and would cut it off, it floats above the page beside its button, and closes when that is
// scrolled out of sight.
import { hasRoom } from "./room.js";

export function menu(details) {
  const summary = details.querySelector("summary");
  const close = () => { details.open = false; };
  details.addEventListener("keydown", (event) => {
    if (move(event, details, summary)) return;
    if (event.key !== "Escape" || !details.open) return;
    // The panel around a menu stays open.
    event.preventDefault();
    event.stopPropagation();
    close();
    summary.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) close();
  });
  details.addEventListener("toggle", () => {
    const field = details.open && details.querySelector("input[type=search]");
    if (field) field.focus();
    const list = details.querySelector(".menu-list");
    details.classList.toggle("upward", details.open && list !== null && !hasRoom(list, details));
    const wide = details.open && details.closest("[data-wide]");
    if (wide) float(summary, list, wide, close);
  });
  document.addEventListener("pointerdown", (event) => {
    if (details.open && !details.contains(event.target)) close();
  });
}

const MOVES = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

// The arrows go from entry to entry, and open the menu from its button.
function move(event, details, summary) {
  const step = MOVES[event.key];
  const at = document.activeElement;
  if (step === undefined || at.matches("input, select, textarea")) return false;
  if (!details.open && (at !== summary || step === 0)) return false;
  event.preventDefault();
  details.open = true;
  const entries = [...details.querySelectorAll(".menu-list :is(a, button)")].filter((entry) => entry.checkVisibility());
  const here = entries.indexOf(at);
  const next = { Home: 0, End: -1 }[event.key] ?? (here < 0 && step < 0 ? -1 : (here + step) % entries.length);
  entries.at(next)?.focus();
  return true;
}

function float(summary, list, wide, close) {
  place(summary, list);
  const follow = () => {
    if (!summary.parentElement.open) return;
    if (isWithin(summary, wide)) place(summary, list);
    else close();
  };
  const ended = new AbortController();
  for (const moving of [window, wide]) moving.addEventListener("scroll", follow, { signal: ended.signal });
  summary.parentElement.addEventListener("toggle", () => ended.abort(), { once: true });
}

function place(summary, list) {
  const button = summary.getBoundingClientRect();
  const isRoom = button.bottom + list.offsetHeight + 12 < innerHeight;
  const top = isRoom ? button.bottom + 6 : Math.max(6, button.top - list.offsetHeight - 6);
  Object.assign(list.style, { position: "fixed", inset: `${top}px ${innerWidth - button.right}px auto auto` });
}

// Whether any of the button is still to be seen.
function isWithin(summary, wide) {
  const [button, frame] = [summary.getBoundingClientRect(), wide.getBoundingClientRect()];
  const across = button.right > Math.max(0, frame.left) && button.left < Math.min(innerWidth, frame.right);
  return across && button.bottom > 0 && button.top < innerHeight;
}
