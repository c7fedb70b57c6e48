/** A platform that eventpit stands in for. */
export type Platform = "jentis" | "jitsu" | "commanders-act" | "datafly";

/** What became of an event or a request. */
export type Outcome =
  | "accepted" | "dropped" | "partial" | "rejected" | "throttled" | "faulted" | "served" | "unmatched";

/** A decision of the visitor that an event carries. */
export interface Consent {
  kind: string;
  id: string;
  decision: "granted" | "denied" | "essential" | "undecided";
  pointer: string;
}

/** One thing that is worth telling (docs/FINDINGS.md). */
export interface Finding {
  code: string;
  severity: "error" | "warning" | "info";
  pointer: string;
  message: string;
  expected: string | null;
  got: string | null;
  evidence: "documented" | "observed" | "inferred" | "assumed";
  docs: string;
}

/** An event, as the inspector's API has it; its OpenAPI document names all members. */
export interface RecordedEvent {
  id: string;
  request_id: string;
  cursor: number;
  session: string;
  platform: Platform;
  source: string | null;
  type: string;
  /** As sent. */
  name: string | null;
  /** In the common vocabulary (GA4's). */
  canonical_name: string;
  outcome: Outcome;
  /** Of the answer; 0 if there was none. */
  status: number;
  transport: "beacon" | "fetch" | "pixel" | "server";
  duplicate: boolean;
  double: boolean;
  user_id: string | null;
  anonymous_id: string | null;
  url: string | null;
  received_at: string;
  consent: Consent[];
  findings: Finding[];
  /** As the platform has it. */
  payload: any;
  /** In the common vocabulary: the value of an order is `canonical.params.value`. */
  canonical: any;
  [member: string]: unknown;
}

/** A request with what was answered, as the inspector's API lists it. */
export interface RecordedRequest {
  id: string;
  session: string;
  platform: Platform | null;
  method: string;
  path: string;
  query: string;
  outcome: Outcome;
  status: number;
  received_at: string;
  findings: Finding[];
  [member: string]: unknown;
}

/** What a destination would have been sent for an event. Nothing is ever sent. */
export interface Delivery {
  connector: string;
  title: string;
  result:
    | "sent" | "sent_essential" | "not_consented" | "undecided" | "suppressed" | "filtered" | "not_mapped" | "invalid";
  /** What decided. */
  reason: { message: string; pointer: string; evidence: string | null };
  /** The request that would have gone out. */
  request: { method: string; url: string; body: any; [member: string]: unknown } | null;
  [member: string]: unknown;
}

/** A place in the recording: a cursor, an event or a request, the id of one, or `"now"`. Only what came after it counts. */
export type Place = number | string | RecordedEvent | RecordedRequest;

/** How many: exactly so many, or a range. */
export type Count = number | { min?: number; max?: number };

export interface AssertOptions {
  /** At least one, if nothing is said. */
  count?: Count;
  since?: Place;
}

export interface WaitOptions extends AssertOptions {
  /** Milliseconds: 5000 if nothing is said, ten minutes at most. */
  timeout?: number;
}

export interface NoneOptions {
  /** For how many milliseconds from now on none may come. Without it, what is recorded now counts. */
  quiet?: number;
  since?: Place;
}

export interface PlanOptions {
  /** Only this plan, by the name of its file. */
  plan?: string;
  /** From which severity on a broken rule counts: `warning` if nothing is said. */
  severity?: "error" | "warning" | "info";
  /** Each planned event has to have come at least once. */
  complete?: boolean;
  since?: Place;
}

export interface ListOptions {
  since?: Place;
  /** How many at most, the newest of them: 100 if nothing is said, 1000 at most. */
  limit?: number;
}

/** A fault, as docs/FAULTS.md has it. */
export interface Fault {
  kind:
    | "status" | "too-many-requests" | "rate-limit" | "latency" | "timeout" | "reset-peer" | "reset-mid-answer"
    | "half-body" | "malformed-json" | "wrong-content-type" | "missing-cors";
  name?: string;
  platform?: Platform;
  source?: string;
  method?: string;
  path?: string;
  /** Only requests that match, by what the platform makes of them: `name:purchase`. */
  q?: string;
  probability?: number;
  every?: number;
  /** How often it acts before it is used up; without end if nothing is said. */
  times?: number;
  seed?: number;
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  retry_after?: number;
  retry_after_form?: "seconds" | "date";
  rate_limit_reset?: "seconds" | "epoch";
  per_second?: number;
  burst?: number;
  latency_ms?: number;
  latency_max_ms?: number;
  timeout_ms?: number;
  content_type?: string;
  taken_in?: boolean;
}

/** A fault that is armed. */
export interface ArmedFault {
  id: string;
  /** What it does, in words. */
  what: string;
  /** To which requests and how often, in words. */
  when: string;
  disarm(): Promise<void>;
  [member: string]: unknown;
}

/**
 * For each platform the hosts that its client calls: `"data.shop.example"`, with a port or the
 * beginning of a path where it matters (`"www.shop.example/cdp"`); `https` unless it says `http://`.
 * Commander Act's own host is always one.
 */
export type Hosts = Partial<Record<Platform, string | string[]>>;

/** A page or a browser context of Playwright. */
export interface Routable {
  addInitScript(script: any, argument?: any): Promise<any>;
  route(url: any, handler: (route: any) => any): Promise<any>;
}

/** One test's part of the recording: what it sends, it alone sees. */
export class Session {
  readonly name: string;
  /** Where to point clients, so that what they send belongs to this session. */
  readonly url: string;
  /** The page of the inspector that shows it. */
  readonly inspectorUrl: string;
  /** Where to point a client of one platform. */
  urlOf(platform: Platform): string;

  /** Waits until matching events are there, those that came before included; gives them, oldest first. */
  wait(query: string, options: WaitOptions & { list: "requests" }): Promise<RecordedRequest[]>;
  wait(query: string, options?: WaitOptions & { list?: "events" }): Promise<RecordedEvent[]>;
  /** Whether matching events are there now. */
  assert(query: string, options: AssertOptions & { list: "requests" }): Promise<RecordedRequest[]>;
  assert(query: string, options?: AssertOptions & { list?: "events" }): Promise<RecordedEvent[]>;
  /** That none is there, nor comes for a while. */
  none(query: string, options?: NoneOptions & { list?: "events" | "requests" }): Promise<void>;
  /** That events, or requests, came one after another; others may have come in between. Gives one for each step. */
  sequence(steps: string[], options: { list: "requests"; since?: Place }): Promise<RecordedRequest[]>;
  sequence(steps: string[], options?: { list?: "events"; since?: Place }): Promise<RecordedEvent[]>;
  /** That what came is as the workspace's tracking plans have it. */
  plan(options?: PlanOptions): Promise<void>;

  /** The newest events, oldest first. */
  events(query?: string, options?: ListOptions): Promise<RecordedEvent[]>;
  /** The newest requests, with what was answered, oldest first. */
  requests(query?: string, options?: ListOptions): Promise<RecordedRequest[]>;
  /** Where the recording stands now: pass it as `since`. */
  now(): Promise<number>;
  /** What each destination of the event's source would have been sent. */
  deliveries(event: RecordedEvent | string): Promise<Delivery[]>;

  /** Clears the session, as if nothing had come. */
  reset(): Promise<void>;
  /** Arms a fault for the requests of this session. */
  fault(fault: Fault): Promise<ArmedFault>;
  /** Sends what a page, or each page of a context, sends to the vendors' hosts to this session. */
  redirect(page: Routable, hosts?: Hosts): Promise<void>;
}

/** How the server is, and where its recording stands. */
export interface Health {
  status: "ok" | "failing";
  version: string;
  head: number;
  projected_to: number;
  [member: string]: unknown;
}

/** A server, and how to ask it. */
export class Eventpit {
  private constructor();
  /** Where clients send to. */
  readonly url: string;
  /** The same over https, if it was started with `tls`. */
  readonly httpsUrl: string | undefined;
  readonly inspectorUrl: string;
  /** The certificate of the local CA, if it was started with `tls`. */
  readonly caFile: string | undefined;
  /** The folder of the recording; unknown for a server that this process has not started. */
  readonly data: string | undefined;
  /** A part of the recording with this name (letters, digits, - and _, 64 at most), or a new one. */
  session(name?: string): Session;
  health(): Promise<Health>;
  /** Stops the server, if this process has started it. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The program: `EVENTPIT_BIN` if nothing is said, else `eventpit` on the PATH. */
  binary?: string;
  /** Folder of the workspace; the built-in one if nothing is said. */
  workspace?: string;
  /** Folder of the recording; one that is deleted at the end if nothing is said. */
  data?: string;
  /** Serves https too. */
  tls?: boolean;
  /** Folder of the local CA. */
  tlsDir?: string;
  /** Further arguments of `eventpit serve`. */
  args?: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Milliseconds until it has to listen: 60000 if nothing is said. */
  timeout?: number;
}

/** Starts a server on a free port; it ends with `stop()`, or with this process. */
export function start(options?: StartOptions): Promise<Eventpit>;

/** A server that runs: the one at `url`, or in `EVENTPIT_URL`. */
export function connect(options?: { url?: string }): Eventpit;

/** eventpit could not be started or asked, or refuses a question. */
export class EventpitError extends Error {
  /** The API's stable code. */
  readonly code: string | undefined;
  readonly status: number | undefined;
  /** Of a query that cannot be read: where that begins, in characters from 0. */
  readonly position: number | undefined;
  /** How many characters it is about. */
  readonly length: number | undefined;
  /** What was expected there. */
  readonly expected: string | undefined;
}

/** Something that was expected does not hold: the message says what came instead, and where to look. */
export class ExpectationError extends EventpitError {
  /** All that the API says of it. */
  readonly answer: any;
  /** The page of the inspector that shows it. */
  readonly inspector: string;
}
