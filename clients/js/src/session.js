import { ask, parameters } from "./api.js";
import { redirect } from "./redirect.js";

/** One test's part of the recording. */
export class Session {
  /** @param {string} base the server's address @param {string} name */
  constructor(base, name) {
    this.name = name;
    this.base = base;
    this.url = `${base}/~${name}`;
  }

  /** The page of the inspector that shows it. */
  get inspectorUrl() {
    return `${this.base}/inspector/events?session=${this.name}`;
  }

  /** Where to point a client of `platform`, so that what it sends belongs to this session. */
  urlOf(platform) {
    return `${this.url}/${platform}`;
  }

  async wait(query, { list, count, timeout, since } = {}) {
    const body = { q: query, list, count: asCount(count), timeout_ms: timeout, since: asPlace(since) };
    return rows(await this.#expect("/wait", body, `wait ${query}`));
  }

  async assert(query, { list, count, since } = {}) {
    const body = { q: query, list, count: asCount(count), since: asPlace(since) };
    return rows(await this.#expect("/assert", body, `assert ${query}`));
  }

  async none(query, { list, quiet, since } = {}) {
    const body = { q: query, list, quiet_ms: quiet, since: asPlace(since) };
    await this.#expect("/assert/none", body, `none ${query}`);
  }

  async sequence(steps, { list, since } = {}) {
    const body = { steps, list, since: asPlace(since) };
    const { steps: came } = await this.#expect("/assert/sequence", body, `sequence ${steps.join(", ")}`);
    return came.map((step) => step.event ?? step.request);
  }

  async plan({ plan, severity, complete, since } = {}) {
    const body = { plan, severity, complete, since: asPlace(since) };
    await this.#expect("/assert/plan", body, "plan");
  }

  /** The newest events of the session, oldest first. */
  async events(query, options = {}) {
    return this.#list("/events", query, options);
  }

  /** Its newest requests, with what was answered, oldest first. */
  async requests(query, options = {}) {
    return this.#list("/requests", query, options);
  }

  /** Where the recording stands now: pass it as `since`. */
  async now() {
    return (await ask(this.base, "/health")).head;
  }

  /** What each destination of the event's source would have been sent. */
  async deliveries(event) {
    const id = typeof event === "string" ? event : event.id;
    return (await ask(this.base, `/events/${encodeURIComponent(id)}/deliveries`)).deliveries;
  }

  /** Clears the session, as if nothing had come. */
  async reset() {
    await ask(this.base, `/sessions/${this.name}/reset`, { method: "POST" });
  }

  /** Arms a fault for the requests of this session. */
  async fault(fault) {
    const body = { ...fault, session: this.name };
    const armed = await ask(this.base, "/faults", { method: "POST", body, question: "fault" });
    const disarm = () => ask(this.base, `/faults/${armed.id}`, { method: "DELETE" });
    return { ...armed, disarm: async () => void (await disarm()) };
  }

  /** Sends what `page` (or all pages of a context) sends to the vendors' hosts to this session. */
  async redirect(page, hosts = {}) {
    await redirect(page, hosts, this);
  }

  #expect(path, question, name) {
    const body = { ...question, session: this.name };
    return ask(this.base, path, { method: "POST", body, question: name });
  }

  async #list(path, query, { since, limit } = {}) {
    const at_least = await this.now();
    const after = since === "now" ? at_least : asPlace(since);
    const asked = { q: query, session: this.name, after, limit, at_least };
    const { items } = await ask(this.base, `${path}?${parameters(asked)}`, { question: path.slice(1) });
    return items.reverse();
  }
}

/** An event stands for its place in the recording. */
function asPlace(since) {
  return typeof since === "object" && since !== null ? since.id : since;
}

/** A number is exactly so many. */
function asCount(count) {
  return typeof count === "number" ? { min: count, max: count } : count;
}

function rows(verdict) {
  return verdict.events ?? verdict.requests;
}
