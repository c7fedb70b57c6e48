import type {
  PlaywrightTestArgs, PlaywrightTestOptions, PlaywrightWorkerArgs, PlaywrightWorkerOptions, TestType,
} from "@playwright/test";
import type { Eventpit, Hosts, Session, StartOptions } from "./index.js";

export { expect } from "@playwright/test";

/** What each test gets, and can set with `test.use` or `use` of the configuration. */
export interface EventpitFixtures {
  /** The test's own session. Every page of the test is redirected to it. */
  eventpit: Session;
  /** The hosts that are redirected, beside those that a vendor has fixed. */
  eventpitHosts: Hosts;
}

/** What each worker has. */
export interface EventpitWorkerFixtures {
  /** The server: the one in `EVENTPIT_URL`, else one that is started for the worker. */
  eventpitServer: Eventpit;
  /** How it is started. */
  eventpitOptions: StartOptions;
}

/** The `test` of `@playwright/test`, with an eventpit. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & EventpitFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & EventpitWorkerFixtures
>;
