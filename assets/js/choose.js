// data-choose on a <select> of many: a field above it, which that names, finds among its options as one types. While
// there are words in it the options lie open, the first that is found chosen. data-none: said where none is found.
import { finder, plain } from "./plain.js";

const OPEN = 6;

export function choose(select) {
  const all = [...select.options];
  if (all.length <= OPEN * 2) return;
  const field = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off", placeholder: select.dataset.choose });
  field.setAttribute("aria-label", select.dataset.choose);
  field.setAttribute("aria-controls", select.id);
  const none = Object.assign(new Option(select.dataset.none, ""), { disabled: true });
  let chosen = select.value;
  select.parentElement.before(field);
  select.addEventListener("change", () => { chosen = select.value; });
  field.addEventListener("input", () => {
    const isTyped = plain(field.value) !== "";
    const isWanted = finder(field.value);
    const found = isTyped ? all.filter((option) => option.value && isWanted(option.textContent)) : all;
    select.replaceChildren(...(found.length > 0 ? found : [none]));
    if (isTyped) {
      select.size = Math.min(Math.max(found.length, 2), OPEN);
      if (found.length > 0) select.selectedIndex = 0;
    } else {
      select.removeAttribute("size");
      select.value = chosen;
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !field.value) return;
    event.preventDefault();
    select.focus();
  });
}
