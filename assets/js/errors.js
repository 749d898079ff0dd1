// data-focus: the summary of errors takes the focus, and its links go straight into the fields.
export function focusFirstError(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const target = event.target.closest("a[href^='#']");
    const field = target && document.getElementById(target.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus();
  });
}
