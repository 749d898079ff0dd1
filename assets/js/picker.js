// data-picker: turns a list of checkboxes into chips with a list that opens, filters by typing, and
// closes with Escape; arrows go through it. The checkboxes stay what the form sends. data-suggested: the boxes that are checked
// at first are a suggestion.
import { finder } from "./plain.js";
import { hasRoom } from "./room.js";

export function picker(field) {
  const chosen = field.querySelector("[data-picker-chosen]");
  const list = field.querySelector("[data-picker-list]");
  const search = field.querySelector("[data-picker-search]");
  const done = field.querySelector("[data-picker-done]");
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const add = element("button", { type: "button", className: "picker-add", textContent: field.dataset.add });

  const typed = search.querySelector("input");
  const narrow = () => filter(boxes, typed.value, field.querySelector("[data-picker-none]"));
  const open = (wanted) => {
    list.hidden = !wanted;
    add.setAttribute("aria-expanded", wanted);
    field.classList.remove("upward");
    if (wanted) {
      if (!hasRoom(list, add)) field.classList.add("upward");
      return typed.focus();
    }
    typed.value = "";
    narrow();
  };
  const show = () => chosen.replaceChildren(...boxes.filter((box) => box.checked).map((box) => chip(box, field, show, add)), add);

  field.classList.add("enhanced");
  chosen.hidden = search.hidden = false;
  show();
  open(false);
  add.addEventListener("click", () => open(list.hidden));
  field.addEventListener("change", (event) => {
    if (field.hasAttribute("data-suggested") && event.target.checked) giveWay(field, boxes, event.target);
    show();
  });
  // The focus stays in the search: the list would close before the press reaches the box.
  list.addEventListener("mousedown", (event) => {
    if (event.target.closest("label")) event.preventDefault();
  });
  typed.addEventListener("input", narrow);
  done.hidden = false;
  done.addEventListener("click", () => {
    open(false);
    add.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && boxes.includes(event.target)) {
      // It chooses, as Space does: nobody wants to send the form out of the middle of a list. What is chosen already
      // it leaves so, and the list is done with.
      event.preventDefault();
      if (event.target.checked) done.click();
      else event.target.click();
    } else if (event.key === "Enter" && event.target === typed) {
      event.preventDefault();
      const found = boxes.filter((box) => !box.parentElement.hidden);
      // What is the only one left is meant.
      if (typed.value.trim() && found.length === 1 && !found[0].checked) found[0].click();
    }
    if (walk(event, typed, boxes)) return;
    if (event.key !== "Escape" || list.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    open(false);
    add.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!field.contains(event.target)) open(false);
  });
  field.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !field.contains(event.relatedTarget)) open(false);
  });
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

// Arrows go from the search to the boxes that are shown, and back.
function walk(event, typed, boxes) {
  const step = STEPS[event.key];
  const places = [typed, ...boxes.filter((box) => !box.parentElement.hidden)];
  const here = places.indexOf(event.target);
  if (!step || here < 0) return false;
  event.preventDefault();
  places[Math.max(0, Math.min(here + step, places.length - 1))].focus();
  return true;
}

// From here on what is checked is meant, not suggested.
function choose(field) {
  field.removeAttribute("data-suggested");
  for (const mark of field.querySelectorAll("[name=suggested]")) mark.remove();
}

// What was only suggested gives way to the first choice.
function giveWay(field, boxes, choice) {
  choose(field);
  for (const box of boxes) box.checked = box === choice;
}

function chip(box, field, show, next) {
  const name = box.parentElement.textContent.trim();
  const remove = element("button", { type: "button", ariaLabel: `${field.dataset.remove} ${name}` });
  remove.append(field.querySelector("template").content.cloneNode(true));
  remove.addEventListener("click", () => {
    choose(field);
    box.checked = false;
    show();
    next.focus();
  });
  const whole = element("span", { className: "picker-chip" });
  whole.append(element("span", { textContent: name }), remove);
  return whole;
}

function filter(boxes, text, none) {
  const isWanted = finder(text);
  let found = 0;
  for (const { parentElement: option } of boxes) {
    option.hidden = !isWanted(option.textContent);
    found += !option.hidden;
  }
  none.hidden = found > 0;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
