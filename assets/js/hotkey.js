// data-hotkey="/" on a field: the key puts the cursor there, unless one is typing elsewhere, which nobody does in a box.
export function hotkey(field) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== field.dataset.hotkey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog") || !field.checkVisibility()) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
