// data-fresh="15" on the list: every 15 seconds (never, where it is 0) asks whether it has changed since
// data-version, and puts what has into its place. Not in a hidden tab, nor while a menu or a panel is open. The search beside it finds as
// one types, and the address follows; data-search: which field that is, where it is not every one. data-failed: the words for when that does not work.
import { morph } from "./morph.js";
import { parse } from "./parse.js";

const PAUSE = 300;

export function fresh(region) {
  const every = Number(region.dataset.fresh) * 1000;
  const fields = [...document.querySelectorAll(region.dataset.search ?? "form[role=search] input[type=search]")];
  let { version } = region.dataset;
  let [typing, asking, failures] = [0, null, 0];

  async function load(address, typed) {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const headers = { "X-Requested-With": "list" };
    if (!typed) headers["If-None-Match"] = version;
    try {
      const answer = await fetch(address, { headers, signal: mine.signal, cache: "no-store" });
      if (answer.status === 401 || answer.redirected) return location.reload();
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(answer.status);
        const text = await answer.text();
        if (mine !== asking || (!typed && busy())) return;
        await put(text);
        version = answer.headers.get("ETag");
      }
      failures = 0;
      say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      failures += 1;
      // Once is no more than a moment without a network.
      if (typed || failures > 1) say(region.dataset.failed);
    } finally {
      if (mine === asking) asking = null;
    }
  }

  async function put(text) {
    const page = parse(`<div>${text}</div>`);
    putAround(page);
    const inside = region.contains(document.activeElement);
    const added = morph(region, page.body.firstChild);
    const { bindNew } = await import("./bind.js");
    added.forEach(bindNew);
    region.querySelector("form")?.dispatchEvent(new Event("change"));
    // What had the focus is gone: the keyboard goes on from the list.
    if (inside && !region.contains(document.activeElement)) region.focus({ preventScroll: true });
  }

  // What the frame of the page counts.
  function putAround(page) {
    const around = page.querySelector("template[data-around]");
    around?.remove();
    for (const part of [...(around?.content.children ?? [])]) {
      document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
    }
  }

  function look() {
    if (document.hidden || typing || asking || busy()) return;
    load(location.href, false);
  }

  function search(form) {
    typing = 0;
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
    if (address.href === location.href) return;
    history.replaceState(history.state, "", address);
    load(address, true);
  }

  for (const field of fields) {
    field.addEventListener("input", (event) => {
      for (const other of fields) if (other !== field) other.value = field.value;
      if (event.isComposing) return;
      clearTimeout(typing);
      typing = setTimeout(search, PAUSE, field.form);
    });
    field.form.addEventListener("submit", () => clearTimeout(typing));
  }
  if (every) {
    setInterval(look, every);
    document.addEventListener("visibilitychange", look);
  }

  function say(words) {
    let line = document.getElementById("people-stale");
    if (!line && !words) return;
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "people-stale", className: "list-notice" });
      line.setAttribute("role", "status");
      region.before(line);
    }
    line.textContent = words;
    line.hidden = !words;
  }
}

function busy() {
  return document.querySelector("details[data-menu][open]:not(.finder), dialog[open]");
}
