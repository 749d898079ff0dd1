// data-mail-app on a form: sends it without leaving the page, so that the press still counts as the
// person's own when the letter opens. data-open-mail: that letter. data-meter: how much of what fits
// into the address of a letter is used, shown where it gets tight; a hint, the portal decides.
import { parse } from "./parse.js";

export function mailApp(form) {
  // In the side panel the panel sends it.
  if (form.closest("[data-panel-page]")) return;
  form.addEventListener("submit", async (event) => {
    // Its other buttons lead elsewhere.
    if (event.submitter?.matches("[formaction], [data-same]")) return;
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const page = parse(await answer.text());
      form.replaceWith(page.querySelector("main > .sheet"));
      document.title = page.title;
      const { bind } = await import("./bind.js");
      bind(document.querySelector("main"));
      scrollTo(0, 0);
    } catch {
      form.submit();
    }
  });
}

// Only while the press that asked for the letter counts: browsers open no program for a page by itself.
export function openMail(link) {
  if (navigator.userActivation?.isActive) link.click();
}

export function meter(line) {
  const bar = line.querySelector("meter");
  const [subject, body] = [line.dataset.subject, line.dataset.body].map((id) => document.getElementById(id));
  const said = line.querySelector("[data-words]");
  const show = () => {
    const used = "mailto:?subject=&body=".length + encoded(subject.value.trim()) + encoded(withLink(body.value, line.dataset));
    bar.value = used;
    line.querySelector("[data-number]").textContent = `${used} / ${bar.max}`;
    line.classList.toggle("over", used > bar.max);
    const words = used > bar.max ? line.dataset.over : line.dataset.fits;
    // A screen reader reads each change out.
    if (said.textContent !== words) said.textContent = words;
  };
  for (const field of [subject, body]) field.addEventListener("input", show);
}

function withLink(text, { link, token }) {
  const [before, ...after] = text.split(token);
  return [before.trimEnd(), link, after.join(token).trim()].filter(Boolean).join("\n\n");
}

function encoded(text) {
  let length = 0;
  for (const byte of new TextEncoder().encode(text)) {
    const plain = /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte));
    length += byte === 10 ? 6 : plain ? 1 : 3;
  }
  return length;
}
