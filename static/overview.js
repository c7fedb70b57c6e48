// Counts, facets and the timeline above a list: read again while it grows, but never while they are
// used. The bars of the timeline are one stop for the Tab key; dragged over, they are a stretch.

import { load } from "./results.js";
import { wake } from "./wake.js";

const BETWEEN_READS = 5000;

export class Overview {
  constructor(listPage) {
    this.listPage = listPage;
    const { results } = listPage;
    results.addEventListener("taken", () => this.take());
    results.addEventListener("grown", () => this.readSoon());
    results.addEventListener("keydown", (event) => this.key(event));
    results.addEventListener("pointerdown", (event) => this.press(event));
    results.addEventListener("pointerup", (event) => this.release(event));
    document.addEventListener("click", (event) => this.fold(event));
    this.take();
  }

  take() {
    this.root = document.getElementById("overview");
    this.bars = [...(this.root?.querySelectorAll(".bar-of") ?? [])];
    for (const bar of this.bars) {
      const from = new Date(bar.dataset.from).toLocaleString();
      bar.setAttribute("aria-label", `${from}: ${bar.dataset.words}`);
      const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
      title.textContent = `${from}: ${bar.dataset.words}`;
      bar.prepend(title);
    }
    this.stopAt(this.bars.at(-1));
  }

  isUsed() {
    return this.root.contains(document.activeElement) || this.root.matches(":hover") || this.root.querySelector("details[open]") !== null;
  }

  readSoon() {
    this.timer ??= setTimeout(async () => {
      this.timer = undefined;
      if (!this.root?.isConnected) return;
      if (this.isUsed()) {
        this.readSoon();
        return;
      }
      const before = this.root;
      try {
        const page = await load(this.root.dataset.address);
        if (before !== this.root || this.isUsed()) return;
        const fresh = document.importNode(page.getElementById("overview"), true);
        this.root.replaceWith(fresh);
        wake(fresh);
        this.take();
      } catch {
        // It is read again with what comes next.
      }
    }, BETWEEN_READS);
  }

  stopAt(stop) {
    for (const bar of this.bars) bar.setAttribute("tabindex", bar === stop ? "0" : "-1");
  }

  key(event) {
    if (event.key === "Escape" && this.close()) {
      event.preventDefault();
      return;
    }
    const at = this.bars.indexOf(event.target.closest(".bar-of"));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.bars.length - 1 }[event.key];
    if (at < 0 || to === undefined || !this.bars[to]) return;
    event.preventDefault();
    this.stopAt(this.bars[to]);
    this.bars[to].focus();
  }

  press(event) {
    const bar = event.target.closest(".bar-of");
    // A link that is dragged is no stretch.
    if (bar) event.preventDefault();
    this.pressed = bar;
  }

  release(event) {
    const { pressed } = this;
    this.pressed = undefined;
    const bar = event.target.closest?.(".bar-of");
    if (!pressed || !bar || bar === pressed) return;
    const [first, last] = [pressed, bar].toSorted((one, other) => this.bars.indexOf(one) - this.bars.indexOf(other));
    const address = new URL(first.getAttribute("href"), location.href);
    const query = address.searchParams.get("q").replace(`before:${first.dataset.to}`, `before:${last.dataset.to}`);
    address.searchParams.set("q", query);
    this.listPage.show(address);
  }

  // A click elsewhere folds the facet that is open.
  fold(event) {
    for (const facet of document.querySelectorAll("details.facet[open]")) {
      if (!facet.contains(event.target)) facet.open = false;
    }
  }

  close() {
    const open = this.root?.querySelector("details.facet[open]");
    if (!open) return false;
    open.open = false;
    open.querySelector("summary").focus();
    return true;
  }
}
