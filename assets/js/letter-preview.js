// data-letter-preview: the letter beside the form that it is written in. Its buttons send the form into the frame, and
// do so without a script; with one the frame follows what is typed, or the one field that data-letter-preview names.
// data-insert="body" on a gap: a button that puts it where one was writing, or else into that field.
// What is corrected is red no longer.
import { fit } from "./fit.js";

const PAUSE = 400;

export function letterPreview(section) {
  const views = [...section.querySelectorAll("button[formtarget]")];
  const { form } = views[0];
  const followed = section.dataset.letterPreview;
  let [view, shown, coming, waiting, turn] = [views[0], section.querySelector("iframe"), null, 0, 0];

  function show() {
    clearTimeout(waiting);
    coming?.remove();
    // A new frame each time: the way back leads past all of them, and the one before stays until it is there.
    const frame = shown.cloneNode();
    frame.removeAttribute("src");
    frame.name = `letter-preview-${(turn += 1)}`;
    frame.classList.add("coming");
    shown.after(frame);
    coming = frame;
    fit(frame);
    frame.addEventListener("load", () => {
      if (frame !== coming) return;
      frame.classList.remove("coming");
      shown.remove();
      [shown, coming] = [frame, null];
    });
    const sending = view.cloneNode();
    sending.hidden = true;
    sending.setAttribute("formtarget", frame.name);
    section.append(sending);
    form.requestSubmit(sending);
    sending.remove();
  }

  function look(at) {
    view = at;
    for (const other of views) other.setAttribute("aria-pressed", other === at);
  }

  for (const button of views) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      look(button);
      show();
    });
  }
  if (followed) form.elements[followed].addEventListener("change", show);
  else form.addEventListener("input", ({ target }) => {
    corrected(target);
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  look(view);
  if ("typed" in section.dataset) show();
}

function corrected(field) {
  const wrong = field.closest(".has-error");
  if (!wrong) return;
  wrong.classList.remove("has-error");
  field.removeAttribute("aria-invalid");
  wrong.querySelector(".error")?.remove();
  const link = field.form.querySelector(`.errors a[href="#${field.id}"]`);
  const [line, summary] = [link?.closest("li"), link?.closest(".errors")];
  line?.remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

export function insert(gap) {
  const usual = document.getElementById(gap.dataset.insert);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: gap.textContent });
  button.setAttribute("aria-label", gap.dataset.words);
  button.addEventListener("click", () => {
    const field = last?.isConnected && last.form === usual.form ? last : usual;
    field.focus();
    field.setRangeText(gap.textContent, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  gap.replaceWith(button);
}

// Where one was writing last.
let last = null;
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("form input:not([type=hidden]), form textarea")) last = target;
});
