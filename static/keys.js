// Single keys for who uses the page all day. They act only where nothing is typed, never together
// with Ctrl, Alt or Meta, and can be switched off. A control that has a key says so: data-key.

import { choose, chosenId } from "./chosen.js";
import { keep, setting } from "./settings.js";
import { tell } from "./told.js";

const AFTER_G = 1500;
const OF_THE_DETAIL = { c: "[data-copy-link]", y: '[data-copy-from*="/curl"]' };
const PROBLEM = ".outcome:not(.accepted, .served), .found.error, .found.warning";

export class Keys {
  constructor(listPage) {
    this.listPage = listPage;
    this.sheet = document.getElementById("keys");
    const show = document.getElementById("show-keys");
    show.hidden = false;
    show.addEventListener("click", () => this.sheet.showModal());
    const on = document.getElementById("keys-on");
    on.checked = setting("keys", "on") === "on";
    on.addEventListener("change", () => keep("keys", on.checked ? "on" : "off"));
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (setting("keys", "on") !== "on" || isTypedInto(event.target) || document.querySelector("dialog[open]")) return;
    const action = this.action(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  }

  action(key) {
    const { list, pane } = this.listPage ?? {};
    if (this.afterG) {
      clearTimeout(this.afterG);
      this.afterG = undefined;
      return clickOn(`[data-go="${CSS.escape(key)}"]`);
    }
    const actions = {
      "?": () => this.sheet.showModal(),
      "/": filter(),
      g: () => { this.afterG = setTimeout(() => { this.afterG = undefined; }, AFTER_G); },
      j: list && (() => this.move(1)),
      k: list && (() => this.move(-1)),
      "]": list && (() => this.move(1, isProblem)),
      "[": list && (() => this.move(-1, isProblem)),
      x: list?.root.dataset.one === "event" ? () => this.compare() : undefined,
      t: list && nameRecording(),
      f: find(),
      Escape: pane?.isOpen ? () => pane.close() : undefined,
    };
    if (key in actions) return actions[key];
    if (/^[1-9]$/.test(key)) return tab(Number(key));
    return clickOn(`[data-key="${CSS.escape(key)}"]`) ?? (key in OF_THE_DETAIL ? clickOn(OF_THE_DETAIL[key]) : undefined);
  }

  // The first is chosen, the second is compared with it.
  compare() {
    const { list, pane } = this.listPage;
    const row = document.activeElement.closest("tr[data-id]") ?? list.table.querySelector("tr.chosen");
    if (!row) return;
    const other = choose(row.dataset.id);
    if (other !== undefined) pane.open(row.dataset.id, "push", { tab: "compare", with: other });
    else tell(chosenId() ? "Chosen to be compared: press x on another." : "Not chosen any more.");
  }

  // Where the detail stands beside the list, it follows.
  move(step, wanted) {
    const { list, pane } = this.listPage;
    const row = list.move(step, wanted);
    if (row && pane.isOpen && row.dataset.id !== pane.id) {
      clearTimeout(this.opening);
      list.choose(row.dataset.id);
      this.opening = setTimeout(() => pane.open(row.dataset.id), 120);
    }
  }
}

function filter() {
  const box = document.getElementById("q");
  return box && (() => { box.focus(); box.select(); });
}

// A name for what comes from now on, or the button that ends it.
function nameRecording() {
  const stop = document.querySelector(".recording button");
  if (stop) return () => stop.focus();
  const name = document.getElementById("recording");
  return name && (() => { name.closest("details").open = true; name.focus(); });
}

// The box that looks into the payload; its tab is opened first.
function find() {
  const go = () => {
    const box = document.getElementById("find");
    box?.focus();
    box?.select();
  };
  if (document.getElementById("find")?.checkVisibility()) return go;
  const tab = document.querySelector('[role="tab"][data-tab="payload"]');
  if (!tab?.checkVisibility()) return undefined;
  return () => {
    document.addEventListener("eventpit:tab", go, { once: true });
    tab.click();
  };
}

function tab(number) {
  const tabs = [...document.querySelectorAll('[role="tab"]')].filter((tab) => tab.checkVisibility());
  return tabs[number - 1] && (() => tabs[number - 1].click());
}

function clickOn(selector) {
  const target = [...document.querySelectorAll(selector)].find((it) => it.checkVisibility());
  return target && (() => target.click());
}

function isProblem(row) {
  return row.querySelector(PROBLEM) !== null;
}

function isTypedInto(element) {
  return element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}
