// data-guard on a form: whoever leaves the page with changes in it that were not sent is asked, also where another
// form of the page is sent. What stands there with a mistake, or unsent (data-unsent), was not saved
// either.
export function guard(form) {
  let changed = form.querySelector(".has-error") !== null || "unsent" in form.dataset;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", ({ submitter }) => {
    // What goes into a frame leaves the page as it is.
    if (!submitter?.formTarget) changed = false;
  });
  // What comes back by itself is not lost (keep.js).
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented && target.matches("[data-stays]")) changed = false;
  });
  addEventListener("beforeunload", (event) => {
    // One that has gone with its panel was asked about there.
    if (changed && form.isConnected) event.preventDefault();
  });
}
