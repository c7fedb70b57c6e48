import { randomUUID } from "node:crypto";
import { ask } from "./api.js";
import { EventpitError } from "./errors.js";
import { Session } from "./session.js";

/** A server, and how to ask it. */
export class Eventpit {
  /** @param {string} url where clients send to @param {object} [ready] its ready file @param {() => Promise<void>} [stop] */
  constructor(url, ready = {}, stop = async () => {}) {
    this.url = url;
    this.inspectorUrl = ready.inspector_url ?? `${url}/inspector`;
    this.httpsUrl = ready.ingest_urls?.find((url) => url.startsWith("https://localhost:"));
    this.caFile = ready.ca_file;
    this.data = ready.data;
    this.stop = stop;
  }

  /** A part of the recording with a name of its own: letters, digits, - and _, 64 at most. */
  session(name = `t-${randomUUID().slice(0, 13)}`) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      throw new EventpitError(`${JSON.stringify(name)} is no name of a session: letters, digits, - and _, 64 at most`);
    }
    return new Session(this.url, name);
  }

  /** How the server is, and where its recording stands. */
  health() {
    return ask(this.url, "/health");
  }
}

/** A server that runs: the one at `url`, or in EVENTPIT_URL. */
export function connect({ url = process.env.EVENTPIT_URL } = {}) {
  if (!url) {
    throw new EventpitError("no eventpit is named\n  hint: set EVENTPIT_URL, pass { url }, or start one with start()");
  }
  return new Eventpit(new URL(url).href.replace(/\/+$/, ""));
}
