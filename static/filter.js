// The filter: says while it is typed how it is understood, or what is wrong and where; suggests
// what may follow (WAI-ARIA APG, "Combobox", a list of suggestions chosen by hand). What cannot be
// read is never applied.

import { tell } from "./told.js";

const AFTER = 120;

export class Filter {
  constructor(listPage) {
    this.listPage = listPage;
    this.form = document.getElementById("filter");
    this.input = document.getElementById("q");
    this.options = document.getElementById("suggestions");
    this.meaning = document.getElementById("meaning");
    this.active = -1;
    this.sent = this.input.value;
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // The focus stays in the box while an option is clicked.
    this.options.addEventListener("pointerdown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose([...this.options.children].indexOf(option));
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  /** Shows the query of the page at `address`, and how it was understood. */
  show(page) {
    const fresh = page.getElementById("q");
    if (document.activeElement !== this.input || this.input.value === this.sent) this.input.value = fresh.value;
    // What is in force: whatever else stands in the box is being typed.
    this.sent = fresh.value;
    for (const id of ["meaning", "begins"]) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    this.mark(fresh.getAttribute("aria-invalid") === "true");
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), AFTER);
  }

  async ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = new AbortController();
    const text = this.input.value;
    const address = new URL("/inspector/api/v1/query", location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("at", letters(text.slice(0, this.input.selectionStart)).length);
    address.searchParams.set("list", this.listPage.list.root.dataset.many);
    if ("masked" in this.input.dataset) address.searchParams.set("mask", "1");
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (!answer.ok) return undefined;
      const told = await answer.json();
      if (text !== this.input.value) return undefined;
      this.explain(text, told);
      this.offer(text, told.suggestions);
      return told;
    } catch {
      return undefined;
    }
  }

  explain(text, { means, error }) {
    this.mark(Boolean(error));
    if (!error) {
      this.meaning.textContent = text.trim() ? means : "";
      return;
    }
    const all = letters(text);
    const end = error.position + error.length;
    const code = document.createElement("code");
    const mark = document.createElement("mark");
    mark.textContent = all.slice(error.position, end).join("");
    code.append(all.slice(0, error.position).join(""), mark, all.slice(end).join(""));
    const strong = document.createElement("strong");
    strong.textContent = "Not applied.";
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = error.hint;
    this.meaning.replaceChildren(strong, ` ${error.detail}, at character ${error.position + 1}: `, code, " ", hint);
  }

  mark(wrong) {
    if (wrong) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  offer(text, suggestions) {
    // What was pointed at while this was asked stays pointed at.
    const pointed = this.suggestions?.items[this.active]?.text;
    this.suggestions = { ...suggestions, text };
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.options.replaceChildren(...suggestions.items.map(({ text, about }, place) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `suggestion-${place}`;
      option.setAttribute("aria-selected", "false");
      const word = document.createElement("bdi");
      word.textContent = text;
      option.append(word);
      if (about) {
        const what = document.createElement("span");
        what.className = "quiet";
        what.textContent = about;
        option.append(" ", what);
      }
      return option;
    }));
    const open = suggestions.items.length > 0 && document.activeElement === this.input;
    this.options.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    const place = suggestions.items.findIndex((item) => item.text === pointed);
    if (open && place >= 0) this.point(place);
  }

  close() {
    clearTimeout(this.timer);
    this.options.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const count = this.options.children.length;
    const open = !this.options.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && !open) {
      event.preventDefault();
      this.ask();
    } else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && open)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.point((this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  point(place) {
    this.options.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options.children[place];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(place) {
    const { start, items } = this.suggestions;
    const all = letters(this.input.value);
    const end = this.end(all);
    if (end === undefined) {
      this.ask();
      return;
    }
    const { text } = items[place];
    // A word goes on with its value, a value is complete.
    const chosen = /[:.=<>(]$/.test(text) ? text : `${text} `;
    const before = all.slice(0, start).join("") + chosen;
    this.input.value = before + all.slice(end).join("").trimStart();
    this.input.setSelectionRange(before.length, before.length);
    this.ask();
  }

  /** Where the word ends that a suggestion replaces: it may have been typed on since. Nothing where
      something else changed. */
  end(all) {
    const { start, end, text } = this.suggestions;
    const then = letters(text);
    const now = end + all.length - then.length;
    const same = (from, to) => from.join("") === to.join("");
    if (now < start || !same(all.slice(0, start), then.slice(0, start)) || !same(all.slice(now), then.slice(end))) return undefined;
    return now === end || !/\s/.test(all.slice(start, now).join("")) ? now : undefined;
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value;
    const told = await this.ask();
    this.close();
    if (told?.error) {
      tell(this.meaning.textContent);
      return;
    }
    this.sent = text;
    const address = new URL(this.form.action);
    if (text) address.searchParams.set("q", text);
    const since = new URL(location.href).searchParams.get("since");
    if (since) address.searchParams.set("since", since);
    this.listPage.show(this.listPage.withLook(address));
  }
}

/** The characters of a text, as the server counts them. */
function letters(text) {
  return Array.from(text);
}
