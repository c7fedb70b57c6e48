// What a page sends while it goes away: `navigator.sendBeacon`, which waits for no answer and can
// send no header of its own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, url } from "./browser.mjs";
import { api, head, recorded, shop } from "./pages.mjs";

let browser, pages;
before(async () => {
  browser = await launch();
  pages = await shop({ "/": "<title>Shop</title>", "/next": "<title>Next</title>" });
});
after(async () => { await browser.close(); pages.close(); });

/** Text that fills up to `bytes`, most of it more than one byte a letter. */
const long = (bytes) => "Größe ✓ ".repeat(bytes / 12);

const senders = {
  jentis: {
    path: "/jentis/",
    body: {
      version: "3",
      system: { type: "web", requestType: "sendBeacon", timestamp: 1761050574194 },
      configuration: { container: "demo-container", environment: "live" },
      data: {
        identifier: { user: { id: "u1", action: "new" }, session: { id: "s1", action: "new" } },
        variables: { jtspushedcommands: ["pageview", "submit"], text: long(50_000) },
      },
    },
  },
  jitsu: {
    path: "/jitsu/api/s/page?writekey=demo:secret",
    body: { type: "page", anonymousId: "a1", messageId: "m1", properties: { text: long(50_000) } },
  },
  "commanders-act": {
    path: "/commanders-act/events?tc_s=29&token=demo",
    body: { event_name: "page_view", page_type: "product", text: long(25_000) },
  },
};

/** How a page goes away. */
const ways = {
  "the visitor goes to another page": async (page) => { await page.goto(`${pages.url}/next`); },
  "the tab is closed": async (page) => { await page.close({ runBeforeUnload: true }); },
  "the browser's window is gone": async (page) => { await page.context().close(); },
};

for (const [platform, { path, body }] of Object.entries(senders)) {
  for (const [way, leave] of Object.entries(ways)) {
    for (const signal of ["pagehide", "visibilitychange"]) {
      test(`${platform}: ${way}, told by ${signal}`, async () => {
        const newest = await head();
        const page = await (await browser.newContext()).newPage();
        await page.goto(pages.url);
        const sent = JSON.stringify(body);
        await page.evaluate(({ signal, to, sent }) => {
          const target = signal === "pagehide" ? window : document;
          target.addEventListener(signal, () => navigator.sendBeacon(to, sent), { once: true });
        }, { signal, to: url + path, sent });
        await leave(page);
        const [request] = await recorded(newest, 1);
        assert.equal(request.platform, platform);
        assert.equal(request.method, "POST");
        assert.equal(request.body, sent);
        assert.equal(request.body_state, "complete");
        assert.equal(request.outcome, "accepted");
        const headers = Object.fromEntries(request.headers);
        assert.equal(headers["content-type"], "text/plain;charset=UTF-8");
        assert.equal(headers.origin, pages.url);
        assert.equal(request.events.length, 1);
        const event = await api(`/events/${request.events[0]}`);
        assert.deepEqual(event.payload, body);
      });
    }
  }
}
