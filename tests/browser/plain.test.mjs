import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { batch, launch, open, projected, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const plain = { javaScriptEnabled: false };

test("the empty page teaches, and its sample leads to an event", async () => {
  const page = await open(browser, "/inspector", plain);
  assert.match(await page.locator("noscript").innerText(), /not live/);
  assert.equal(await page.getByText("curl -s 'http://localhost").count(), 4);
  assert.equal(await page.locator("button:visible", { hasText: "Copy" }).count(), 0);
  assert.equal(await page.locator("#pause:visible").count(), 0);
  await page.locator("li", { hasText: "Page view" }).first().getByRole("button").click();
  await page.waitForURL(/events\/1\.0$/);
  assert.match(await page.locator(".sentence").innerText(), /took in the event/);
  assert.match(await page.locator("time").first().innerText(), /^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/);
});

test("lists, older pages, filters and details work by links and forms", async () => {
  await batch(120);
  await projected();
  const page = await open(browser, "/inspector/events", plain);
  assert.equal(await page.locator("#rows [data-id]").count(), 100);
  await page.getByRole("link", { name: "Older events" }).click();
  await page.waitForURL(/before=\d+\.20$/);
  assert.match(await page.locator("#rows [data-id]").first().innerText(), /In batch 19/);
  await page.getByRole("link", { name: "To the newest" }).click();
  await page.getByLabel("Filter").fill("platform:datafly");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/q=platform%3Adatafly/);
  await page.getByText("No event matches.").waitFor();
  await page.getByRole("link", { name: "Leave out platform:datafly" }).click();
  await page.waitForURL(({ search }) => !search.includes("q="));
  assert.equal(await page.locator("#rows [data-id]").count(), 100);
  await page.getByLabel("Filter").fill("platform:");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/q=platform%3A(&|$)/);
  assert.match(await page.locator("#meaning").innerText(), /^Not applied\./);
  assert.equal(await page.locator("#rows [data-id]").count(), 100);
  await page.goto(new URL("/inspector/events", page.url()).href);
  await page.locator("summary", { hasText: "Platform" }).click();
  await page.locator(".facet a", { hasText: "Jitsu" }).click();
  await page.waitForURL(/q=platform%3Ajitsu/);
  await page.getByRole("link", { name: "Without groups" }).click();
  await page.waitForURL(/layout=flat/);
  // What leads on keeps how the list is looked at.
  await page.locator("summary", { hasText: "Highlight" }).click();
  await page.getByLabel("What is highlighted").fill("is:duplicate");
  await page.getByRole("button", { name: "Highlight" }).click();
  await page.waitForURL(/h=is%3Aduplicate/);
  for (const link of ["#overview .chip", ".facet a[data-list]", "#timeline a"]) {
    const { searchParams } = new URL(await page.locator(link).first().getAttribute("href"), url);
    assert.deepEqual([searchParams.get("layout"), searchParams.get("h")], ["flat", "is:duplicate"], link);
  }
  await page.locator("#overview .chip").click();
  await page.waitForURL(({ search }) => !search.includes("q="));
  assert.match(page.url(), /h=is%3Aduplicate&layout=flat/);
  await page.locator("#rows a").first().click();
  await page.getByText("Event 120 of 120 in request").waitFor();
  // So does what leads into an event, on to the next, and back.
  const looks = async (link) => {
    const { searchParams } = new URL(await link.getAttribute("href"), url);
    assert.deepEqual([searchParams.get("layout"), searchParams.get("h")], ["flat", "is:duplicate"], String(link));
  };
  await page.getByRole("link", { name: "Older", exact: true }).click();
  await page.getByText("Event 119 of 120 in request").waitFor();
  await page.getByRole("navigation", { name: "Parts" }).getByRole("link", { name: "Payload" }).click();
  await page.locator(".tree").waitFor();
  await looks(page.locator("article").getByRole("link", { name: /^request \d/ }));
  await looks(page.getByRole("link", { name: "← Events" }));
  await page.getByRole("link", { name: "← Events" }).click();
  await page.locator("#rows.flat").waitFor();
  // And the forms that name a recording, and end it.
  await page.locator("summary", { hasText: "Recording" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Plain looks");
  await page.getByRole("button", { name: "Start recording" }).click();
  await page.waitForURL(/q=session%3Aplain-looks&h=is%3Aduplicate&layout=flat$/);
  await looks(page.getByRole("link", { name: "what it has" }));
  await page.getByRole("button", { name: "Stop" }).click();
  await page.locator(".recording").waitFor({ state: "detached" });
  await page.waitForURL(/q=session%3Aplain-looks&h=is%3Aduplicate&layout=flat$/);
});
