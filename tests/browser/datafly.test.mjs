// Datafly's script on a page of another origin: what the page calls, and what the gateway was told.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { launch, projected, url } from "./browser.mjs";

let browser, site, page, session;
let runs = 0;

/** A page with the script in its head, and the title after it. */
function html(path, src, attributes) {
  return `<!doctype html><html><head><script src="${src}" ${attributes}></script>
    <title>Page ${path}</title></head><body></body></html>`;
}

before(async () => {
  browser = await launch();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(html(pathname, searchParams.get("src") ?? script(), searchParams.get("with") ?? 'data-pipeline-key="dk_test_page"'));
  });
  await new Promise((listening) => server.listen(0, "localhost", listening));
  site = { server, origin: `http://localhost:${server.address().port}` };
});

after(async () => {
  site.server.close();
  await browser.close();
});

beforeEach(async () => {
  session = `script-${++runs}`;
  const context = await browser.newContext({ locale: "en-US", timezoneId: "America/New_York" });
  page = await context.newPage();
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
});

/** The gateway under the page's host name, so that its cookies come back. */
function gateway() {
  return url.replace("127.0.0.1", "localhost");
}

function script(name = "datafly.js") {
  return `${gateway()}/~${session}/datafly/${name}`;
}

/** Does it, and waits until the gateway has answered so many events more. */
async function sends(count, act) {
  const answers = [];
  let done;
  const all = new Promise((resolve) => { done = resolve; });
  const collect = (answer) => {
    if (answer.request().method() === "POST" && answers.push(answer) === count) done();
  };
  page.on("response", collect);
  const result = await act();
  await all;
  page.off("response", collect);
  return { answers, result };
}

/** The names of the cookies that an answer sets. */
async function set(answer) {
  const headers = await answer.headersArray();
  const cookies = headers.filter(({ name }) => name.toLowerCase() === "set-cookie");
  return cookies.map(({ value }) => value.split("=")[0]);
}

/** The session's events, oldest first. */
async function events() {
  await projected();
  const answer = await fetch(`${url}/inspector/api/v1/events?session=${session}`);
  const list = (await answer.json()).items.reverse();
  return Promise.all(list.map(async ({ id }) => (await fetch(`${url}/inspector/api/v1/events/${id}`)).json()));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("a page that loads is a page view, and the vendors' cookies come back with the next event", async () => {
  const path = "/products/1?utm_source=google&utm_campaign=sale&gclid=Cj0&fbclid=IwAR#top";
  const loaded = await sends(1, () => page.goto(site.origin + path));
  assert.deepEqual(await set(loaded.answers[0]), ["_dfid", "_ga", "_fbp", "_fbc", "_ttp", "_pin_unauth", "_scid", "_gcl_aw"]);
  const again = await sends(1, () => page.evaluate(() => window._df.track("Product Added", { price: 7.5 })));
  assert.deepEqual(await set(again.answers[0]), []);

  const [view, track] = await events();
  const { timestamp, messageId, ...payload } = view.payload;
  assert.match(messageId, UUID);
  assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000, timestamp);
  const shown = {
    url: site.origin + path,
    path: "/products/1",
    referrer: "",
    title: "Page /products/1",
    search: "?utm_source=google&utm_campaign=sale&gclid=Cj0&fbclid=IwAR",
  };
  const context = {
    page: shown,
    campaign: { source: "google", name: "sale" },
    userAgent: await page.evaluate(() => navigator.userAgent),
    locale: "en-US",
    timezone: "America/New_York",
    library: { name: "@datafly/collector", version: "eventpit" },
  };
  assert.deepEqual(payload, { type: "page", properties: shown, context });
  assert.deepEqual([view.type, view.outcome, view.session], ["page", "accepted", session]);
  assert.deepEqual(view.canonical.context.click_ids, { gclid: "Cj0", fbclid: "IwAR" });
  assert.deepEqual(view.findings.map(({ code }) => code).sort(), ["datafly-no-consent", "key-not-checked"]);

  assert.deepEqual(track.payload.properties, { price: 7.5 });
  assert.equal(track.canonical_name, "add_to_cart");
  assert.equal(track.anonymous_id, view.anonymous_id);
  assert.deepEqual(track.canonical.context.vendor_ids, view.canonical.context.vendor_ids);
  assert.equal(view.canonical.context.vendor_ids.fbc.split(".").at(-1), "IwAR");
  const cookies = Object.fromEntries((await page.context().cookies()).map((cookie) => [cookie.name, cookie]));
  const { httpOnly, secure, sameSite } = cookies._dfid;
  assert.deepEqual({ httpOnly, secure, sameSite }, { httpOnly: true, secure: true, sameSite: "Lax" });
  assert.equal(cookies._ga.httpOnly, false);
  assert.equal(cookies._dfid.value, view.anonymous_id);
  assert.deepEqual(page.problems, []);
});

test("track, page, identify and group; who the visitor is stays with later events", async () => {
  await sends(1, () => page.goto(`${site.origin}/?with=data-pipeline-key="dk_test_a" data-global="df"`));
  const { result } = await sends(7, () => page.evaluate(() => {
    const { df } = window;
    return [
      df.track("Before"),
      df.identify("u1", { plan: "free", email: "a@example.com" }),
      df.identify("u1", { plan: "pro" }),
      df.group("g1", { name: "Acme" }),
      df.page("Checkout", { step: 2 }),
      df.page({ step: 3 }),
      df.track("After"),
      "_df" in window || "datafly" in window,
    ];
  }));
  assert.deepEqual(result, [...Array(7).fill(undefined), false]);
  const sent = (await events()).slice(1).map(({ payload }) => payload);
  const calls = sent.map(({ context, timestamp, messageId, ...event }) => event);
  assert.equal(new Set(sent.map(({ messageId }) => messageId)).size, 7);
  // Requests at the same time may overtake each other, so the order is nobody's.
  const has = (expected) => assert.ok(
    calls.some((call) => isDeepStrictEqual(call, expected)),
    `${JSON.stringify(expected)} is not in ${JSON.stringify(calls)}`,
  );
  has({ type: "track", event: "Before" });
  has({ type: "identify", userId: "u1", traits: { plan: "free", email: "a@example.com" } });
  has({ type: "identify", userId: "u1", traits: { plan: "pro", email: "a@example.com" } });
  has({ type: "group", userId: "u1", groupId: "g1", traits: { name: "Acme" } });
  has({ type: "track", event: "After", userId: "u1", groupId: "g1" });
  const named = sent.find(({ name }) => name === "Checkout");
  assert.deepEqual([named.properties.step, named.properties.path, named.userId], [2, "/", "u1"]);
  const nameless = sent.find(({ properties }) => properties?.step === 3);
  assert.ok(!("name" in nameless));
  assert.deepEqual(page.problems, []);
});

test("a client-side navigation is one page view", async () => {
  await sends(1, () => page.goto(`${site.origin}/start`));
  await sends(1, () => page.evaluate(() => {
    history.pushState({}, "", "/two");
    history.replaceState({}, "", "/two?tab=1");
    document.title = "Two";
  }));
  // None of these is a navigation to another page.
  await page.evaluate(() => {
    history.replaceState({ scroll: 1 }, "", location.href);
    history.pushState({}, "", "#part");
    location.hash = "other";
  });
  await sends(1, () => page.evaluate(() => history.replaceState({}, "", "/three")));
  await sends(1, () => page.evaluate(() => history.go(-2)));
  await sends(1, () => page.evaluate(() => window._df.track("Last")));
  const all = (await events()).map(({ payload }) => payload);
  assert.deepEqual(all.map(({ type, context: { page: { url, title, referrer } } }) => [type, url.replace(site.origin, ""), title, referrer.replace(site.origin, "")]), [
    ["page", "/start", "Page /start", ""],
    ["page", "/two?tab=1", "Two", "/start"],
    ["page", "/three", "Two", "/two?tab=1"],
    ["page", "/two?tab=1", "Two", "/three"],
    ["track", "/two?tab=1", "Two", "/three"],
  ]);
  assert.deepEqual(page.problems, []);
});

// A browser refuses keepalive for more than 64 KiB that are under way, and means bytes.
test("large events are sent, also many at once", async () => {
  await sends(1, () => page.goto(`${site.origin}/`));
  await sends(5, () => page.evaluate(() => {
    window._df.track("Wide", { text: "€".repeat(25_000) });
    for (let i = 0; i < 4; i += 1) window._df.track("Long", { text: "x".repeat(30_000) });
  }));
  assert.deepEqual(page.problems, []);
});

test("d.js at the root sends to the root, however it is loaded", async () => {
  // As on a page over plain HTTP that is not on this machine.
  await page.addInitScript(() => { delete Crypto.prototype.randomUUID; });
  for (const how of ["async", "defer"]) {
    const path = `/${how}?src=${gateway()}/d.js&with=data-pipeline-key="dk_test_b" ${how}`;
    const { answers } = await sends(1, () => page.goto(site.origin + path));
    assert.equal(answers[0].url(), `${gateway()}/v1/p`);
    assert.equal(answers[0].status(), 200);
    const sent = answers[0].request();
    assert.equal(sent.headers().authorization, "Bearer dk_test_b");
    assert.match(sent.postDataJSON().messageId, UUID);
    assert.equal(await page.evaluate(() => window._df === window.datafly), true);
  }
  assert.deepEqual(page.problems, []);
});

test("without a key the gateway's refusal is told, and the page goes on", async () => {
  const { answers } = await sends(1, () => page.goto(`${site.origin}/?with=x`));
  assert.equal(answers[0].status(), 401);
  const large = "z".repeat(100_000);
  const after = await sends(1, () => page.evaluate((text) => window._df.track("Large", { text }), large));
  assert.equal(after.answers[0].status(), 401);
  assert.ok(page.problems.every((problem) => problem.includes("401")), page.problems.join("\n"));
});
