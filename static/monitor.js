// The monitor of a debug code follows what comes: it reads itself again. Where a person is reading,
// nothing moves; then the link to reload says that there is something new.

import { showBanner } from "./faults_banner.js";
import { localise } from "./times.js";

const BETWEEN_READINGS = 1000;

export class Monitor {
  constructor(root) {
    this.root = root;
    this.state = document.getElementById("monitor-state");
    this.link = document.getElementById("monitor-reload");
    // A browser has six connections to a server: a tab that nobody sees takes none of them.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => document.hidden || this.open());
    if (!document.hidden) this.open();
  }

  open() {
    if (this.source) return;
    const address = new URL(this.root.dataset.stream, location.href);
    address.searchParams.set("after", this.root.dataset.after);
    this.source = new EventSource(address);
    this.source.addEventListener("open", () => this.is("open", "Live"));
    this.source.addEventListener("error", () => this.is("lost", "Not connected; reload the page"));
    for (const name of ["row", "resync"]) this.source.addEventListener(name, () => this.read());
    this.source.addEventListener("faults", ({ data }) => showBanner(data));
  }

  close() {
    this.source?.close();
    this.source = undefined;
    this.is("closed", "Not live while hidden");
  }

  is(connection, words) {
    document.body.dataset.live = connection;
    this.state.textContent = words;
  }

  /** Reads the page again, at most once a second; what comes meanwhile is read after that. */
  async read() {
    this.again = this.reading;
    if (this.reading) return;
    this.reading = true;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.take(page.getElementById("monitor"), page.querySelectorAll(".views .count"));
    } catch {
      this.is("lost", "Not connected; reload the page");
    }
    setTimeout(() => {
      this.reading = false;
      if (this.again) this.read();
    }, BETWEEN_READINGS);
  }

  take(fresh, counts) {
    this.root.dataset.after = fresh.dataset.after;
    localise(fresh);
    if (fresh.innerHTML === this.root.innerHTML) return;
    if (this.isRead()) {
      this.link.textContent = "Show what is new";
      return;
    }
    this.root.replaceChildren(...fresh.childNodes);
    document.querySelectorAll(".views .count").forEach((count, place) => { count.textContent = counts[place].textContent; });
  }

  isRead() {
    const selection = getSelection();
    const selects = !selection.isCollapsed && this.root.contains(selection.anchorNode);
    const unfolded = this.root.querySelector("details[open]") !== null;
    return scrollY > 8 || unfolded || selects || this.root.contains(document.activeElement);
  }
}
