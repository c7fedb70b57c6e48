// The page of one event or request, also when it stands beside the list: tabs whose panels are
// loaded when they are opened (WAI-ARIA APG, "Tabs", activated by focus), and links that lead to
// another part of the same page.

import { COMPARED, takeOver } from "./address.js";
import { choose, chosenId, whenChosen } from "./chosen.js";
import { showCopyButtons } from "./copy.js";
import { keep, rememberedTab } from "./settings.js";
import { localise } from "./times.js";
import { tell } from "./told.js";
import { wakeTree } from "./tree.js";

/** Wakes every detail below `root`. */
export function wakeDetails(root) {
  for (const article of root.querySelectorAll("article.detail")) new Detail(article);
}

class Detail {
  constructor(article) {
    this.article = article;
    // Beside the list, the address is the list's own.
    this.isPage = location.pathname === article.dataset.detail;
    this.tabs = [...article.querySelectorAll(".tabs a")];
    this.list = article.querySelector(".tabs");
    this.list.setAttribute("role", "tablist");
    for (const tab of this.tabs) {
      tab.setAttribute("role", "tab");
      tab.id = `tab-${tab.dataset.tab}`;
      tab.setAttribute("aria-controls", "panel");
      tab.removeAttribute("aria-current");
    }
    this.list.addEventListener("keydown", (event) => this.key(event));
    article.addEventListener("click", (event) => this.click(event));
    article.addEventListener("submit", (event) => this.submit(event));
    this.panelCame();
    this.wakeChoice();
    const tab = rememberedTab();
    const other = this.tabs.find((it) => it.dataset.tab === tab);
    const asked = new URL(location.href).searchParams;
    if (this.isPage && !asked.has("tab") && !asked.has("at") && other && tab !== this.panel.dataset.tab) this.load(other.href);
  }

  // The first one chosen waits for a second one; then they are compared.
  wakeChoice() {
    const button = this.article.querySelector("[data-choose]");
    if (!button) return;
    const { choose: id } = button.dataset;
    const gone = new AbortController();
    const name = () => {
      if (!button.isConnected) {
        gone.abort();
        return;
      }
      const chosen = chosenId();
      button.textContent = !chosen ? "Choose to compare" : chosen === id ? "Chosen to compare" : `Compare with ${chosen}`;
      button.setAttribute("aria-pressed", String(chosen === id));
    };
    name();
    whenChosen(name, gone.signal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const other = choose(id);
      if (other === undefined) return;
      const address = new URL(this.tabs.at(-1).href);
      address.searchParams.set("with", other);
      this.load(address.href);
    });
  }

  get panel() {
    return this.article.querySelector(".panel");
  }

  click(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.hasAttribute("download") || !this.isOwn(new URL(link.href))) return;
    event.preventDefault();
    this.load(link.href);
  }

  submit(event) {
    const form = event.target;
    if (form.hasAttribute("data-mask")) {
      // Back to where the person is, not to where the fragment came from.
      const action = new URL(form.action);
      action.searchParams.set("back", location.pathname + location.search);
      form.action = action;
      return;
    }
    const address = new URL(form.action);
    if (form.method !== "get" || address.pathname !== this.article.dataset.detail) return;
    event.preventDefault();
    address.search = new URLSearchParams(new FormData(form));
    this.load(address.href);
  }

  isOwn(address) {
    return address.pathname === this.article.dataset.detail && address.searchParams.has("tab");
  }

  key(event) {
    const at = this.tabs.indexOf(event.target.closest("[role=tab]"));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const tab = this.tabs[(to + this.tabs.length) % this.tabs.length];
    tab.focus();
    this.load(tab.href);
  }

  async load(href) {
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading;
    const address = new URL(href);
    this.select(address.searchParams.get("tab"));
    const part = new URL(address);
    part.searchParams.set("fragment", "panel");
    try {
      const answer = await fetch(part, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (signal.aborted) return;
      const held = this.panel.contains(document.activeElement) ? document.activeElement : undefined;
      this.panel.replaceWith(document.importNode(page.querySelector(".panel"), true));
      this.hold(held);
    } catch {
      // The page itself says what is wrong.
      if (!signal.aborted) location.assign(address);
      return;
    }
    this.panelCame();
    const { tab } = this.panel.dataset;
    keep("tab", tab);
    if (tab === "compare") this.keepCompared(address);
    if (this.isPage) history.replaceState(history.state, "", address);
    this.article.dispatchEvent(new CustomEvent("eventpit:tab", { bubbles: true, detail: { tab, href: address.href } }));
  }

  // What is compared stays while other tabs are open, and what is ignored on the way to the next.
  keepCompared(address) {
    const around = [...this.article.querySelectorAll("nav.bar a[rel]")];
    for (const link of [...this.tabs, ...around]) {
      const href = new URL(link.href);
      takeOver(href, around.includes(link) ? ["ignore"] : COMPARED, address);
      link.href = href;
    }
  }

  // Who typed into a box, or pressed what the new panel has too, goes on there; who pressed what is
  // gone is at the panel's beginning.
  hold(held) {
    if (!held) return;
    this.panel.tabIndex = 0;
    const { name } = held;
    const key = held.dataset.key;
    const same = [...this.panel.querySelectorAll("input:not([type=hidden]), [data-key]")];
    const found = same.find((it) => (name && it.name === name) || (key && it.dataset.key === key));
    (found ?? this.panel).focus({ preventScroll: !found });
  }

  select(word) {
    for (const tab of this.tabs) {
      const chosen = tab.dataset.tab === word;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
  }

  panelCame() {
    const { panel } = this;
    this.select(panel.dataset.tab);
    panel.setAttribute("role", "tabpanel");
    panel.removeAttribute("aria-label");
    panel.setAttribute("aria-labelledby", `tab-${panel.dataset.tab}`);
    panel.tabIndex = 0;
    localise(panel);
    showCopyButtons(panel);
    showCopyButtons(this.article);
    wakeTree(panel);
    const words = panel.querySelector("[data-tell]");
    if (words) tell(words.textContent);
  }
}
