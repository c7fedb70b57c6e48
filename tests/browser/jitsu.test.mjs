import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { created, launch, projected, site, url } from "./browser.mjs";

let browser;
let shop;
before(async () => { browser = await launch(); shop = await site(); });
after(async () => { await browser.close(); shop.close(); });

const script = (attributes) => `<script src="${url}/p.js" ${attributes}></script>`;

/** The answer to the next event of that type. */
const answer = (page, type) => page.waitForResponse((it) => it.url() === `${url}/api/s/${type}` && it.request().method() === "POST");

/** Opens a page of the shop, in a context of its own. */
async function visit(path, body, prepare = () => {}) {
  shop.pages.set(path, `<!doctype html><html lang="de"><head><title>Shoes – Größe 42</title></head><body>${body}</body></html>`);
  const page = await created(browser);
  const waited = prepare(page);
  await page.goto(shop.url + path);
  return { page, waited: await waited };
}

async function api(path) {
  return (await fetch(`${url}/inspector/api/v1${path}`)).json();
}

/** The events of the last so many requests that had any, oldest first. */
async function events(since) {
  await projected();
  const { items } = await api(`/events?order=asc&limit=1000&after=${since}`);
  return items;
}

const head = async () => (await api("/health")).head;

test("page, track, identify and group arrive as the page sent them", async () => {
  const since = await head();
  const { page } = await visit("/shoes?utm_source=mail", script('data-write-key="web:secret"'), (page) => answer(page, "page"));
  for (const call of [
    ["track", "Product Added", { product_id: "p-1", price: 19.9 }],
    ["identify", "user-1", { email: "ann@shop.example" }],
    ["group", "group-1", { name: "Städte" }],
    ["track", "Order Completed", { order_id: "o-1" }],
  ]) {
    await page.evaluate(([method, ...args]) => window.jitsu[method](...args), call);
  }
  assert.deepEqual(page.problems, []);
  const got = await events(since);
  assert.deepEqual(got.map(({ type, name, canonical_name, outcome, user_id }) => [type, name, canonical_name, outcome, user_id]), [
    ["page", null, "page_view", "accepted", null],
    ["track", "Product Added", "add_to_cart", "accepted", null],
    ["identify", null, "identify", "accepted", "user-1"],
    ["group", null, "join_group", "accepted", "user-1"],
    ["track", "Order Completed", "purchase", "accepted", "user-1"],
  ]);
  assert.equal(new Set(got.map((event) => event.anonymous_id)).size, 1);
  const [first] = got;
  assert.equal(first.payload.context.library.name, "@jitsu/js");
  assert.equal(first.payload.context.library.env, "browser");
  assert.equal(first.payload.context.page.title, "Shoes – Größe 42");
  assert.equal(first.payload.context.page.url, `${shop.url}/shoes?utm_source=mail`);
  assert.equal(first.payload.context.campaign.source, "mail");
  const { written, removed } = first.canonical.context.enrichment;
  assert.deepEqual(Object.keys(written).sort(), ["/context/ip", "/receivedAt", "/requestIp"]);
  assert.deepEqual([written["/context/ip"], removed], ["127.0.0.1", []]);
  // The page asked first, as it has to of another origin.
  const { items } = await api(`/requests?order=asc&limit=1000&after=${since}`);
  const asked = items.filter(({ method, path }) => method === "OPTIONS" && path === "/api/s/page");
  assert.equal(asked.length, 1);
  const loaded = items.find(({ path }) => path === "/p.js");
  const [found] = (await api(`/requests/${loaded.id}`)).findings;
  assert.equal(found.code, "jitsu-script");
  assert.match(found.message, /node_modules\/@jitsu\/js\/dist\/web\/p\.js\.txt$/);
});

test("attributes and a queue are heeded, and the address is kept back", async () => {
  const since = await head();
  const queue = '<script>window.jitsuQ = [["track", "Queued"]];</script>';
  const attributes = 'data-write-key="web:secret" data-init-only="true" data-privacy-ip-policy="remove" data-namespace="jitsu"';
  const { page } = await visit("/queue", queue + script(attributes), (page) => answer(page, "track"));
  await page.evaluate(() => window.jitsu.track("Later"));
  const got = await events(since);
  assert.deepEqual(got.map(({ type, name }) => [type, name]), [["track", "Queued"], ["track", "Later"]]);
  for (const event of got) {
    assert.deepEqual(Object.keys(event.canonical.context.enrichment.written), ["/receivedAt"]);
  }
  assert.deepEqual(page.problems, []);
});

test("a destination in the page runs the tag of the answer", async () => {
  const { page } = await visit("/tag", script('data-write-key="web:secret" data-init-only="true"'));
  await page.evaluate(() => window.jitsu.track("Signed Up"));
  await page.evaluate(() => window.jitsu.identify("user-2"));
  assert.deepEqual(await page.evaluate(() => window.tagged), ["track", "identify"]);
});

test("a wrong key is silent on the page, and the event is seen to be lost", async () => {
  const since = await head();
  const { page, waited } = await visit("/wrong", script('data-write-key="web:nope"'), (page) => answer(page, "page"));
  assert.equal(waited.status(), 200);
  assert.match((await waited.json()).error, /^stream not found/);
  assert.deepEqual(page.problems, []);
  const [event] = await events(since);
  assert.equal(event.outcome, "dropped");
  assert.deepEqual(event.findings.map(({ code }) => code), ["jitsu-unknown-key"]);
});

test("a test session in the host name is the events' too", async () => {
  const named = url.replace(/\/\/[^:]+/, "//run-7.localhost");
  const { page } = await visit("/session", `<script src="${named}/p.js" data-write-key="web:secret" data-init-only="true"></script>`);
  await page.evaluate(() => window.jitsu.track("In a session"));
  await projected();
  const { items } = await api("/events?session=run-7");
  assert.deepEqual(items.map(({ name }) => name), ["In a session"]);
});
