// data-panel on a link: shows the .sheet of its page in the side panel. Forms in the panel and its links
// with data-step stay there; what a form with data-file gets is a file, and what goes into a frame goes there. What
// is no sheet is a page of its own and is gone to. A narrow screen goes to the page at once: there the back button is the way back. data-typed
// on a sheet: it holds what was typed on an earlier one. Where the portal refuses, its words stand above what
// is typed, which stays.
import { again } from "./again.js";
import { bind } from "./bind.js";
import { parse } from "./parse.js";

const narrow = matchMedia("(max-width: 859px)");

export function panel() {
  const dialog = document.querySelector("[data-panel-dialog]");
  if (!dialog || document.querySelector("main > .sheet")) return;
  const page = dialog.querySelector("[data-panel-page]");
  let typed = false;
  let sent = false;

  async function load(address, options = {}, pressed = null) {
    if (page.ariaBusy === "true") return;
    page.ariaBusy = "true";
    if (!page.childElementCount) say(page, dialog.dataset.busy);
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Requested-With": "panel" } });
      const whole = parse(await answer.text());
      const sheet = whole.querySelector("main > .sheet");
      const refusal = whole.querySelector("[data-failure]");
      if (sheet) show(sheet, answer.url, pressed);
      else if (answer.ok) leave(answer.url);
      else if (answer.status === 401 && !typed && !options.method) leave(address);
      else if (refusal) say(page, ...refusal.childNodes);
      else throw new Error(answer.status);
    } catch {
      // What is typed stays in its fields.
      say(page, dialog.dataset.failed);
    } finally {
      page.ariaBusy = "false";
    }
  }

  function show(sheet, address, pressed) {
    typed = sheet.hasAttribute("data-typed");
    page.dataset.address = address;
    page.replaceChildren(sheet);
    const heading = sheet.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      (again(sheet, pressed) ?? sheet.querySelector("[autofocus]") ?? heading).focus();
      dialog.ariaLabel = heading.textContent;
    }
    bind(page);
  }

  function leave(address) {
    sent = false;
    location.assign(address);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel], [data-panel-page] a[data-step]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (!dialog.open && narrow.matches) return;
    event.preventDefault();
    if (!dialog.open) {
      page.replaceChildren();
      dialog.showModal();
    }
    load(link.href);
  });
  page.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-file") || event.submitter?.formTarget) return;
    event.preventDefault();
    const { address, options } = request(event, page.dataset.address);
    sent ||= options.method === "POST";
    load(address, options, event.submitter);
  });
  page.addEventListener("input", () => { typed = true; });

  const mayClose = () => !typed || confirm(dialog.dataset.leave);
  const ask = (event) => { if (!mayClose()) event.preventDefault(); };
  dialog.addEventListener("cancel", ask);
  dialog.querySelector(".panel-close").addEventListener("submit", ask);
  dialog.addEventListener("pointerdown", (event) => { if (event.target === dialog && mayClose()) dialog.close(); });
  // The page below shows what was so before.
  dialog.addEventListener("close", () => { if (sent) location.reload(); });
}

function request(event, base) {
  const form = event.target;
  const data = new FormData(form, event.submitter);
  const address = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", base);
  if (form.method === "get") {
    address.search = new URLSearchParams(data);
    return { address, options: {} };
  }
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  return { address, options: { method: "POST", body } };
}

function say(page, ...words) {
  page.querySelector(".panel-say")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "panel-say", role: "status" });
  line.append(...words);
  page.prepend(line);
}
