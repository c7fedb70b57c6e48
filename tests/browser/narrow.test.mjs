import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits } from "./accessible.mjs";
import { debugged, launch, open, projected, stray, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const long = "x".repeat(300);

const PATHS = [
  "/inspector",
  "/inspector/requests",
  "/inspector/samples",
  "/inspector/workspace",
  "/inspector/plan",
  "/inspector/faults",
  "/inspector/nothing",
  "/inspector/jentis/monitor",
  `/inspector/jentis/monitor/${long.slice(100)}`,
  "/inspector/jentis/monitor/axe",
  "/inspector/jentis/monitor/axe?view=states",
  "/inspector/patterns",
  `/inspector/visitors/${long}`,
  "/inspector/consent",
  "/inspector/connectors",
  "/inspector/compare",
  "/inspector/baseline",
  "/inspector/compare?a=default&b=none",
  "/inspector/settings",
  "/inspector/help",
  "/inspector/help/REFERENCE",
  "/inspector/help/fidelity/jitsu",
];

test("no page scrolls sideways, and every target is large enough, at 400, 800, 1024 and 1600 px", async () => {
  await track(long, { properties: { [long]: long, url: `https://a.example/${long}` }, anonymousId: long, context: { page: { path: `/${long}` } } });
  await track(long, { properties: { [long]: 1, price: 2 }, anonymousId: long });
  await stray(`/${long}?${long}`, { [`x-${long}`]: long });
  await debugged(long.slice(100));
  const page = await open(browser, "/inspector?session=none");
  const paths = [...PATHS];
  for (const list of ["events", "requests"]) {
    const { items } = await (await fetch(`${url}/inspector/api/v1/${list}?limit=1`)).json();
    paths.push(`/inspector/${list}/${items[0].id}`);
    if (list === "events") paths.push(...["payload", "compare", "compare&ignore=price"].map((tab) => `/inspector/events/${items[0].id}?tab=${tab}`));
  }
  for (const path of paths) {
    await page.goto(url + path);
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
    for (const width of [400, 800, 1024, 1600]) {
      await fits(page, path, [width]);
      const small = await page.evaluate(() => [...document.querySelectorAll("main button, main a.button, nav a")]
        .filter((target) => target.checkVisibility({ visibilityProperty: true }))
        .map((target) => ({ box: target.getBoundingClientRect(), text: target.textContent }))
        .filter(({ box }) => box.width > 0 && box.height > 0 && (box.width < 24 || box.height < 24))
        .map(({ text }) => text));
      assert.deepEqual(small, [], `${path} at ${width} px`);
    }
  }
});

test("at 400 px facets stand side by side, below the buttons", async () => {
  await track("Signed Up");
  await projected();
  const page = await open(browser, "/inspector", { viewport: { width: 400, height: 800 } });
  const tops = await page.locator("#overview .facet").evaluateAll((facets) => facets.map((it) => it.getBoundingClientRect().top));
  assert.ok(tops.length > 3);
  assert.ok(new Set(tops).size <= tops.length / 2, `${tops.length} facets in ${new Set(tops).size} lines`);
  const { y, height } = await page.locator(".acts").boundingBox();
  assert.ok(tops[0] >= y + height);
});

test("at 400 px the pages stand in one line, and what scrolls sideways fades out where there is more", async () => {
  const page = await open(browser, "/inspector/jentis/monitor", { viewport: { width: 400, height: 800 } });
  assert.ok((await page.locator(".top").boundingBox()).height < 100);
  const here = await page.locator(".top nav [aria-current]").boundingBox();
  assert.ok(here.x >= 0 && here.x + here.width <= 400, "the page that is shown is seen");
  const table = page.locator(".scroll").first();
  const fade = (name) => table.evaluate((it, name) => Number.parseFloat(getComputedStyle(it).getPropertyValue(name)), name);
  assert.deepEqual([await fade("--before"), await fade("--after")], [0, 48]);
  await table.evaluate((it) => { it.scrollLeft = it.scrollWidth; });
  await page.waitForFunction(() => Number.parseFloat(getComputedStyle(document.querySelector(".scroll")).getPropertyValue("--after")) < 2);
  assert.ok(await fade("--before") > 40);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.waitForFunction(() => getComputedStyle(document.querySelector(".scroll")).getPropertyValue("--before") === "0px");
  assert.equal(await fade("--after"), 0);
});

test("a long name leaves what is said of the event in sight, whole, at each width", async () => {
  const long = `Checkout ${"of a basket with many things in it ".repeat(4)}`;
  const session = { "x-eventpit-session": "narrow" };
  for (let time = 0; time < 2; time += 1) await track(long, { messageId: "narrow-1", properties: { when: "x".repeat(200) }, timestamp: "nonsense" }, session);
  await projected();
  const page = await open(browser, "/inspector/events?q=session%3Anarrow");
  for (const width of [400, 1024, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const tag = page.locator("#rows .repeats").first();
    const [mark, cell] = [await tag.boundingBox(), await tag.locator("xpath=..").boundingBox()];
    assert.ok(mark.width > 70 && mark.x + mark.width <= cell.x + cell.width, `the flag at ${width} px`);
    for (const each of await page.locator("#rows .tag").all()) {
      const [box, around] = [await each.boundingBox(), await each.locator("xpath=..").boundingBox()];
      assert.ok(box.y >= around.y && box.y + box.height <= around.y + around.height, `a border at ${width} px`);
    }
    assert.ok((await page.locator("#rows [data-id] .name").first().getAttribute("title")).includes(long.trim()));
    // What is cut off says so.
    const found = page.locator("#rows .findings .found:not(.breaks)").first();
    const [end, room] = [await found.boundingBox(), await page.locator("#rows [data-id] .findings").first().boundingBox()];
    assert.ok(end.x + end.width <= room.x + room.width + 1, `what was found at ${width} px`);
  }
});

test("at 1024 px the head has two lines", async () => {
  const page = await open(browser, "/inspector/plan", { viewport: { width: 1024, height: 800 } });
  await page.locator("#show-keys").waitFor();
  assert.ok((await page.locator(".top").boundingBox()).height < 90);
});
