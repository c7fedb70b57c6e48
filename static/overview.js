// Counts, facets and the timeline above a list: read again while it grows, but never while they are
// used. The bars of the timeline are one stop for the Tab key; dragged over, or gone over with Shift
// and the arrow keys, they are a stretch.

import { load } from "./results.js";
import { tell } from "./told.js";
import { wake } from "./wake.js";

const BETWEEN_READS = 5000;
/** How far a pointer moves before it drags. */
const LEAST = 3;

export class Overview {
  constructor(listPage) {
    this.listPage = listPage;
    const { results } = listPage;
    results.addEventListener("taken", () => {
      this.again = false;
      this.take();
    });
    results.addEventListener("grown", () => this.readSoon());
    results.addEventListener("keydown", (event) => this.key(event));
    results.addEventListener("pointerdown", (event) => this.press(event));
    results.addEventListener("pointermove", (event) => this.drag(event));
    results.addEventListener("focusout", () => this.stretch());
    document.addEventListener("pointerup", (event) => this.release(event));
    document.addEventListener("click", (event) => this.fold(event));
    // Before anything else is closed by that key, wherever the focus is.
    document.addEventListener("keydown", (event) => this.escape(event), { capture: true });
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
    this.from = undefined;
    this.stopAt(this.bars.at(-1));
    // The server may have had no time for all of it: once more, and then as the list grows.
    if (this.root && !this.again && !this.isWhole()) {
      this.again = true;
      this.readSoon();
    }
  }

  isWhole() {
    const lists = !document.getElementById("list").hidden;
    return !lists || (this.bars.length > 0 && this.root.querySelector(".facet") !== null);
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

  escape(event) {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
    if (this.close()) event.preventDefault();
  }

  key(event) {
    const bar = event.target.closest(".bar-of");
    const at = this.bars.indexOf(bar);
    if (event.key === "Enter" && this.from && this.from !== bar) {
      event.preventDefault();
      this.narrow(this.from, bar);
      return;
    }
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.bars.length - 1 }[event.key];
    if (at < 0 || to === undefined || !this.bars[to]) return;
    event.preventDefault();
    const from = event.shiftKey ? this.from ?? bar : undefined;
    this.stopAt(this.bars[to]);
    this.bars[to].focus();
    this.stretch(from, this.bars[to]);
  }

  // It begins and ends wherever one likes: a time in which nothing came has no bar.
  press(event) {
    if (event.button !== 0 || !event.target.closest("#timeline")) return;
    // A link that is dragged is no stretch.
    event.preventDefault();
    this.pressed = { x: event.clientX, bar: event.target.closest(".bar-of") };
  }

  drag(event) {
    if (!this.pressed) return;
    const over = this.over(event);
    this.stretch(over[0], over.at(-1));
  }

  release(event) {
    const { pressed } = this;
    const over = pressed ? this.over(event) : [];
    this.pressed = undefined;
    // Within one bar it is a click, which its link follows.
    const isClick = pressed?.bar && pressed.bar === event.target.closest?.(".bar-of");
    if (over.length > 0 && !isClick) this.narrow(over[0], over.at(-1));
    else this.stretch();
  }

  /** The bars between where was pressed and where the pointer is. */
  over({ clientX }) {
    const [low, high] = [this.pressed.x, clientX].toSorted((one, other) => one - other);
    if (high - low < LEAST) return [];
    return this.bars.filter((bar) => {
      const { left, right } = bar.getBoundingClientRect();
      return right >= low && left <= high;
    });
  }

  /** Shows which bars would be the stretch from one to the other; none without them. */
  stretch(from, to) {
    this.from = from;
    const within = from ? this.between(from, to) : [];
    for (const bar of this.bars) bar.classList.toggle("within", within.includes(bar));
    if (within.length > 1) tell(`${within.length} bars: Enter shows what came in them.`);
  }

  between(one, other) {
    const [first, last] = [one, other].map((bar) => this.bars.indexOf(bar)).toSorted((low, high) => low - high);
    return this.bars.slice(first, last + 1);
  }

  narrow(from, to) {
    const within = this.between(from, to);
    const [first, last] = [within[0], within.at(-1)];
    this.stretch();
    const address = new URL(first.getAttribute("href"), location.href);
    const query = address.searchParams.get("q").replace(`before:${first.dataset.to}`, `before:${last.dataset.to}`);
    address.searchParams.set("q", query);
    this.listPage.show(this.listPage.withLook(address));
  }

  // A click elsewhere folds the facet that is open.
  fold(event) {
    for (const facet of document.querySelectorAll("details.facet[open]")) {
      if (!facet.contains(event.target)) facet.open = false;
    }
  }

  close() {
    const open = document.querySelector("details.facet[open]");
    if (!open) return false;
    open.open = false;
    open.querySelector("summary").focus();
    return true;
  }
}
