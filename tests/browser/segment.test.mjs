// @segment/analytics-next in a page, sending to Datafly as a page does: one event a request, the
// pipeline key in a header of its own, and so a preflight before each path.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, url } from "./browser.mjs";
import { api, head, recorded, shop } from "./pages.mjs";

const packed = new URL("../clients/node_modules/@segment/analytics-next/dist/umd/", import.meta.url);
const key = "dk_live_demo";

let browser, pages;
before(async () => {
  browser = await launch();
  pages = await shop({ "/products/headphones": `<title>Headphones | Shop</title><script src="/files/index.js"></script>` }, packed);
});
after(async () => { await browser.close(); pages.close(); });

test("page, track, identify and group are taken in as the SDK sent them", async () => {
  const newest = await head();
  const page = await (await browser.newContext()).newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request));
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${pages.url}/products/headphones?color=black`);
  await page.evaluate(async ({ apiHost, key }) => {
    const segment = {
      apiHost,
      protocol: "http",
      // With a key of its own it would put Basic credentials in the place of ours.
      apiKey: "",
      deliveryStrategy: {
        strategy: "standard",
        config: { headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}` } },
      },
    };
    const cdnSettings = { integrations: { "Segment.io": segment }, metrics: { sampleRate: 0 } };
    const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnSettings }, { integrations: { "Segment.io": segment } });
    await analytics.page("Shop", "Product Detail", { color: "black" });
    await analytics.track("Product Added", { product_id: "SKU-1", price: 79.99, quantity: 1 });
    await analytics.identify("user-1", { email: "ann@shop.example" });
    await analytics.group("group-1", { name: "Städte" });
  }, { apiHost: `${new URL(url).host}/v1`, key });

  const all = await recorded(newest, 8);
  const shown = all.map(({ method, path, outcome }) => `${method} ${path} ${outcome}`);
  const expected = ["p", "t", "i", "g"].flatMap((letter) => [`OPTIONS /v1/${letter} served`, `POST /v1/${letter} accepted`]);
  assert.deepEqual(shown.sort(), expected.sort());

  const posts = all.filter(({ method }) => method === "POST");
  const sent = requests.filter((request) => request.method() === "POST");
  assert.equal(sent.length, posts.length);
  for (const post of posts) {
    const headers = Object.fromEntries(post.headers);
    assert.equal(headers.authorization, `Bearer ${key}`);
    assert.equal(headers.origin, pages.url);
    assert.equal(post.platform, "datafly");
    const own = sent.find((request) => new URL(request.url()).pathname === post.path);
    assert.equal(post.body, own.postData());
    assert.equal((await own.response()).status(), post.answer.status);
    const event = await api(`/events/${post.events[0]}`);
    assert.deepEqual(event.payload, own.postDataJSON());
    assert.equal(event.message_id, own.postDataJSON().messageId);
    assert.equal(event.anonymous_id, own.postDataJSON().anonymousId);
  }
  const events = (await api(`/events?order=asc&after=${newest}`)).items;
  const told = events.map(({ type, name, canonical_name, user_id }) => [type, name, canonical_name, user_id]);
  assert.deepEqual(told.sort(), [
    ["group", null, "join_group", "user-1"],
    ["identify", null, "identify", "user-1"],
    ["page", "Product Detail", "page_view", null],
    ["track", "Product Added", "add_to_cart", null],
  ]);
  // No CDN, no metrics: it talked to the shop and to eventpit.
  const hosts = new Set(requests.map((request) => new URL(request.url()).host));
  assert.deepEqual([...hosts].sort(), [new URL(pages.url).host, new URL(url).host].sort());
  assert.deepEqual(problems, []);
});
