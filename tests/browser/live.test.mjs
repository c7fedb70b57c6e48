import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { batch, created, events, isLive, launch, open, projected, stray, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const row = (page, text) => page.locator("#rows [data-id]", { hasText: text });

test("until the first event, the newest request that brought none is told of, with the reason, as it comes", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  const refused = page.locator("#refused");
  assert.equal(await refused.innerText(), "");
  await fetch(`${url}/inspector/samples/datafly/no-key`, { method: "POST" });
  await refused.getByText(/Datafly answered 401 and refused the request: /).waitFor();
  await stray("/nowhere");
  await refused.getByText("No platform has this path, so eventpit answered 404.").waitFor();
  await page.reload();
  await refused.getByRole("link", { name: "POST /nowhere" }).click();
  await page.waitForURL(/\/inspector\/requests\/\d+$/);
  assert.deepEqual(page.problems, []);
});

test("each platform's event appears without a reload, and opens", async () => {
  const page = await open(browser, "/", { permissions: ["clipboard-read", "clipboard-write"] });
  await isLive(page);
  assert.equal(new URL(page.url()).pathname, "/inspector");
  assert.match(await page.locator("#empty").innerText(), /Waiting for the first event on http:\/\/localhost:\d+/);
  await page.getByRole("button", { name: "Copy the line for Jitsu" }).click();
  await page.getByText("Copied.").waitFor({ state: "attached" });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await page.locator("#snippet-jitsu-curl").innerText());
  await page.evaluate(() => { window.sameDocument = true; });
  for (const [platform, { send, name }] of Object.entries(events)) {
    await send();
    await row(page, platform).waitFor();
    const first = page.locator("#rows [data-id]").first();
    assert.match(await first.innerText(), new RegExp(`accepted[^]*${name}[^]*${platform}`));
  }
  assert.ok(await page.evaluate(() => window.sameDocument));
  assert.equal(await page.locator("#empty").count(), 0);
  for (const [platform, { name }] of Object.entries(events)) {
    await row(page, platform).getByRole("link").click();
    await page.waitForURL(/sel=\d+\.0$/);
    await page.locator("#pane").getByRole("heading", { name, exact: true }).waitFor();
    assert.match(await page.locator("#pane .sentence").innerText(), new RegExp(`^${platform} answered 200 and took in the event`));
    await page.keyboard.press("Escape");
    await page.locator("#pane").waitFor({ state: "hidden" });
  }
  assert.deepEqual(page.problems, []);
});

test("requests appear too, and a filter holds for the stream", async () => {
  const page = await open(browser, "/inspector/requests?session=mine");
  await isLive(page);
  await stray("/not/mine");
  await stray("/also/mine", { "x-eventpit-session": "mine" });
  await row(page, "/also/mine").waitFor();
  assert.equal(await page.locator("#rows [data-id]").count(), 1);
  await row(page, "/also/mine").getByRole("link").click();
  await page.waitForURL(/session=mine&sel=\d+$/);
  assert.match(await page.locator("#pane .sentence").innerText(), /^No platform has this path, so eventpit answered 404/);
});

test("nothing moves while a row has the focus: new rows wait behind a button", async () => {
  await track("Before");
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  await row(page, "Before").first().getByRole("link").focus();
  await track("While reading");
  const button = page.getByRole("button", { name: "1 new event" });
  await button.waitFor();
  assert.equal(await row(page, "While reading").count(), 0);
  await button.click();
  await row(page, "While reading").waitFor();
  assert.equal(await button.count(), 0);
});

test("pause shows nothing until it goes on", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await page.getByRole("button", { name: "Pause" }).click();
  await track("While paused");
  await page.getByRole("button", { name: "1 new event" }).waitFor();
  assert.equal(await row(page, "While paused").count(), 0);
  assert.equal(await page.locator("#live-state").innerText(), "Paused");
  await page.locator("#told", { hasText: "1 new event" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Go on" }).click();
  await row(page, "While paused").waitFor();
});

test("a flood makes the page read the list again", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await batch(150);
  await row(page, "In batch 149").waitFor();
  assert.equal(await page.locator("#rows [data-id]").count(), 100);
  await track("After the flood");
  await row(page, "After the flood").waitFor();
  await page.getByRole("link", { name: "Older events" }).scrollIntoViewIfNeeded();
  await row(page, "In batch 49").waitFor();
  await row(page, "In batch 1 ").first().waitFor({ state: "attached" });
  assert.equal(await page.locator("#rows [data-id]").count(), new Set(await page.locator("#rows [data-id]").evaluateAll((rows) => rows.map((row) => row.dataset.id))).size);
});

test("a burst is put in a few rows at a time: each once, in order, and none lost below", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await page.evaluate(() => {
    window.most = 0;
    const rows = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.matches("[data-id]") || node.querySelectorAll("[data-id]").length : 0);
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      window.most = Math.max(window.most, added.reduce((sum, node) => sum + Number(rows(node)), 0));
    }).observe(document.getElementById("rows"), { childList: true, subtree: true });
  });
  await batch(90);
  await projected();
  const ids = () => page.locator("#rows [data-id]").evaluateAll((rows) => rows.map((row) => row.dataset.id));
  const newest = async (count) => (await (await fetch(`${url}/inspector/api/v1/events?limit=${count}`)).json()).items.map(({ id }) => id);
  const [first] = await newest(1);
  await page.locator(`#rows [data-id="${first}"]`).waitFor();
  assert.ok(await page.evaluate(() => window.most) <= 8);
  const shown = await ids();
  assert.ok(shown.length >= 50, `${shown.length}`);
  assert.deepEqual(shown, await newest(shown.length));
  await page.getByRole("link", { name: "Older events" }).scrollIntoViewIfNeeded();
  await page.waitForFunction((many) => document.querySelectorAll("#rows [data-id]").length > many, shown.length);
  const all = await ids();
  assert.deepEqual(all, await newest(all.length));
  assert.deepEqual(page.problems, []);
});

test("an event of a batch leads to its request and its neighbours", async () => {
  await batch(3);
  await projected();
  const page = await open(browser, "/inspector");
  await row(page, "In batch 1").first().getByRole("link").click();
  await page.waitForURL(/sel=\d+\.1$/);
  await page.getByText("Event 2 of 3 in request").waitFor();
  await page.locator("#pane").getByRole("link", { name: "Newer" }).click();
  await page.waitForURL(/sel=\d+\.2$/);
  await page.getByRole("link", { name: /^request \d+$/ }).click();
  await page.locator("h1", { hasText: "POST /v1/batch" }).waitFor();
  assert.equal(await page.locator(".rows [data-id]").count(), 3);
  assert.equal((await fetch(new URL(await page.locator("link[rel=alternate]").getAttribute("href"), url))).status, 200);
});

test("a tab that nobody sees takes no connection, and catches up", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  await page.waitForSelector("body[data-live=closed]");
  await track("While hidden");
  await projected();
  await hide(false);
  await row(page, "While hidden").waitFor();
  assert.equal(await row(page, "While hidden").count(), 1);
});

test("a sample is sent from its page", async () => {
  const page = await open(browser, "/inspector/samples");
  await page.locator("li", { hasText: "Wrong key" }).getByRole("button").click();
  await page.waitForURL(/events\/\d+\.0$/);
  assert.match(await page.locator(".sentence").innerText(), /^Jitsu answered 200, and lost the event: no site has the key/);
  assert.deepEqual(page.problems, []);
});

test("a page of another version than the server offers to be loaded again", async () => {
  const page = await created(browser);
  const offer = page.getByRole("link", { name: "Reload the page" });
  await page.goto(`${url}/inspector`);
  await isLive(page);
  assert.equal(await offer.isVisible(), false);
  // The same page meets the server after an update.
  await page.route("**/inspector/stream*", (route) => route.fulfill({
    contentType: "text/event-stream",
    body: "retry: 60000\n\nevent: version\ndata: 0123456789abcdef\n\n",
  }));
  await page.reload();
  await offer.waitFor();
  await page.unrouteAll();
  await offer.click();
  await isLive(page);
  await offer.waitFor({ state: "hidden" });
  await page.context().close();
});
