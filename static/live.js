// Follows the list over server-sent events. Nothing that is being read moves: new rows wait
// behind a button as long as the page is scrolled, a row has the focus, or it is paused.

const MOST_WAITING = 500;
const BETWEEN_WORDS = 5000;
const BETWEEN_RELOADS = 2000;

export class Live {
  constructor(list) {
    this.list = list;
    this.waiting = [];
    this.stale = false;
    this.paused = false;
    this.last = list.root.dataset.after;
    this.state = document.getElementById("live-state");
    this.pauseButton = document.getElementById("pause");
    this.showButton = document.getElementById("show-new");
    this.pauseButton.hidden = false;
    this.pauseButton.addEventListener("click", () => this.pause(!this.paused));
    this.showButton.addEventListener("click", () => this.showWaiting());
    // A browser has six connections to a server: a tab that nobody sees takes none of them.
    document.addEventListener("visibilitychange", () => (document.hidden ? this.close() : this.open()));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => document.hidden || this.open());
  }

  open() {
    if (this.source) return;
    const address = new URL(this.list.root.dataset.stream, location.href);
    address.searchParams.set("after", this.last);
    this.source = new EventSource(address);
    this.source.addEventListener("open", () => this.is("open"));
    this.source.addEventListener("error", () => this.failed());
    this.source.addEventListener("row", (event) => this.row(event));
    this.source.addEventListener("resync", (event) => this.resync(event));
    this.is("connecting");
  }

  close() {
    this.source?.close();
    this.source = undefined;
    clearTimeout(this.again);
    this.is("closed");
  }

  failed() {
    this.is("lost");
    // The browser connects again by itself, except after an answer that is no stream.
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.close();
    this.is("lost");
    this.again = setTimeout(() => this.open(), BETWEEN_RELOADS);
  }

  row(event) {
    this.last = event.lastEventId;
    if (this.list.has(this.last) || this.stale) return;
    this.waiting.push({ id: this.last, html: event.data });
    this.waiting = this.waiting.slice(-MOST_WAITING);
    // The rows of a batch come as one: they are shown as one.
    this.frame ??= setTimeout(() => this.settle(), 0);
  }

  resync(event) {
    this.last = event.lastEventId;
    this.stale = true;
    this.settle();
  }

  settle() {
    this.frame = undefined;
    if (this.paused || this.list.isRead()) {
      this.offer();
    } else {
      this.showWaiting();
    }
  }

  offer() {
    const { one, many } = this.list.root.dataset;
    const count = this.waiting.length;
    this.showButton.hidden = count === 0 && !this.stale;
    this.showButton.textContent = this.stale ? `Show new ${many}` : `${count} new ${count === 1 ? one : many}`;
    this.say();
  }

  showWaiting() {
    const hadFocus = document.activeElement === this.showButton;
    if (this.stale) {
      this.reload();
    } else {
      const fresh = this.waiting.filter((row) => !this.list.has(row.id));
      this.list.prepend(fresh);
      this.shown = (this.shown ?? 0) + fresh.length;
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
  async reload() {
    if (this.reloading) return;
    this.reloading = true;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.list.replace(page);
      this.stale = false;
      if (this.source?.readyState === EventSource.OPEN) this.is("open");
    } catch {
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
      if (words !== this.state.textContent) this.state.textContent = words;
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
