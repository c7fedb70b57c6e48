import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { debugged, launch, open, stray, track } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const long = "x".repeat(300);

for (const width of [400, 800, 1600]) {
  test(`no page scrolls sideways at ${width} px`, async () => {
    await track(long, { properties: { [long]: long, url: `https://a.example/${long}` }, anonymousId: long, context: { page: { path: `/${long}` } } });
    await stray(`/${long}?${long}`, { [`x-${long}`]: long });
    await debugged(long.slice(100));
    const page = await open(browser, "/inspector?session=none", { viewport: { width, height: 800 } });
    const paths = ["/inspector", "/inspector/requests", "/inspector/samples", "/inspector/workspace", "/inspector/plan", "/inspector/faults", "/inspector/nothing", "/inspector/jentis/monitor", `/inspector/jentis/monitor/${long.slice(100)}`, "/inspector/jentis/monitor/axe", "/inspector/jentis/monitor/axe?view=states", "/inspector/patterns", `/inspector/visitors/${long}`, "/inspector/consent", "/inspector/connectors", "/inspector/compare", "/inspector/compare?a=default&b=none", "/inspector/settings", "/inspector/help", "/inspector/help/REFERENCE", "/inspector/help/fidelity/jitsu"];
    for (const list of ["events", "requests"]) {
      await page.goto(new URL(`/inspector/${list}`, page.url()).href);
      paths.push(await page.locator("#rows a").first().getAttribute("href"));
    }
    for (const path of paths) {
      await page.goto(new URL(path, page.url()).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${path} is ${over} px too wide`);
      const small = await page.locator("main button:visible, main a.button:visible, nav a:visible").evaluateAll((targets) => targets
        .map((target) => ({ box: target.getBoundingClientRect(), text: target.textContent }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ text }) => text));
      assert.deepEqual(small, [], path);
    }
  });
}
