// Binds every module to a piece of the page: to all of it at first, later to what was loaded into it.
import { choose } from "./choose.js";
import { copy } from "./copy.js";
import { counter } from "./counter.js";
import { drag } from "./drag.js";
import { enter } from "./enter.js";
import { focusFirstError } from "./errors.js";
import { filter } from "./filter.js";
import { fit } from "./fit.js";
import { folds } from "./folds.js";
import { fresh } from "./fresh.js";
import { guard } from "./guard.js";
import { hotkey } from "./hotkey.js";
import { draft } from "./keep.js";
import { insert, letterPreview } from "./letter-preview.js";
import { mailApp, meter, openMail } from "./mail-app.js";
import { menu } from "./menu.js";
import { origin } from "./origin.js";
import { picker } from "./picker.js";
import { poll } from "./poll.js";
import { print } from "./print.js";
import { reveal } from "./reveal.js";
import { pickedDone, pickedLeft, picksOf, selectAll } from "./select.js";
import { share } from "./share.js";
import { tabs } from "./tabs.js";
import { timeZone } from "./time-zone.js";
import { trail } from "./trail.js";
import { undo } from "./undo.js";

const modules = {
  ".departments": folds,
  ".trail": trail,
  "[data-choose]": choose,
  "[data-copy]": copy,
  "[data-count]": counter,
  "[data-draft]": draft,
  "[data-drag]": drag,
  "[data-enter]": enter,
  "[data-filter]": filter,
  "[data-fit]": fit,
  "[data-focus]": focusFirstError,
  "[data-fresh]": fresh,
  "[data-guard]": guard,
  "[data-hotkey]": hotkey,
  "[data-insert]": insert,
  "[data-letter-preview]": letterPreview,
  "[data-mail-app]": mailApp,
  "[data-menu]": menu,
  "[data-meter]": meter,
  "[data-open-mail]": openMail,
  "[data-origin]": origin,
  "[data-picker]": picker,
  "[data-picks-of]": picksOf,
  "[data-picked-done]": pickedDone,
  "[data-picked-left]": pickedLeft,
  "[data-poll]": poll,
  "[data-print]": print,
  "[data-reveal]": reveal,
  "[data-select-all]": selectAll,
  "[data-share]": share,
  "[data-tabs]": tabs,
  "[data-time-zone]": timeZone,
  "[data-undo]": undo,
};

export function bind(root) {
  for (const [selector, module] of Object.entries(modules)) {
    for (const element of root.querySelectorAll(selector)) module(element);
  }
}

// The same for an element that has just come, itself included.
export function bindNew(element) {
  for (const [selector, module] of Object.entries(modules)) {
    if (element.matches(selector)) module(element);
  }
  bind(element);
}
