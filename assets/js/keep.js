// data-stays on a form: its answer is this page again, perhaps in another language. What was typed into the other forms
// of the page, but for passwords and files, stands there anew. data-same on a button: it shows once more, with what was
// typed, a page that no address leads back to; it is pressed when the language was changed.
// data-draft on a form: what is typed there stands there anew whenever one comes back, until it was sent. It lives as
// long as the tab, and signing out ends it.
const KEY = "kept";
const DRAFT = "draft ";
const NEVER = ["password", "file", "hidden", "submit", "button", "search"];
const CHECKED = ["checkbox", "radio"];

export function keepOnPages() {
  const kept = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  sessionStorage.removeItem(KEY);
  kept.forEach(bringBack);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-stays]")) return;
    const same = form.matches("header form, footer form") && document.querySelector("main [data-same]");
    if (same) {
      event.preventDefault();
      speak(form, event.submitter, same);
    } else {
      sessionStorage.setItem(KEY, JSON.stringify(typedBeside(form)));
    }
  });
}

async function speak(form, button, same) {
  const body = new URLSearchParams(new FormData(form, button));
  await fetch(form.action, { method: "POST", body, redirect: "manual" });
  same.form.requestSubmit(same);
}

function typedBeside(form) {
  const others = [...document.querySelectorAll("main form")].filter((other) => other !== form);
  return others.flatMap(typedIn);
}

const typedIn = (form) => [...form.elements].filter(isChanged).map((field) => mark(form, field));

export function draft(form) {
  const key = DRAFT + form.getAttribute("action");
  (JSON.parse(sessionStorage.getItem(key)) ?? []).forEach((typed) => fill(form, typed));
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(typedIn(form))));
  form.addEventListener("submit", (event) => {
    if (!event.submitter?.matches("[formaction], [data-same]")) sessionStorage.removeItem(key);
  });
}

function isChanged(field) {
  if (!field.name || NEVER.includes(field.type)) return false;
  if (CHECKED.includes(field.type)) return field.checked !== field.defaultChecked;
  const options = field.options && [...field.options];
  if (!options) return field.value !== field.defaultValue;
  return options.some(({ selected, defaultSelected }) => selected && !defaultSelected);
}

const called = (form, name) => [...form.elements].filter((field) => field.name === name);

function mark(form, field) {
  const { name, value, checked, type } = field;
  const at = called(form, name).indexOf(field);
  return { action: form.getAttribute("action"), name, value, checked, type, at };
}

function bringBack(typed) {
  const forms = [...document.querySelectorAll("main form")];
  const form = forms.find((it) => it.getAttribute("action") === typed.action);
  if (form) fill(form, typed);
}

function fill(form, { name, value, checked, type, at }) {
  const fields = called(form, name);
  const isChecked = CHECKED.includes(type);
  const field = isChecked ? fields.find((it) => it.value === value) : fields[at];
  if (!field || field.type !== type) return;
  if (isChecked) field.checked = checked;
  else field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}
