// One stream for all tabs that follow the same list: a browser has six connections to a server. The
// tab that holds the lock has the stream, and passes on what it hears; when it goes, the next takes
// over from where it stands itself, so that nothing is missed.

const BETWEEN_TRIES = 2000;

export class SharedStream {
  /** Follows `address` after the place `at`, and tells `listener`: rows, resync, state, version, faults. */
  constructor(address, at, listener) {
    this.address = address;
    this.at = at;
    this.listener = listener;
  }

  open() {
    if (this.aborted) return;
    this.aborted = new AbortController();
    this.is("connecting");
    // Without a secure context there are no locks: each tab has a stream of its own.
    if (!navigator.locks) {
      this.connect();
      return;
    }
    this.channel = new BroadcastChannel(`eventpit ${this.address}`);
    this.channel.addEventListener("message", ({ data }) => this.heard(data));
    const { signal } = this.aborted;
    navigator.locks.request(`eventpit ${this.address}`, { signal }, () => this.lead()).catch(() => {});
    this.channel.postMessage({ who: true });
  }

  close() {
    this.aborted?.abort();
    this.aborted = undefined;
    this.disconnect();
    this.release?.();
    this.release = undefined;
    this.channel?.close();
    this.channel = undefined;
    this.is("closed");
  }

  lead() {
    if (!this.aborted) return undefined;
    this.connect();
    return new Promise((release) => { this.release = release; });
  }

  connect() {
    const address = new URL(this.address, location.href);
    address.searchParams.set("after", this.at);
    this.batch = [];
    this.source = new EventSource(address);
    this.source.addEventListener("open", () => this.pass({ state: "open" }));
    this.source.addEventListener("error", () => this.failed());
    this.source.addEventListener("row", (event) => this.row(event));
    this.source.addEventListener("resync", (event) => this.pass({ resync: event.lastEventId, why: event.data }));
    this.source.addEventListener("version", (event) => this.pass({ version: event.data }));
    this.source.addEventListener("faults", (event) => this.pass({ faults: event.data }));
  }

  disconnect() {
    clearTimeout(this.again);
    clearTimeout(this.frame);
    this.frame = undefined;
    this.source?.close();
    this.source = undefined;
  }

  failed() {
    this.pass({ state: "lost" });
    // The browser connects again by itself, except after an answer that is no stream.
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.disconnect();
    this.again = setTimeout(() => this.connect(), BETWEEN_TRIES);
  }

  row(event) {
    this.batch.push({ id: event.lastEventId, html: event.data });
    // The rows of a batch come as one: they are passed on as one.
    this.frame ??= setTimeout(() => {
      this.frame = undefined;
      const rows = this.batch;
      this.batch = [];
      this.pass({ from: this.at, rows });
    }, 0);
  }

  /** To the other tabs, and to this one. */
  pass(message) {
    this.channel?.postMessage(message);
    this.take(message);
  }

  heard(message) {
    if (message.who && this.source) {
      this.channel.postMessage({ state: this.state, standing: this.at, faults: this.faults });
    } else if (!message.who && !this.source) {
      this.take(message);
    }
  }

  take({ state, standing, from, rows, resync, why, version, faults }) {
    if (state) this.is(state);
    if (version) this.listener.version(version);
    if (faults) {
      this.faults = faults;
      this.listener.faults(faults);
    }
    // What was passed on before this tab listened is read from the list.
    const missed = [standing, from].find((place) => place !== undefined && isBefore(this.at, place));
    if (resync !== undefined || missed !== undefined) {
      this.at = resync ?? rows?.at(-1).id ?? missed;
      this.listener.resync(why);
    } else if (rows) {
      const fresh = rows.filter((row) => isBefore(this.at, row.id));
      if (fresh.length > 0) this.at = fresh.at(-1).id;
      this.listener.rows(fresh);
    }
  }

  is(state) {
    this.state = state;
    this.listener.state(state);
  }
}

// Places in the recording: a request's cursor (1204, with all its events), or an event (1204.17).

/** Whether the place `one` comes before the place `other`. */
function isBefore(one, other) {
  const [cursor, place] = parts(one);
  const [otherCursor, otherPlace] = parts(other);
  return cursor === otherCursor ? place < otherPlace : cursor < otherCursor;
}

function parts(place) {
  const [cursor, inside] = String(place).split(".");
  return [Number(cursor), inside === undefined ? Infinity : Number(inside)];
}
