import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { batch, isLive, launch, open, projected, track } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
  await batch(120);
  await projected();
});
after(() => browser.close());

const row = (page, text) => page.locator("#rows [data-id]", { hasText: text });
const shown = (page) => page.locator("#pane .sentence");

test("the detail stands beside the list, and the address says which", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await row(page, "In batch 118").getByRole("link").click();
  await shown(page).waitFor();
  const [list, pane] = await Promise.all(["#results", "#pane"].map((it) => page.locator(it).boundingBox()));
  assert.ok(list.x + list.width <= pane.x, "side by side");
  const address = page.url();
  assert.match(address, /sel=\d+\.118$/);
  // What comes now waits: the list is read.
  await track("Meanwhile");
  await page.getByRole("button", { name: "1 new event" }).waitFor();
  await page.reload();
  await shown(page).waitFor();
  assert.equal(await page.locator("#rows tr.chosen").innerText().then((text) => text.includes("In batch 118")), true);
  await page.goBack();
  await page.locator("#pane").waitFor({ state: "hidden" });
  await page.goForward();
  await shown(page).waitFor();
  assert.equal(page.url(), address);
  const other = await open(browser, new URL(address).pathname + new URL(address).search);
  await shown(other).waitFor();
  assert.deepEqual([...page.problems, ...other.problems], []);
});

test("the way a list is looked at stays with what is opened from it, and with the way back", async () => {
  const page = await open(browser, "/inspector/events?layout=flat&h=is%3Aduplicate");
  const look = () => ["layout", "h"].map((name) => new URL(page.url()).searchParams.get(name));
  await row(page, "In batch 118").getByRole("link").click();
  await shown(page).waitFor();
  const back = page.locator("#pane [data-back]");
  assert.match(await back.getAttribute("href"), /h=is%3Aduplicate&layout=flat$/);
  await page.locator("#rows").evaluate((table) => { table.dataset.same = "yes"; });
  await back.click();
  await page.locator("#pane").waitFor({ state: "hidden" });
  assert.deepEqual(look(), ["flat", "is:duplicate"]);
  // The list was not read again for it.
  assert.equal(await page.locator("#rows").getAttribute("data-same"), "yes");
  assert.deepEqual(page.problems, []);
});

test("in a narrow window the detail takes the list's place, and Back leads to where it was", async () => {
  const page = await open(browser, "/inspector", { viewport: { width: 400, height: 800 } });
  await isLive(page);
  const wanted = row(page, "In batch 60").getByRole("link");
  await wanted.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 500);
  await wanted.click();
  await shown(page).waitFor();
  assert.equal(await page.locator("#results").isVisible(), false);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await page.locator("#pane").waitFor({ state: "hidden" });
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - before) <= 1);
  assert.equal(await wanted.evaluate((it) => it === document.activeElement), true);
});

for (const width of [400, 1024, 1600]) {
  test(`with the detail open nothing scrolls sideways at ${width} px`, async () => {
    const page = await open(browser, "/inspector", { viewport: { width, height: 800 } });
    await page.locator("#rows a").first().click();
    await shown(page).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px too wide`);
  });
}

test("groups of a page load are folded and unfolded, and rows that come join them", async () => {
  const on = (path) => ({ context: { page: { url: `https://shop.example${path}` } } });
  await track("On one", on("/one"));
  await track("On two", on("/two"));
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  const group = (path) => page.locator("#rows tbody", { has: page.getByRole("button", { name: path }) });
  assert.equal(await group("/two").locator("[data-id]").count(), 1);
  await track("Also on two", on("/two"));
  await row(page, "Also on two").waitFor();
  assert.equal(await group("/two").locator("[data-id]").count(), 2);
  assert.match(await group("/two").locator("tr.group").innerText(), /2 here/);
  await group("/two").getByRole("button").click();
  assert.equal(await row(page, "Also on two").isVisible(), false);
  await group("/two").getByRole("button").click();
  await page.getByRole("link", { name: "Without groups" }).click();
  await page.waitForURL(/layout=flat/);
  await page.locator("#rows.flat").waitFor();
  assert.equal(await page.getByRole("button", { name: "/two" }).isVisible(), false);
});

test("the head of a page load stays in sight while its rows are, below the head of the table", async () => {
  const context = { page: { url: "https://shop.example/long", path: "/long" } };
  for (let count = 0; count < 40; count += 1) await track("On one page", { context });
  await projected();
  const page = await open(browser, "/inspector?q=name%3A%22On+one+page%22");
  await isLive(page);
  await page.evaluate(() => scrollTo(0, 700));
  const place = (selector) => page.locator(selector).first().evaluate((it) => it.getBoundingClientRect().top);
  await page.waitForFunction(() => document.querySelector("#rows tr.group").getBoundingClientRect().top === 30);
  assert.equal(await place("#rows thead"), 0);
  // Where the focus goes, nothing of the row is hidden behind it.
  await page.keyboard.press("j");
  for (let step = 0; step < 30; step += 1) await page.keyboard.press("j");
  for (let step = 0; step < 28; step += 1) await page.keyboard.press("k");
  const row = await page.locator("#rows tr:focus-within").boundingBox();
  assert.ok(row.y >= 60, `${row.y}`);
  await page.setViewportSize({ width: 400, height: 800 });
  await page.evaluate(() => scrollTo(0, 1200));
  await page.waitForFunction(() => document.querySelector("#rows tr.group").getBoundingClientRect().top === 0);
  assert.deepEqual(page.problems, []);
});
