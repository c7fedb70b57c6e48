// Follows the list over server-sent events. Nothing that is being read moves: new rows wait
// behind a button as long as the page is scrolled, a row has the focus, the pointer or is open, or
// it is paused.

import { showBanner } from "./faults_banner.js";
import { SharedStream } from "./shared_stream.js";
import { tell } from "./told.js";

const MOST_WAITING = 500;
/** How many rows are put in at once: more would hold up who types or scrolls. */
const AT_ONCE = 8;
/** How long what comes after more than that waits: nobody reads each of so many. */
const BETWEEN_LOTS = 1000;
/** Rows that come for longer than that are a flood, and not one batch, ... */
const FLOOD = 200;
/** ... unless nothing came for so long in between. */
const QUIET = 500;
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
    this.heard = -Infinity;
    this.next = 0;
    this.wanted = false;
    this.renewing = false;
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
      faults: showBanner,
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
    const shown = new Set(this.list.rows.map((row) => row.dataset.id));
    const now = performance.now();
    if (now - this.heard > QUIET) this.began = now;
    this.heard = now;
    this.waiting.push(...rows.filter((row) => !shown.has(row.id)));
    // One too many says that there are more.
    this.waiting = this.waiting.slice(-MOST_WAITING - 1);
    this.fresh = this.waiting.length <= AT_ONCE;
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

  // Whether a person reads is asked when the page stands still, before it is laid out anew.
  settle() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      if (this.wanted || !(this.paused || this.list.isRead())) this.putIn();
      else this.offer();
    });
  }

  offer() {
    const { many } = this.list.root.dataset;
    this.showButton.hidden = this.waiting.length === 0 && !this.stale;
    const again = this.cleared ? `Some ${many} were cleared or are back: show the list as it is` : `Show new ${many}`;
    this.showButton.textContent = this.stale ? again : this.waitingCount();
    this.say();
  }

  count(number, shown = number) {
    const { one, many } = this.list.root.dataset;
    return `${shown} new ${number === 1 ? one : many}`;
  }

  waitingCount() {
    const { length } = this.waiting;
    return this.count(length, length > MOST_WAITING ? `over ${MOST_WAITING}` : length);
  }

  /** Shows what waits, read or not. */
  showWaiting() {
    const hadFocus = document.activeElement === this.showButton;
    this.wanted = true;
    this.settle();
    this.showButton.hidden = true;
    if (hadFocus) {
      scrollTo(0, 0);
      document.querySelector("h1").focus();
    }
  }

  // A few in each frame, until none waits.
  putIn() {
    this.showButton.hidden = true;
    if (this.renewing || this.isTooSoon()) return;
    // What is not kept is read.
    this.stale ||= this.waiting.length > MOST_WAITING;
    if (this.stale) {
      this.waiting = [];
      this.readAgain();
    }
    const isFlood = !this.wanted && this.heard - this.began > FLOOD;
    const renews = isFlood && this.list.isRenewedBy(this.waiting.length);
    const rows = this.waiting.splice(0, renews ? Infinity : AT_ONCE);
    if (renews) this.renew(rows);
    else if (rows.length > 0) this.list.prepend(rows, this.fresh);
    if (rows.length > 0) {
      this.shown = (this.shown ?? 0) + rows.length;
      this.list.root.dispatchEvent(new CustomEvent("grown", { bubbles: true }));
    }
    this.say();
    if (this.waiting.length > 0) {
      this.settle();
    } else {
      this.wanted = false;
      if (rows.length > 0 && !this.fresh) this.next = performance.now() + BETWEEN_LOTS;
    }
  }

  async renew(rows) {
    const { list } = this;
    this.renewing = true;
    await list.renew(rows);
    if (list !== this.list) return;
    this.renewing = false;
    this.settle();
  }

  // Whether the last of many was just put in; what came since is put in when it is time.
  isTooSoon() {
    const left = this.next - performance.now();
    if (left <= 0 || this.fresh || this.wanted || this.stale) return false;
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.settle();
    }, left);
    return true;
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
    this.wanted = !paused;
    this.settle();
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
    // How many wait stands on their button at once; five seconds late, it would be another number.
    if (this.paused) {
      if (this.waiting.length > 0) tell(this.waitingCount());
      return "Paused";
    }
    const shown = this.shown;
    this.shown = 0;
    return {
      open: shown ? `Live: ${this.count(shown)}` : "Live",
      connecting: "Connecting",
      lost: "Not connected; trying again",
      closed: "Not live while hidden",
    }[this.connection];
  }
}
