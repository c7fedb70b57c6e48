// A page with a list: its rows, the detail beside them, what is live, and the address that says all
// of it.

import { COMPARED, takeOver } from "./address.js";
import { Filter } from "./filter.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { Overview } from "./overview.js";
import { Pane, isPlain } from "./pane.js";
import { load } from "./results.js";
import { wakeSeparator } from "./separator.js";
import { tell } from "./told.js";
import { wake } from "./wake.js";

/** Of the address, what does not change the list. */
const OF_THE_DETAIL = ["sel", "tab", "at", "find", ...COMPARED];

export class ListPage {
  constructor() {
    this.results = document.getElementById("results");
    this.pane = new Pane(this);
    this.filter = new Filter(this);
    wakeSeparator(document.getElementById("separator"));
    this.results.addEventListener("click", (event) => this.follow(event));
    this.results.addEventListener("submit", (event) => this.submit(event));
    addEventListener("popstate", () => this.restore());
    this.live = document.getElementById("pause") ? new Live(() => this.reload()) : undefined;
    this.take(location.href);
    new Overview(this);
    const chosen = new URL(location.href).searchParams.get("sel");
    if (chosen) this.pane.open(chosen, "none");
  }

  /** Takes over what the page shows now. */
  take(address) {
    this.list?.end();
    this.key = keyOf(address);
    this.list = new List(document.getElementById("list"));
    if (this.list.root.dataset.stream) this.live?.follow(this.list);
    this.list.choose(this.pane.id);
    this.results.dispatchEvent(new CustomEvent("taken", { bubbles: true }));
    const refused = document.getElementById("refused");
    if (refused) import("./waiting.js").then(({ wakeWaiting }) => refused.isConnected && wakeWaiting(refused));
  }

  /** Whether the list at `address` is what the page shows. */
  isShown(address) {
    return keyOf(address) === this.key;
  }

  /** Shows the list at `address` in place of this one. What is open stays open. */
  async show(address, step = "push") {
    const wanted = new URL(address, location.href);
    const here = new URL(location.href);
    if (step === "push") takeOver(wanted, OF_THE_DETAIL.filter((name) => here.searchParams.has(name)), here);
    this.loading?.abort();
    this.loading = new AbortController();
    this.results.setAttribute("aria-busy", "true");
    try {
      const page = await load(wanted, this.loading.signal);
      if (step === "push") history.pushState(null, "", wanted);
      this.swap(page, wanted);
      // Where that fails, they lead on in the list that was.
      this.pane.relink().catch(() => {});
      tell(document.getElementById("count")?.textContent ?? "");
    } catch (error) {
      if (error.name !== "AbortError") location.assign(wanted);
    }
    this.results.removeAttribute("aria-busy");
  }

  /** Reads the list again. */
  async reload() {
    this.swap(await load(location.href), location.href);
  }

  swap(page, address) {
    const fresh = page.getElementById("results");
    this.results.replaceChildren(...fresh.childNodes);
    wake(this.results);
    this.filter.show(page);
    this.take(address);
  }

  /** Goes where the browser's history went. */
  async restore() {
    if (!this.isShown(location.href)) await this.show(location.href, "none");
    const chosen = new URL(location.href).searchParams.get("sel");
    if (!chosen) this.pane.hide();
    else if (chosen !== this.pane.id) this.pane.open(chosen, "none");
  }

  /** `address` with how the list is looked at now: its layout, and what is highlighted. */
  withLook(address) {
    const here = new URL(location.href).searchParams;
    for (const name of ["layout", "h"]) {
      if (here.has(name)) address.searchParams.set(name, here.get(name));
    }
    return address;
  }

  submit(event) {
    const form = event.target;
    if (form.dataset.highlight === undefined) return;
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    this.show(address);
  }

  follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || !isPlain(event)) return;
    const row = link.closest("tr[data-id]");
    if (row) {
      event.preventDefault();
      this.pane.open(row.dataset.id);
    } else if (link.dataset.list !== undefined) {
      event.preventDefault();
      // Of a link in a picture, href is an object.
      const address = new URL(link.getAttribute("href"), location.href);
      // Some links say all of it: data-list="whole".
      this.show(link.dataset.list ? address : this.withLook(address));
    }
  }
}

function keyOf(address) {
  const { pathname, searchParams } = new URL(address, location.href);
  for (const name of OF_THE_DETAIL) searchParams.delete(name);
  searchParams.sort();
  // The inspector's own address is that of the events.
  const path = /\/inspector\/?$/.test(pathname) ? "/inspector/events" : pathname;
  return `${path}?${searchParams}`;
}
