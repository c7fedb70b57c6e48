import { keepNewest, number, putBelow, putOnTop, takeFirst, unfold, wakeGroups } from "./groups.js";
import { load } from "./results.js";
import { localise } from "./times.js";

const MOST = 500;
/** How high a row is, in pixels; in a narrow list it is higher. */
const ROW = 36;
/** How many rows of a flood are put in with a frame. */
const OF_A_FLOOD = 4;
/** How many old ones it takes away with a frame at most. */
const GOING = 40;
/** How long nothing floods the list until it is over. */
const CALM = 2000;

/** The rows on the page: puts new ones on top, once each, and keeps the newest 500. */
export class List {
  constructor(root) {
    this.root = root;
    this.table = document.getElementById("rows");
    this.older = document.getElementById("older");
    wakeGroups(this.table);
    this.keepOneStop();
    this.number();
    this.table.addEventListener("click", (event) => this.follow(event));
    this.table.addEventListener("focusin", (event) => this.stopAt(event.target.closest("tr[data-id]")));
    this.table.addEventListener("keydown", (event) => this.arrow(event));
    this.older?.addEventListener("click", (event) => this.showOlder(event));
    // A list that appears under the pointer is not pointed at.
    this.root.addEventListener("pointermove", () => { this.pointed = true; });
    this.root.addEventListener("pointerleave", () => { this.pointed = false; });
    this.seen = new IntersectionObserver(([entry]) => entry.isIntersecting && this.rows.length > 0 && this.loadOlder(), { rootMargin: "400px" });
    if (this.older) this.seen.observe(this.older);
  }

  /** Lets go of the page: another list takes its place. */
  end() {
    this.seen.disconnect();
    clearTimeout(this.calm);
  }

  /** Whether a person is reading, so that nothing may move. */
  isRead() {
    const selection = getSelection();
    const selects = !selection.isCollapsed && this.table.contains(selection.anchorNode);
    const opened = document.getElementById("split").classList.contains("open");
    return scrollY > 8 || opened || selects || this.isFocused() || Boolean(this.pointed);
  }

  isFocused() {
    return this.table.contains(document.activeElement);
  }

  get rows() {
    return [...this.table.rows].filter((row) => row.dataset.id);
  }

  row(id) {
    return this.table.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
  }

  /**
   * Puts rows on top, given oldest first as fragments of HTML that the server escaped. Only `fresh`
   * ones are pointed out: where all are, it says nothing, and each moves for two seconds.
   */
  prepend(rows, fresh) {
    // Of many, what fills the window twice: all that is in the list moves with each frame.
    const most = fresh || this.isRead() ? MOST : Math.max(50, 2 * fitting());
    putOnTop(this.table, fragmentOf(rows, fresh));
    if (keepNewest(this.table, most, fresh ? Infinity : GOING)) this.offerOlder();
    this.shown();
  }

  /** Whether `renew` may show so many rows: nobody reads, and they do not all fit. */
  isRenewedBy(count) {
    return count > fitting() && !this.loading && !this.isRead() && !this.table.querySelector(".folded");
  }

  /**
   * Puts the newest of `rows`, given as in `prepend`, in the place of those that are there, a few in
   * each frame, from above: the others stay where they are, which costs little. What would be out of
   * sight is left out, and read from the server when the flood is over.
   */
  async renew(rows) {
    clearTimeout(this.calm);
    this.seen.disconnect();
    const newest = rows.slice(-fitting());
    while (keepNewest(this.table, newest.length, GOING)) {
      await frame();
      if (!this.table.isConnected) return;
    }
    this.table.classList.add("flood");
    const old = [...this.table.tBodies];
    while (newest.length > 0) {
      const few = newest.splice(-OF_A_FLOOD);
      const hasFocus = this.isFocused();
      takeFirst(old, newest.length > 0 ? few.length : Infinity);
      putBelow(this.table, fragmentOf(few, false), old[0]);
      this.shown();
      // It came to a row since the flood began, and that is gone.
      if (hasFocus && !this.isFocused()) this.stop.querySelector("a").focus({ preventScroll: true });
      await frame();
      // Another list took its place meanwhile.
      if (!this.table.isConnected) return;
    }
    this.offerOlder();
    this.calm = setTimeout(() => {
      this.table.classList.remove("flood");
      this.seen.observe(this.older);
    }, CALM);
  }

  shown() {
    this.root.hidden = false;
    document.getElementById("empty")?.remove();
    this.stopAt(this.stop);
    this.number();
  }

  // A page of older ones does not know its place in the list.
  number() {
    if (this.root.dataset.stream) number(this.table);
  }

  // There are older ones than the last.
  offerOlder() {
    const { rows } = this;
    const address = new URL(this.older.href);
    address.searchParams.set("before", rows.at(-1).dataset.id);
    this.older.href = address;
    this.older.hidden = false;
  }

  // The list is one stop for the Tab key: inside, the arrow keys go from row to row.
  keepOneStop(row) {
    for (const other of this.rows) other.querySelector("a").tabIndex = -1;
    this.stopAt(row);
  }

  stopAt(row) {
    const [first] = this.rows;
    const stop = row?.isConnected ? row : first;
    if (this.stop) this.stop.querySelector("a").tabIndex = -1;
    if (stop) stop.querySelector("a").tabIndex = 0;
    this.stop = stop;
  }

  arrow(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || !event.target.closest("tr[data-id]")) return;
    event.preventDefault();
    this.move(step);
  }

  /** Moves the focus so many rows on; to the row where it was, if it is not in the list. */
  move(step, wanted = () => true) {
    const rows = this.rows.filter((row) => row.checkVisibility() && (wanted(row) || row === this.stop));
    if (rows.length === 0) return undefined;
    const inside = this.isFocused() || document.querySelector("tr.chosen");
    const at = rows.indexOf(this.stop);
    const next = inside || !wanted(this.stop) ? Math.min(Math.max(at + step, 0), rows.length - 1) : Math.max(at, 0);
    this.focus(rows[next]);
    return rows[next];
  }

  focus(row) {
    if (!row) return;
    unfold(row);
    row.querySelector("a").focus();
    row.scrollIntoView({ block: "nearest" });
  }

  /** Marks the row whose detail is shown. */
  choose(id) {
    for (const row of this.table.querySelectorAll("tr.chosen")) {
      row.classList.remove("chosen");
      row.querySelector("a").removeAttribute("aria-current");
    }
    const row = id && this.row(id);
    if (!row) return;
    row.classList.add("chosen");
    row.querySelector("a").setAttribute("aria-current", "true");
    this.stopAt(row);
  }

  showOlder(event) {
    if (this.rows.length >= MOST) return;
    event.preventDefault();
    this.asked = true;
    this.loadOlder();
  }

  /** A page for which there was no time to find any leads to the next: who asks gets some. */
  async loadOlder() {
    if (this.loading || this.older.hidden || this.rows.length >= MOST) return;
    this.loading = true;
    this.older.setAttribute("aria-busy", "true");
    const before = this.rows.length;
    try {
      do await this.putOlder();
      while (this.asked && this.rows.length === before && !this.older.hidden && this.table.isConnected);
    } catch {
      // The link is still there, and leads to the same.
    }
    this.older.removeAttribute("aria-busy");
    this.loading = false;
    this.asked = false;
  }

  async putOlder() {
    const page = await load(this.older.href);
    const fragment = page.getElementById("rows");
    localise(fragment);
    putBelow(this.table, fragment);
    this.keepOneStop(this.stop);
    const older = page.getElementById("older");
    this.older.href = older.href;
    this.older.hidden = older.hidden;
    if (this.rows.length > 0) this.shown();
    else document.getElementById("empty")?.replaceWith(page.getElementById("empty"));
  }

  follow(event) {
    if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
    event.target.closest("tr[data-id]")?.querySelector("a")?.click();
  }
}

/** Waits for the next frame. */
function frame() {
  return new Promise((drawn) => { requestAnimationFrame(drawn); });
}

/** How many rows fill the window. */
function fitting() {
  return Math.ceil(innerHeight / ROW);
}

function fragmentOf(rows, fresh) {
  const template = document.createElement("template");
  template.innerHTML = `<table>${rows.toReversed().map((row) => row.html).join("")}</table>`;
  for (const row of template.content.querySelectorAll("tr[data-id]")) {
    row.classList.toggle("fresh", fresh);
    row.querySelector("a").tabIndex = -1;
  }
  localise(template.content);
  return template.content;
}
