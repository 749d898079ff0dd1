// data-menu on a <details>: closes with Escape, by a press elsewhere and when the focus leaves it.
export function menu(details) {
  const summary = details.querySelector("summary");
  const close = () => { details.open = false; };
  details.addEventListener("keydown", (event) => {
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
  });
  document.addEventListener("pointerdown", (event) => {
    if (details.open && !details.contains(event.target)) close();
  });
}
