// What a tester does all day, one story a test: INSPECTOR of the specification, numbers 1, 3, 5, 6.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLive, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const rows = (page) => page.locator("#rows [data-id]");
const cart = { properties: { price: 12.5, currency: "EUR", product_id: "hat-1" }, context: { page: { url: "https://shop.example/product/42" } } };

test("1: I clicked Add to cart. Did it go out, once, with the right price?", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await track("add_to_cart", { ...cart, messageId: "m-1" });
  const first = rows(page).first();
  await first.waitFor();
  // Newest first, in plain words, with the name as sent; the price is seen without opening it.
  const text = await first.innerText();
  assert.match(text, /accepted/);
  assert.match(text, /Add to cart/);
  assert.match(text, /add_to_cart/);
  assert.match(text, /12\.5 EUR/);
  assert.equal(await page.locator(".repeats").count(), 0);
  // Once more with the same id, and once more a moment later with another.
  await track("add_to_cart", { ...cart, messageId: "m-1" });
  await page.locator(".repeats", { hasText: "duplicate" }).waitFor();
  await track("add_to_cart", { ...cart, messageId: "m-2" });
  await page.locator(".repeats", { hasText: "double" }).waitFor();
  await page.goto(new URL("/inspector?q=is%3Aduplicate", page.url()).href);
  assert.equal(await rows(page).count(), 1);
});

test("3: Is it allowed before consent?", async () => {
  await fetch(`${url}/inspector/samples/jentis/consent`, { method: "POST" });
  await projected();
  const page = await open(browser, "/inspector");
  const consent = rows(page).first().locator(".consent");
  assert.match(await consent.innerText(), /granted|denied|mixed/);
  await page.locator("summary", { hasText: "Consent" }).click();
  await page.locator(".facet[open] a", { hasText: "denied" }).click();
  await page.waitForURL(/consent%3Adenied/);
  await page.locator("#count", { hasText: " of " }).waitFor();
  for (const text of await page.locator("#rows .consent .decision").allInnerTexts()) assert.match(text, /denied|mixed/);
  // The reason is one click away.
  await rows(page).first().getByRole("link").click();
  await page.locator("#pane").getByText("denied").first().waitFor();
});

test("5: Show the developer", async () => {
  await track("add_to_cart", cart);
  await projected();
  const page = await open(browser, "/inspector?q=name%3Aadd_to_cart");
  await rows(page).first().getByRole("link").click();
  await page.locator("#pane .sentence").waitFor();
  // Who opens the same address sees the same.
  const other = await open(browser, page.url().replace(url, ""));
  await other.locator("#pane .sentence").waitFor();
  assert.equal(await other.locator("#q").inputValue(), "name:add_to_cart");
  await page.locator("summary", { hasText: "Export" }).click();
  const [json, csv, ndjson, har] = await Promise.all(["JSON", "CSV", "NDJSON", "HAR"].map(async (format) => {
    const link = page.locator(".export").getByRole("link", { name: format, exact: true });
    const answer = await fetch(new URL(await link.getAttribute("href"), url));
    assert.equal(answer.status, 200);
    return answer.text();
  }));
  assert.ok(JSON.parse(json).items.every((event) => event.name === "add_to_cart"));
  const lines = csv.trim().split("\r\n");
  assert.match(lines[0], /^Time,Outcome,Event,/);
  assert.equal(lines.length - 1, JSON.parse(json).items.length);
  const sent = new Set(JSON.parse(json).items.map(({ request_id }) => request_id)).size;
  const requests = ndjson.trim().split("\n").map((line) => JSON.parse(line)).filter(({ kind }) => kind === "request");
  assert.equal(requests.length, sent, ndjson.slice(0, 400));
  const { entries } = JSON.parse(har).log;
  assert.equal(entries.length, sent);
  assert.ok(entries.every(({ request }) => request.url.endsWith("/api/s/track") && request.postData.text.includes("add_to_cart")));
});

test("5: a CSV is safe in a spreadsheet", async () => {
  await track("=HYPERLINK(\"http://evil.example\")", { properties: { price: "+1" } });
  await projected();
  const csv = await (await fetch(`${url}/inspector/events.csv?q=HYPERLINK`)).text();
  assert.ok(csv.includes(`"'=HYPERLINK(""http://evil.example"")"`), csv);
  assert.ok(csv.includes(",'+1"), csv);
});

test("6: I only want my own device", async () => {
  await track("Somebody else's");
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  await page.locator("summary", { hasText: "Recording" }).click();
  await page.getByLabel("Name").fill("Checkout, iPhone");
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.waitForURL(/q=session%3Acheckout-iphone/);
  assert.match(await page.locator(".recording").innerText(), /Recording checkout-iphone/);
  await page.getByText("No event matches").waitFor();
  await isLive(page);
  // The app need not know of it: what names no session of its own belongs to it.
  await track("add_to_cart", cart);
  await rows(page).first().waitFor();
  await track("Of another session", {}, { "x-eventpit-session": "other" });
  await projected();
  assert.equal(await rows(page).count(), 1);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForURL(/q=session%3Acheckout-iphone/);
  await track("Afterwards");
  await projected();
  await page.reload();
  assert.equal(await rows(page).count(), 1);
  const named = await (await fetch(`${url}/inspector/api/v1/events?session=checkout-iphone`)).json();
  assert.equal(named.items.length, 1);
});

test("6: what is filtered is cleared, and comes back with Undo", async () => {
  await track("Keep me", {}, { "x-eventpit-session": "kept" });
  await track("Clear me", {}, { "x-eventpit-session": "gone" });
  await track("Clear me too", {}, { "x-eventpit-session": "gone" });
  await projected();
  const page = await open(browser, "/inspector?q=session%3Agone");
  assert.equal(await rows(page).count(), 2);
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.waitForURL(/cleared=\d+/);
  assert.match(await page.locator(".cleared").innerText(), /Cleared 2 requests\s+with 2 events/);
  assert.equal(await rows(page).count(), 0);
  await page.goto(new URL("/inspector?q=session%3Akept", page.url()).href);
  assert.equal(await rows(page).count(), 1);
  await page.goBack();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForURL(/q=session%3Agone$/);
  assert.equal(await rows(page).count(), 2);
  await page.goto(new URL("/inspector?q=name%3A%22Clear+me+too%22", page.url()).href);
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.locator(".cleared", { hasText: "Cleared 1 request with 1 event." }).waitFor();
  await page.goto(new URL("/inspector?q=session%3Agone", page.url()).href);
  assert.equal(await rows(page).count(), 1);
});
