import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { batch, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Sends an event and opens its page. */
async function opened(name, more = {}, { query = "", options = {}, headers = {} } = {}) {
  await track(name, more, headers);
  await projected();
  const { items } = await (await fetch(`${url}/inspector/api/v1/events?limit=1`)).json();
  const page = await open(browser, `/inspector/events/${items[0].id}${query}`, options);
  page.id = items[0].id;
  return page;
}

async function copy(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText("nothing"));
  await button.click();
  await page.locator("#told", { hasText: "Copied." }).waitFor({ state: "attached" });
  return copied(page);
}

test("tabs follow the arrow keys, are remembered, and stand in the address", async () => {
  const page = await opened("Tabs");
  const tab = (name) => page.getByRole("tab", { name });
  assert.equal(await tab("Summary").getAttribute("aria-selected"), "true");
  assert.equal(await page.getByRole("tab").count(), 9);
  await tab("Summary").focus();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("tabpanel", { name: "Compare" }).waitFor();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tabpanel", { name: "Findings 1" }).waitFor();
  await page.waitForURL(/tab=findings$/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-findings");
  await tab("Request").click();
  await page.waitForURL(/tab=request$/);
  assert.match(await page.getByRole("tabpanel").innerText(), /POST \/api\/s\/track/);
  await page.goto(`${url}/inspector/events/${page.id}`);
  await page.getByRole("tabpanel", { name: "Request" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("the tree copies, filters, excludes and links", async () => {
  const page = await opened("Tree", { properties: { price: 12.5, "my key": 'it\'s "x"', deep: { er: [1, { a: null }] } } }, { query: "?tab=payload", options: clipboard });
  const field = (name) => page.locator(`.tree li[data-pointer="${name}"]`);
  await field("/properties/price").getByRole("button", { name: "price" }).click();
  assert.equal(await copy(page, page.getByRole("button", { name: "Copy value" })), "12.5");
  assert.equal(await copy(page, page.getByRole("button", { name: "Copy pointer" })), "/properties/price");
  const permalink = await copy(page, page.getByRole("button", { name: "Copy link" }).last());
  const q = (name) => page.getByRole("link", { name }).evaluate((link) => new URL(link.href).searchParams.get("q"));
  assert.equal(await q("Filter by this"), "properties.price=12.5");
  assert.equal(await q("Exclude this"), "-properties.price=12.5");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".field-menu").count(), 0);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^price/);
  await field("/properties/my key").getByRole("button", { name: "my key" }).click();
  assert.equal(await copy(page, page.getByRole("button", { name: "Copy value" })), 'it\'s "x"');
  assert.equal(await q("Filter by this"), 'properties."my key"="it\'s \\"x\\""');
  await page.keyboard.press("Escape");
  // What the list was narrowed to is narrowed further.
  await page.goto(`${page.url().split("?")[0]}?tab=payload&q=name%3ATree+OR+name%3AOther&at=/properties/price`);
  const narrowed = "(name:Tree OR name:Other) properties.price=12.5";
  assert.equal(await page.locator(".panel").getByRole("link", { name: "Filter by this" }).first().evaluate((link) => new URL(link.href).searchParams.getAll("q").join("|")), narrowed);
  await field("/properties/price").getByRole("button", { name: "price" }).click();
  assert.equal(await page.locator(".field-menu").getByRole("link", { name: "Filter by this" }).evaluate((link) => new URL(link.href).searchParams.get("q")), narrowed);
  await page.keyboard.press("Escape");
  await field("/properties/deep").getByRole("button", { name: "deep" }).first().click();
  assert.deepEqual(JSON.parse(await copy(page, page.getByRole("button", { name: "Copy value" }))), { er: [1, { a: null }] });
  // An address of a field needs no tab: it opens at it, whatever was open last.
  await page.goto(permalink.replace("tab=payload&", ""));
  assert.equal(await page.locator("#here").getAttribute("data-pointer"), "/properties/price");
  await page.goto(permalink);
  const here = page.locator("#here");
  assert.equal(await here.getAttribute("data-pointer"), "/properties/price");
  assert.equal(await page.evaluate(() => document.activeElement.id), "here");
  assert.deepEqual(page.problems, []);
});

test("what is packed is decoded beside the raw value", async () => {
  const properties = { json: '{"a":[1]}', base64: btoa("hello world, hello"), encoded: "a%20b", at: 1795608000000, plain: "x" };
  const page = await opened("Packed", { properties }, { query: "?tab=payload" });
  const text = (name) => page.locator(`.tree li[data-pointer="/properties/${name}"]`).innerText();
  assert.match(await text("json"), /"\{\\"a\\":\[1\]\}"[^]*decoded: JSON[^]*"a": \[\s*1/);
  assert.match(await text("base64"), /"aGVs[^]*decoded: base64\s+hello world, hello/);
  assert.match(await text("encoded"), /"a%20b"[^]*decoded: URL-encoded\s+a b/);
  assert.match(await text("at"), /1795608000000[^]*decoded: epoch milliseconds\s+2026-11-25T12:00:00.000Z/);
  assert.doesNotMatch(await text("plain"), /decoded/);
});

test("a payload of 1 MB is shown at once, opened on demand, and found down to a field", async () => {
  const item = (_, place) => ({ id: `item ${place}`, text: "x".repeat(60), more: { deep: { er: place } } });
  const properties = { first: 1, items: Array.from({ length: 9000 }, item), text: "y".repeat(5000) };
  assert.ok(JSON.stringify(properties).length > 1_000_000);
  const page = await opened("Large", { properties }, { query: "?tab=payload", options: clipboard });
  // What is looked for is found in all of it, and one place leads to the next.
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.activeElement.id === "find");
  await page.keyboard.type("ITEM 888");
  await page.keyboard.press("Enter");
  const told = page.locator(".found-in strong");
  await told.filter({ hasText: /^11 places have it$/ }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === "find");
  assert.equal(await page.locator(".places li").first().innerText(), '/properties/items/888/id item 888');
  await page.keyboard.press("Tab");
  await page.keyboard.press("n");
  await page.locator("#here[data-pointer='/properties/items/888/id']").waitFor();
  await page.keyboard.press("n");
  await page.locator("#here[data-pointer='/properties/items/8880/id']").waitFor();
  await told.filter({ hasText: "number 2" }).waitFor();
  await page.keyboard.press("N");
  await page.waitForURL(/find=ITEM\+888|find=ITEM%20888/);
  await page.locator("#here[data-pointer='/properties/items/888/id']").waitFor();
  // Its address shows the same to who has no JavaScript.
  const found = await (await fetch(page.url())).text();
  assert.match(found, /11 places have it; this is number 1/);
  await page.goto(page.url().split("&")[0]);
  const html = await (await fetch(page.url())).text();
  assert.ok(html.length < 200_000, `${html.length} bytes`);
  assert.ok((await page.locator(".tree li").count()) < 400);
  assert.match(await page.locator(".tree").innerText(), /items: 9000 elements/);
  await page.locator("li[data-pointer='/properties/items'] summary").click();
  await page.locator("li[data-pointer='/properties/items/199']").waitFor();
  await page.getByRole("link", { name: "8800 more" }).click();
  await page.locator("li[data-pointer='/properties/items/399']").waitFor();
  assert.equal(await page.getByRole("link", { name: "8600 more" }).count(), 1);
  await page.goto(`${page.url().split("?")[0]}?tab=payload&at=${encodeURIComponent("/properties/items/8888/more/deep/er")}`);
  const here = page.locator("#here");
  assert.match(await here.innerText(), /^er: 8888/);
  assert.ok(await here.evaluate((it) => { const { top, bottom } = it.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }));
  await page.goto(`${page.url().split("?")[0]}?tab=payload&pointer=/properties`);
  await page.locator("li[data-pointer='/properties/text']").getByRole("link", { name: "save all 5000 bytes" }).waitFor();
  await page.locator("li[data-pointer='/properties/text']").getByRole("button", { name: "text" }).click();
  assert.equal(await copy(page, page.getByRole("button", { name: "Copy value" })), "y".repeat(5000));
  assert.deepEqual(page.problems, []);
});

test("user story 5: show the developer: link, curl, JSON, all of it masked too", async () => {
  const more = { properties: { price: 1 }, context: { ip: "10.9.8.7", traits: { email: "jo@shop.example" } }, userId: "write to jo@shop.example" };
  const page = await opened("For the developer", more, { options: clipboard });
  await page.getByRole("tab", { name: "Payload" }).click();
  await page.waitForURL(/tab=payload/);
  const link = await copy(page, page.getByRole("button", { name: "Copy link", exact: true }));
  assert.equal(link, `${url}/inspector/events/${page.id}?tab=payload`.replace("127.0.0.1", new URL(url).hostname));
  assert.match(await copy(page, page.getByRole("button", { name: "Copy as curl" })), /^curl .*'x-write-key: demo:secret'.*jo@shop\.example/);
  const json = JSON.parse(await copy(page, page.getByRole("button", { name: "Copy JSON" })));
  assert.equal(json.payload.context.traits.email, "jo@shop.example");
  await page.getByRole("button", { name: "Mask personal data" }).click();
  await page.getByText("Personal data, keys and cookies are masked here").waitFor();
  await page.waitForURL(/tab=payload/);
  const hidden = /jo@shop\.example|10\.9\.8\.7|demo:secret/;
  for (const tab of ["summary", "findings", "connectors", "payload", "request", "answer", "raw", "compare"]) {
    await page.goto(`${url}/inspector/events/${page.id}?tab=${tab}`);
    assert.doesNotMatch(await page.content(), hidden, tab);
  }
  assert.match(await copy(page, page.getByRole("button", { name: "Copy as curl" })), /'x-write-key: •••'/);
  const masked = await copy(page, page.getByRole("button", { name: "Copy JSON" }));
  assert.doesNotMatch(masked, hidden);
  assert.equal(JSON.parse(masked).payload.properties.price, 1);
  // The recording stays as it came.
  const raw = await (await fetch(`${url}/inspector/api/v1/requests/${page.id.split(".")[0]}`)).text();
  assert.match(raw, /jo@shop\.example/);
  await page.getByRole("button", { name: "Show personal data" }).click();
  await page.getByRole("tab", { name: "Payload" }).click();
  await page.locator(".tree", { hasText: "jo@shop.example" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("user story 2: what changed since the last one", async () => {
  await track("Checkout", { messageId: "m1", properties: { total: 10, coupon: "A", items: [{ sku: "a", n: 1 }, { sku: "b", n: 1 }] } });
  const page = await opened("Checkout", { messageId: "m2", properties: { total: "10", tax: 2, items: [{ sku: "b", n: 3 }, { sku: "a", n: 1 }] } });
  await page.getByRole("tab", { name: "Compare" }).click();
  const rows = page.locator(".comparison tbody tr");
  await rows.first().waitFor();
  const told = () => rows.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.replace(/ Ignore this.*/, "").trim()).join(" | ")));
  assert.deepEqual(await told(), [
    '/properties/total | 10 | "10" | changed type',
    '/properties/coupon | "A" |  | removed',
    "/properties/items/0/n | 1 | 3 | changed value",
    "/properties/tax |  | 2 | added",
  ]);
  assert.match(await page.locator(".panel").innerText(), /1 added, 1 removed, 1 changed type, 1 changed value, not counting \d+ that differ/);
  await page.getByRole("link", { name: "Also what differs each time" }).click();
  await page.waitForURL(/volatile=1/);
  await page.locator("tr", { hasText: "/messageId" }).waitFor();
  // The address shows the same to who gets it.
  const again = await open(browser, page.url().replace(url, ""), { javaScriptEnabled: false });
  assert.ok(await again.locator("tr", { hasText: "/messageId" }).isVisible());
});

test("an event of a batch leads to its siblings, and knows the device's clock", async () => {
  await batch(3);
  await projected();
  const page = await open(browser, "/inspector/events");
  await page.locator("#rows tr", { hasText: "In batch 1" }).first().getByRole("link").click();
  await page.getByText("Event 2 of 3 in request").waitFor();
  assert.equal(await page.locator(".batch li").count(), 3);
  await page.getByRole("link", { name: "next of the batch" }).click();
  await page.getByText("Event 3 of 3 in request").waitFor();
  const late = await opened("Late", { timestamp: "2026-01-01T00:00:00Z" });
  // Day and zone are seen, so that a screenshot tells; how long ago, when it is pointed at.
  assert.match(await late.locator(".facts").innerText(), /Received\s+.*\d{4}.*(GMT|UTC)[^]*Device time\s+.*2026.*(GMT|UTC)[^]*it came \d+\.\d days after that/);
  // What Jitsu fills in is no device's time.
  assert.match(await (await opened("Timeless", {})).locator(".facts").innerText(), /Device time\s+the event has none/);
  const received = late.locator(".facts time").first();
  await received.hover();
  assert.match(await received.getAttribute("title"), /^(now|\d+ (second|minute)s? ago): .* UTC$/);
});

test("without JavaScript tabs, fields and masking are links and forms", async () => {
  const page = await opened("Plain", { properties: { price: 1 } }, { options: { javaScriptEnabled: false } });
  assert.equal(await page.locator("button:visible", { hasText: "Copy" }).count(), 0);
  await page.getByRole("link", { name: "Payload" }).click();
  await page.waitForURL(/tab=payload/);
  await page.locator("li[data-pointer='/properties/price'] a.do").click();
  await page.waitForURL(/at=%2Fproperties%2Fprice/);
  assert.match(await page.locator("#here").innerText(), /price: 1/);
  assert.equal(await page.getByRole("link", { name: "Exclude this" }).count(), 1);
  await page.getByRole("link", { name: "Raw" }).click();
  assert.match(await page.locator("#curl").innerText(), /^curl /);
  await page.getByRole("button", { name: "Mask personal data" }).click();
  await page.waitForURL(/tab=raw/);
  await page.getByText("Personal data, keys and cookies are masked").waitFor();
});

test("the theme is the system's, or the one chosen, which stays", async () => {
  const page = await open(browser, "/inspector/settings", { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Dark" }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(`${url}/inspector/events`);
  assert.equal(await ground(), dark);
  await page.goto(`${url}/inspector/settings`);
  assert.equal(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "System" }).click();
  assert.equal(await ground(), light);
});
