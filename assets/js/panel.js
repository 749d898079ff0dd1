// data-panel on a link: shows the main part of its page in the side panel. Links with data-panel and
// all forms inside stay in the panel, whose address is the page's own; an answer without a .sheet, or
// from a page with data-whole on its main, is a page of its own and is gone to.
import { bind } from "./bind.js";

export function panel() {
  const dialog = document.querySelector("[data-panel-dialog]");
  if (!dialog) return;
  const page = dialog.querySelector("[data-panel-page]");
  let typed = false;

  async function load(address, options = {}) {
    page.setAttribute("aria-busy", "true");
    if (!page.childElementCount) say(page, dialog.dataset.busy);
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Requested-With": "panel" } });
      const text = await answer.text();
      const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
      if (!main?.querySelector(".sheet") || main.hasAttribute("data-whole")) return location.assign(answer.url);
      show(main, answer.url);
    } catch {
      // What is typed stays in its fields: only the message is added.
      say(page, dialog.dataset.failed, page.querySelector(".sheet"));
    } finally {
      page.removeAttribute("aria-busy");
    }
  }

  function show(main, address) {
    typed = false;
    page.dataset.address = address;
    page.replaceChildren(...main.childNodes);
    const heading = page.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
    if (heading) dialog.setAttribute("aria-label", heading.textContent);
    bind(page);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-panel]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) {
      page.replaceChildren();
      dialog.showModal();
    }
    load(link.href);
  });
  page.addEventListener("submit", (event) => {
    const { form, options, address } = sending(event, page.dataset.address);
    if (form.method === "dialog" || form.hasAttribute("data-leave-panel")) return;
    event.preventDefault();
    load(address, options);
  });
  page.addEventListener("input", () => { typed = true; });
  dialog.addEventListener("cancel", (event) => { if (!mayClose()) event.preventDefault(); });
  dialog.querySelector(".panel-close").addEventListener("submit", (event) => { if (!mayClose()) event.preventDefault(); });
  dialog.addEventListener("pointerdown", (event) => { if (event.target === dialog && mayClose()) dialog.close(); });

  function mayClose() {
    return !typed || confirm(dialog.dataset.leave);
  }
}

function sending(event, base) {
  const form = event.target;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const target = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const address = new URL(target, base);
  if (form.method !== "get") return { form, address, options: { method: "POST", body } };
  address.search = body;
  return { form, address, options: {} };
}

function say(page, words, before) {
  page.querySelector(".panel-say")?.remove();
  const line = Object.assign(document.createElement("p"), { className: "panel-say", textContent: words, role: "status" });
  if (before) before.before(line);
  else page.replaceChildren(line);
}
