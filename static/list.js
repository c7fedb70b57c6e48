import { localise } from "./times.js";

const MOST = 500;

/** The rows on the page: puts new ones on top, once each, and keeps the newest 500. */
export class List {
  constructor(root) {
    this.root = root;
    this.rows = document.getElementById("rows");
    this.older = document.getElementById("older");
    this.rows.addEventListener("click", (event) => this.follow(event));
  }

  /** Whether a person is reading, so that nothing may move. */
  isRead() {
    const selection = getSelection();
    const selects = !selection.isCollapsed && this.rows.contains(selection.anchorNode);
    return scrollY > 8 || this.rows.contains(document.activeElement) || selects;
  }

  has(id) {
    return this.rows.querySelector(`tr[data-id="${CSS.escape(id)}"]`) !== null;
  }

  /** Puts rows on top, given oldest first as fragments of HTML that the server escaped. */
  prepend(rows) {
    const template = document.createElement("template");
    template.innerHTML = rows.toReversed().map((row) => row.html).join("");
    for (const row of template.content.querySelectorAll("tr")) row.classList.add("fresh");
    localise(template.content);
    this.rows.prepend(template.content);
    this.shown();
    this.trim();
  }

  /** Takes the list over from a page that was just loaded. */
  replace(page) {
    const rows = document.importNode(page.getElementById("rows"), true);
    const older = page.getElementById("older");
    localise(rows);
    this.rows.replaceChildren(...rows.children);
    this.older.href = older.getAttribute("href");
    this.older.hidden = older.hidden;
    if (this.rows.children.length > 0) this.shown();
  }

  shown() {
    this.root.hidden = false;
    document.getElementById("empty")?.remove();
  }

  trim() {
    while (this.rows.children.length > MOST) this.rows.lastElementChild.remove();
    if (this.rows.children.length < MOST) return;
    const address = new URL(this.older.href);
    address.searchParams.set("before", this.rows.lastElementChild.dataset.id);
    this.older.href = address;
    this.older.hidden = false;
  }

  follow(event) {
    if (event.target.closest("a, button") || !getSelection().isCollapsed) return;
    event.target.closest("tr")?.querySelector("a")?.click();
  }
}
