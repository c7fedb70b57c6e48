// Follows the list over server-sent events. Nothing that is being read moves: new rows wait
// behind a button as long as the page is scrolled, a row has the focus, the pointer or is open, or
// it is paused.

import { SharedStream } from "./shared_stream.js";

const MOST_WAITING = 500;
const BETWEEN_WORDS = 5000;
const BETWEEN_RELOADS = 2000;

export class Live {
  /** Follows lists; `reload` reads the list again. */
  constructor(reload) {
    this.reload = reload;
    this.paused = false;
    this.stateLine = document.getElementById("live-state");
    this.pauseButton = document.getElementById("pause");
    this.pauseButton.hidden = false;
    this.pauseButton.addEventListener("click", () => this.pause(!this.paused));
    // A tab that nobody sees takes no connection.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => document.hidden || this.open());
  }

  /** From now on follows this list. */
  follow(list) {
    this.close();
    this.list = list;
    this.waiting = [];
    this.stale = false;
    this.cleared = false;
    this.showButton = document.getElementById("show-new");
    this.showButton.addEventListener("click", () => this.showWaiting());
    const { stream, after } = list.root.dataset;
    this.stream = new SharedStream(stream, after, {
      rows: (rows) => this.rows(rows),
      resync: (why) => this.resync(why),
      version: (version) => this.compare(version),
      state: (state) => this.is(state),
    });
    if (!document.hidden) this.open();
  }

  open() {
    this.stream?.open();
  }

  close() {
    this.stream?.close();
  }

  rows(rows) {
    if (this.stale) return;
    this.waiting.push(...rows.filter((row) => !this.list.has(row.id)));
    this.waiting = this.waiting.slice(-MOST_WAITING);
    this.settle();
  }

  resync(why) {
    this.stale = true;
    this.cleared ||= why === "cleared";
    this.settle();
  }

  // The scripts' own address names the version that they are of.
  compare(version) {
    document.getElementById("outdated").hidden = import.meta.url.includes(`/${version}/`);
  }

  settle() {
    if (this.paused || this.list.isRead()) {
      this.offer();
    } else {
      this.showWaiting();
    }
  }

  offer() {
    const { one, many } = this.list.root.dataset;
    const count = this.waiting.length;
    const number = count < MOST_WAITING ? count : `over ${MOST_WAITING}`;
    this.showButton.hidden = count === 0 && !this.stale;
    const again = this.cleared ? `Some ${many} were cleared or are back: show the list as it is` : `Show new ${many}`;
    this.showButton.textContent = this.stale ? again : `${number} new ${count === 1 ? one : many}`;
    this.say();
  }

  showWaiting() {
    const hadFocus = document.activeElement === this.showButton;
    if (this.stale) {
      this.readAgain();
    } else if (this.waiting.length > 0) {
      this.list.prepend(this.waiting);
      this.shown = (this.shown ?? 0) + this.waiting.length;
      this.list.root.dispatchEvent(new CustomEvent("grown", { bubbles: true }));
    }
    this.waiting = [];
    this.showButton.hidden = true;
    if (hadFocus) {
      scrollTo(0, 0);
      document.querySelector("h1").focus();
    }
    this.say();
  }

  // Too much came to be told row by row: the list is read again, not too often.
  async readAgain() {
    if (this.reloading) return;
    this.reloading = true;
    this.stale = false;
    try {
      await this.reload();
    } catch {
      this.stale = true;
      this.is("lost");
    }
    setTimeout(() => {
      this.reloading = false;
      if (this.stale) this.settle();
    }, BETWEEN_RELOADS);
  }

  pause(paused) {
    this.paused = paused;
    this.pauseButton.textContent = paused ? "Go on" : "Pause";
    if (!paused) this.showWaiting();
    this.say(true);
  }

  is(connection) {
    if (connection === this.connection) return;
    this.connection = connection;
    document.body.dataset.live = connection;
    this.say(true);
  }

  // In words, for who listens too: at most every five seconds, but a change of state at once.
  say(atOnce = false) {
    if (this.saying && !atOnce) return;
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.saying = undefined;
      const words = this.words();
      if (words !== this.stateLine.textContent) this.stateLine.textContent = words;
    }, atOnce ? 0 : BETWEEN_WORDS);
  }

  words() {
    const { one, many } = this.list.root.dataset;
    const count = (number) => `${number} new ${number === 1 ? one : many}`;
    if (this.paused) return `Paused: ${count(this.waiting.length)}`;
    const shown = this.shown;
    this.shown = 0;
    return {
      open: shown ? `Live: ${count(shown)}` : "Live",
      connecting: "Connecting",
      lost: "Not connected; trying again",
      closed: "Not live while hidden",
    }[this.connection];
  }
}
