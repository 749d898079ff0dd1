// data-poll="5" on an element with an id: every 5 seconds takes the same element from the same address.
// A fresh one without data-poll ends it. Not while one types, has a menu open there or reads what was folded
// (data-hold), nor in a hidden tab.
import { parse } from "./parse.js";

export function poll(region) {
  const seconds = Number(region.dataset.poll);
  if (!region.id || !seconds) return;
  const address = region.dataset.pollUrl || location.href;
  setTimeout(async () => {
    if (!region.isConnected) return;
    const next = (await fresh(region, address)) ?? region;
    const { bind } = await import("./bind.js");
    if (next === region) poll(region);
    else bindWithin(next, bind);
  }, seconds * 1000);
}

async function fresh(region, address) {
  if (document.hidden || busy(region)) return null;
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "poll" } });
    if (!answer.ok || answer.redirected) return null;
    const page = parse(await answer.text());
    const next = page.getElementById(region.id);
    if (!next || busy(region)) return null;
    rename(region, next);
    return put(region, next);
  } catch {
    return null;
  }
}

// What a sheet is called tells of the same.
function rename(region, next) {
  const [old, now] = [region, next].map((part) => part.closest(".sheet")?.querySelector("h1"));
  if (old && now && old.textContent !== now.textContent) old.textContent = now.textContent;
}

function busy(region) {
  return region.querySelector("details[open]:is([data-menu], [data-hold]), input:checked, input:focus, textarea:focus, select:focus");
}

function put(region, next) {
  const focused = region.contains(document.activeElement) && document.activeElement;
  const key = focused && (focused.id ? `#${CSS.escape(focused.id)}` : focused.getAttribute("href") && `[href="${CSS.escape(focused.getAttribute("href"))}"]`);
  if (next.innerHTML === region.innerHTML && next.hasAttribute("data-poll")) return null;
  const adopted = document.adoptNode(next);
  region.replaceWith(adopted);
  if (key) adopted.querySelector(key)?.focus();
  return adopted;
}

function bindWithin(element, bind) {
  bind(element);
  if (element.hasAttribute("data-poll")) poll(element);
}
