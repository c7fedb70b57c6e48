// What the tests share: the browser, a page that fails on errors, and events to send.

import { createServer } from "node:http";
import { chromium } from "playwright-core";

export const url = process.env.EVENTPIT_URL;

/** The browser. It talks to nobody but the server under test. */
export function launch({ args = [], env = process.env } = {}) {
  return chromium.launch({
    executablePath: process.env.EVENTPIT_TEST_CHROMIUM ?? "/usr/bin/chromium",
    env,
    args: [
      ...args,
      "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run",
    ],
  });
}

/** The inspector's page at `path`, in a context of its own; see `created`. */
export async function open(browser, path, options = {}) {
  const page = await created(browser, options);
  await page.goto(url + path);
  return page;
}

/** A new page in a context of its own; `page.problems` has every script error and console error. */
export async function created(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("dialog", (dialog) => {
    page.problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  return page;
}

/** A site of another origin, which answers with its `pages`, by path. */
export async function site() {
  const pages = new Map();
  const server = createServer((request, response) => {
    const page = pages.get(request.url);
    response.writeHead(page ? 200 : 204, { "content-type": "text/html; charset=utf-8" });
    response.end(page);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    pages,
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** Waits until the page follows the list. */
export function isLive(page) {
  return page.waitForSelector("body[data-live=open]");
}

async function post(path, headers, body) {
  const answer = await fetch(url + path, {
    method: "POST",
    // A connection kept alive may be closed by the server just as it is used again.
    headers: { connection: "close", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  await answer.text();
  return answer.status;
}

/** One event to each platform, by name: what is sent, and what the list calls it. */
export const events = {
  JENTIS: {
    send: () => post("/jentis", { authorization: "Bearer demo" }, {
      version: "3",
      data: {
        identifier: { user: { id: "u1", action: "new" }, session: { id: "s1", action: "new" } },
        variables: { jtspushedcommands: ["pageview", "submit"] },
      },
    }),
    name: "pageview",
  },
  Jitsu: { send: () => track("Signed Up"), name: "Signed Up" },
  "Commanders Act": {
    send: () => post("/events?tc_s=1&token=demo", {}, { event_name: "search", search_term: "shoes" }),
    name: "search",
  },
  Datafly: {
    send: () => post("/v1/t", { authorization: "Bearer dk_demo" }, { type: "track", event: "Product Added" }),
    name: "Product Added",
  },
};

/** A track event to Jitsu. */
export function track(event, more = {}, headers = {}) {
  return post("/api/s/track", { "x-write-key": "demo:secret", ...headers }, { event, anonymousId: "a1", ...more });
}

/** So many track events to Jitsu in one request. */
export function batch(count) {
  const event = (_, place) => ({ type: "track", event: `In batch ${place}`, messageId: crypto.randomUUID(), anonymousId: "a1" });
  return post("/v1/batch", { "x-write-key": "demo:secret" }, { batch: Array.from({ length: count }, event) });
}

/** A request that no platform has. */
export function stray(path, headers = {}) {
  return post(path, headers, { stray: true });
}

/** A page view to JENTIS with a version and a debug code. */
export function preview(version, debugcode, initiator = "jts_push_submit") {
  return post("/jentis", { authorization: "Bearer demo" }, {
    version: "3",
    system: { initiator },
    configuration: { container: "shop", version, debugcode },
    consent: { "google_analytics_4_server-side": { status: true }, facebook: { status: false } },
    data: {
      identifier: { user: { id: "u1", action: "new" }, session: { id: "s1", action: "new" } },
      variables: { jtspushedcommands: ["pageview", "submit"], pagetitle: "<b>Hats</b>" },
    },
  });
}

/** A debug session with the code `axe`, in which there is something of each kind, and a code that is nobody's. */
export async function debugged(nobodys = "nobodys") {
  // The second time it is there already.
  await post("/inspector/api/v1/jentis/debug-sessions", {}, { source: "demo", version: "2", code: "axe" });
  for (const version of ["2", "2", "9"]) await preview(version, "axe");
  await preview("2", nobodys);
  const tags = [{ _id: "AS01", name: `J-SDK: [STATE] - [AS01] State executed: ${"x".repeat(300)}`, source: "frontend", type: "info", timestamp: 1761050574194 }];
  await post("/monitor", {}, { debugid: "axe", tags });
  await projected();
}

/** Waits until all that was recorded so far is explained. */
export async function projected() {
  const { head } = await (await fetch(`${url}/inspector/api/v1/health`)).json();
  await fetch(`${url}/inspector/api/v1/requests?limit=1&at_least=${head}`);
}
