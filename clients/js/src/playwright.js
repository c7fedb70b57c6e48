import { randomUUID } from "node:crypto";
import { test as base } from "@playwright/test";
import { connect } from "./eventpit.js";
import { start } from "./start.js";

export { expect } from "@playwright/test";

export const test = base.extend({
  eventpitOptions: [{}, { option: true, scope: "worker" }],
  eventpitHosts: [{}, { option: true }],

  eventpitServer: [async ({ eventpitOptions }, use) => {
    // What names a server means that one.
    const server = process.env.EVENTPIT_URL ? connect() : await start(eventpitOptions);
    await use(server);
    await server.stop();
  }, { scope: "worker", timeout: 90_000 }],

  eventpit: async ({ eventpitServer }, use, testInfo) => {
    const session = eventpitServer.session(named(testInfo.title));
    await use(session);
    if (testInfo.status !== testInfo.expectedStatus) await attach(session, testInfo);
  },

  // Nothing of any page leaves for a vendor.
  context: async ({ context, eventpit, eventpitHosts }, use) => {
    await eventpit.redirect(context, eventpitHosts);
    await use(context);
  },
});

/** A name that tells which test it was, and is used once. */
function named(title) {
  const words = title.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 50);
  return `${words || "test"}-${randomUUID().slice(0, 8)}`;
}

async function attach(session, testInfo) {
  const [requests, events] = await Promise.all([session.requests(), session.events()]);
  const came = { session: session.name, inspector: session.inspectorUrl, requests, events };
  const body = JSON.stringify(came, null, 2);
  await testInfo.attach("what came to eventpit", { body, contentType: "application/json" });
}
