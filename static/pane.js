// The detail beside the list, or in its place where there is little room. It is the event's or
// request's own page, loaded as a fragment; its address is the list's with `sel`.

import { COMPARED, takeOver } from "./address.js";
import { load } from "./results.js";
import { rememberedTab } from "./settings.js";
import { tell } from "./told.js";
import { wake } from "./wake.js";

const SIDE_BY_SIDE = matchMedia("(min-width: 1000px)");

export class Pane {
  constructor(page) {
    this.page = page;
    this.root = document.getElementById("pane");
    this.split = document.getElementById("split");
    this.separator = document.getElementById("separator");
    this.title = document.title;
    this.root.addEventListener("click", (event) => this.follow(event));
    this.root.addEventListener("eventpit:tab", ({ detail }) => this.keepTab(detail));
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /**
   * Shows the one with that id; `step` says how the browser's history goes on: push, replace, none.
   * `more` is what else the address says of it.
   */
  async open(id, step = "push", more = {}) {
    if (!this.isOpen) this.scroll = scrollY;
    this.id = id;
    this.loading?.abort();
    this.loading = new AbortController();
    this.root.classList.add("waits");
    if (step !== "none") this.write(id, this.isOpen ? "replace" : step, more);
    this.page.list.choose(id);
    try {
      const [page, detail] = await Promise.all([load(this.fragment(id), this.loading.signal), import("./detail.js")]);
      this.take(page, detail);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(this.permalink(id));
    }
  }

  take(page, { wakeDetails }) {
    const wasOpen = this.isOpen;
    const content = page.querySelector("main") ?? page.body;
    this.root.replaceChildren(...content.childNodes);
    this.root.classList.remove("waits");
    this.root.hidden = false;
    this.separator.hidden = false;
    this.split.classList.add("open");
    document.documentElement.classList.add("wide");
    this.root.scrollTop = 0;
    wake(this.root);
    wakeDetails(this.root);
    document.title = page.title || this.title;
    const heading = this.root.querySelector(".title, h1")?.textContent.trim() ?? this.id;
    if (SIDE_BY_SIDE.matches) {
      tell(`${heading} is shown beside the list.`);
      this.page.list.row(this.id)?.scrollIntoView({ block: "nearest" });
    } else {
      if (!wasOpen) scrollTo(0, 0);
      this.root.focus({ preventScroll: true });
    }
    this.root.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
  }

  /** Goes back to the list, where it was. */
  close() {
    if (!this.isOpen) return;
    if (history.state?.opened) {
      history.back();
    } else {
      this.write(undefined, "replace");
      this.hide();
    }
  }

  hide() {
    if (!this.isOpen) return;
    this.loading?.abort();
    this.root.hidden = true;
    this.root.replaceChildren();
    this.separator.hidden = true;
    this.split.classList.remove("open");
    document.documentElement.classList.remove("wide");
    document.title = this.title;
    if (!SIDE_BY_SIDE.matches) scrollTo(0, this.scroll ?? 0);
    const row = this.page.list.row(this.id);
    this.page.list.choose(undefined);
    this.page.list.focus(row);
    this.id = undefined;
  }

  write(id, step, more) {
    const address = new URL(location.href);
    for (const name of id ? ["at", "with"] : ["sel", "tab", "at", "find", ...COMPARED]) address.searchParams.delete(name);
    for (const [name, value] of Object.entries(id ? { sel: id, ...more } : {})) address.searchParams.set(name, value);
    if (step === "push") history.pushState({ opened: true }, "", address);
    else history.replaceState(history.state, "", address);
  }

  // The tab that was opened is in the address too, and the next one opens at it.
  keepTab({ tab, href }) {
    const address = new URL(location.href);
    takeOver(address, ["at", "find", ...COMPARED], new URL(href));
    address.searchParams.set("tab", tab);
    history.replaceState(history.state, "", address);
  }

  permalink(id) {
    const address = new URL(`${this.page.list.root.dataset.path}/${id}`, location.href);
    address.search = location.search;
    address.searchParams.delete("sel");
    return address;
  }

  fragment(id) {
    const address = this.permalink(id);
    address.searchParams.set("fragment", "1");
    // A field is in the payload, whatever tab was open last.
    if (!address.searchParams.has("tab") && !address.searchParams.has("at")) address.searchParams.set("tab", rememberedTab());
    return address;
  }

  /** The list is another one now: what of the detail leads on in it leads to that one. */
  async relink() {
    const { id } = this;
    const mine = this.root.querySelector("article.detail");
    if (!mine) return;
    const fresh = (await load(this.fragment(id))).querySelector("article.detail");
    if (id !== this.id || !mine.isConnected) return;
    const bar = mine.querySelector("nav.bar");
    const held = bar.contains(document.activeElement);
    const { rel } = document.activeElement;
    bar.replaceWith(fresh.querySelector("nav.bar"));
    if (held) (mine.querySelector(`nav.bar [rel="${rel}"]`) ?? mine.querySelector("nav.bar a")).focus();
    // The same in both, if the same is open in them. Those of the tree know the list for themselves.
    const links = (root) => [...root.querySelectorAll("a[href]")].filter((link) => !link.closest(".tree"));
    const [old, now] = [links(mine), links(fresh)];
    if (old.length === now.length) old.forEach((link, place) => link.setAttribute("href", now[place].getAttribute("href")));
  }

  // What leads to another of the list, or to the list, stays on this page.
  follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || !isPlain(event) || link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    const { path } = this.page.list.root.dataset;
    if (link.origin !== location.origin) return;
    if (link.pathname === path) {
      event.preventDefault();
      if (this.page.isShown(link.href)) this.close();
      else this.page.show(link.href);
    } else if (link.pathname.startsWith(`${path}/`) && /^[\d.]+$/.test(link.pathname.slice(path.length + 1)) && !link.hash) {
      event.preventDefault();
      this.open(link.pathname.slice(path.length + 1));
    }
  }
}

/** Whether a click asks for nothing else than to follow the link. */
export function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
}
