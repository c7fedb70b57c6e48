import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, isAccessible } from "./accessible.mjs";
import { created, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("the plan is a checklist that leads to events, which say what is wrong", async () => {
  const page = await open(browser, "/inspector/plan");
  const row = (name) => page.locator(".checklist tbody tr", { hasText: name });
  assert.match(await page.locator(".plan").innerText(), /Shop[^]*0 % covered: 0 of 4 events/);
  assert.match(await row("Newsletter Joined").innerText(), /never seen/);
  // Where a tester goes on.
  assert.equal(await page.locator(".checklist mark", { hasText: "first missing" }).count(), 1);
  assert.match(await page.locator(".checklist tbody tr").first().innerText(), /first missing/);
  await track("Product Added", { properties: { product_id: "SKU-1", price: 1 } });
  await track("Order Completed", { anonymousId: "a2", properties: { order_id: "1", total: "<b>12</b>", currency: "EUR", products: [] } });
  await track("Newsletter Joined", { properties: { email: "x" } });
  await track("Prodct Added");
  await projected();
  await page.reload();
  assert.match(await page.locator(".plan").innerText(), /25 % covered: 1 of 4 events/);
  assert.match(await row("A product goes into").innerText(), /valid\s+1\s+1\s+0/);
  assert.match(await row("after Product Added").innerText(), /invalid\s+1\s+0\s+1[^]*1 out of order/);
  assert.equal(await page.locator(".unexpected li").innerText(), "Prodct Added 1×");
  await row("Newsletter Joined").getByRole("link", { name: /e-mail address/ }).click();
  await page.waitForURL(/events\/3\.0$/);
  // At a glance too: the sentence says it, and the summary has it among what was found.
  assert.match(await page.locator(".sentence").innerText(), /took in the event\. It breaks the tracking plan Shop: email should be an e-mail address and is "x"\.$/);
  assert.match(await page.locator(".part", { has: page.getByRole("heading", { name: /^Findings/ }) }).innerText(), /Findings 2\s+warning plan Shop: email should be an e-mail address/);
  await page.getByRole("tab", { name: "Findings" }).click();
  const told = page.locator(".part", { has: page.getByRole("heading", { name: "Tracking plan" }) });
  assert.match(await told.innerText(), /Shop: Newsletter Joined is invalid[^]*warning[^]*email should be an e-mail address and is "x"/);
  await told.getByRole("link", { name: "/properties/email" }).click();
  await page.waitForURL(/tab=payload&at=%2Fproperties%2Femail$/);
  assert.match(await page.locator("#here").innerText(), /^email: "x"/);
  await page.goto(new URL("/inspector/events/2.0?tab=findings", page.url()).href);
  assert.match(await told.innerText(), /total should be a number and is "<b>12<\/b>"/);
  await told.getByRole("link", { name: "The whole plan" }).click();
  await page.waitForURL(/\/inspector\/plan$/);
  assert.equal(await page.getByRole("link", { name: "Plan", exact: true }).getAttribute("aria-current"), "page");
  assert.deepEqual(page.problems, []);
});

test("a row of the list says that it breaks the plan", async () => {
  const page = await open(browser, "/inspector/events");
  const marks = page.locator("#rows .breaks");
  assert.equal(await page.locator("#rows [data-id]").count(), 4);
  assert.equal(await marks.count(), 3);
  assert.deepEqual(await marks.evaluateAll((all) => all.map((it) => it.title)), ["warning: breaks the plan", "warning: breaks the plan", "error: breaks the plan"]);
});

test("a test session has a checklist of its own", async () => {
  await fetch(`${process.env.EVENTPIT_URL}/~mine/api/s/page`, { method: "POST", headers: { "content-type": "application/json", "x-write-key": "demo:secret" }, body: "{}" });
  await projected();
  const page = await open(browser, "/inspector/plan");
  await page.getByLabel("Test session").fill("mine");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/session=mine/);
  assert.match(await page.locator(".plan").innerText(), /25 % covered[^]*Every page view\.\s+valid\s+1/);
  assert.equal(await page.locator(".unexpected").count(), 0);
  await page.locator(".checklist a").first().click();
  await page.waitForURL(/events\/.*q=session%3Amine/);
});

test("axe finds nothing, and nothing scrolls sideways, in both themes", async () => {
  const page = await created(browser);
  for (const path of ["/inspector/plan", "/inspector/plan?session=none", "/inspector/events", "/inspector/events/2.0?tab=findings", "/inspector/events/4.0?tab=findings"]) {
    await page.goto(url + path);
    await isAccessible(page, path);
    await fits(page, path);
  }
  await page.context().close();
});
