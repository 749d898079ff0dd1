// data-reveal="id": shows and hides what is typed into a password field; data-hide: the words while it
// is shown.
export function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  const put = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : show;
  };
  button.hidden = false;
  button.addEventListener("click", () => put(field.type === "password"));
  // A shown password must not be remembered as ordinary text by the browser.
  field.form?.addEventListener("submit", () => put(false));
}
