// data-print: a button that prints the page; hidden without a script.
export function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
