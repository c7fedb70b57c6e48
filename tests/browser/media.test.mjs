// What a page is on paper, and with the colours of a person's own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { events, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
  for (const { send } of Object.values(events)) await send();
  await track("On paper", { properties: { price: 12.5, long: "x".repeat(300) } });
  await projected();
});
after(() => browser.close());

test("on paper an event is its evidence: no buttons, nothing cut off, dark or not", async () => {
  const page = await open(browser, "/inspector?q=name%3A%22On+paper%22", { colorScheme: "dark", viewport: { width: 794, height: 1123 } });
  await page.locator("#rows a").first().click();
  await page.locator("#pane .sentence").waitFor();
  await page.getByRole("tab", { name: "Payload" }).click();
  await page.locator(".tree").waitFor();
  await page.emulateMedia({ media: "print" });
  for (const [what, selector] of Object.entries({ pages: ".top nav", tabs: ".tabs", buttons: ".tools", list: "#results", live: ".live", filter: "#filter" })) {
    assert.equal(await page.locator(selector).first().isVisible(), false, what);
  }
  assert.ok(await page.locator(".title", { hasText: "On paper" }).isVisible());
  const long = page.locator("li[data-pointer='/properties/long'] .value");
  assert.ok((await long.innerText()).includes("x".repeat(300)));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px too wide`);
  // Paper is white, whatever the screen was.
  const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]);
  assert.ok(brightness(ink) < 80, ink);
  assert.ok(paper === "rgba(0, 0, 0, 0)" || brightness(paper) > 240, paper);
  await page.context().close();
});

test("on paper a list has its rows and what was asked for, and neither facets nor timeline", async () => {
  const page = await open(browser, "/inspector");
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#rows [data-id]", { hasText: "On paper" }).isVisible());
  assert.ok(await page.locator("#count").isVisible());
  for (const selector of [".facets", ".histogram", ".acts", ".top nav", ".pages"]) {
    assert.equal(await page.locator(selector).first().isVisible(), false, selector);
  }
  await page.context().close();
});

test("on paper each page says what it is, and how far it was narrowed", async () => {
  const page = await open(browser, "/inspector", { viewport: { width: 794, height: 1123 } });
  for (const path of ["requests", "plan", "compare?a=default&b=none", "consent?session=default", "connectors", "visitors/a1", "faults", "jentis/monitor", "workspace", "settings", "help"]) {
    await page.goto(`${url}/inspector/${path}`);
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("h1").isVisible(), path);
    assert.equal(await page.locator("form button").filter({ visible: true }).count(), 0, path);
    if (path.includes("session=")) assert.ok(await page.getByLabel("Test session").isVisible());
    await page.emulateMedia({ media: null });
  }
  await page.context().close();
});

test("with forced colours what is chosen, focused and lost can still be told", async () => {
  const page = await open(browser, "/inspector", { forcedColors: "active" });
  assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
  await page.locator("#rows a").first().click();
  await page.locator("#pane .sentence").waitFor();
  const border = (selector) => page.locator(selector).first().evaluate((it) => getComputedStyle(it).borderBottomColor);
  assert.notEqual(await border(".tabs [aria-selected=true]"), await border(".tabs [aria-selected=false]"));
  assert.equal(await border(".tabs [aria-selected=false]"), await page.evaluate(() => {
    const probe = document.createElement("i");
    probe.style.color = "Canvas";
    document.body.append(probe);
    return getComputedStyle(probe).color;
  }), "a tab that is not chosen has no line");
  // A shadow is not drawn there: the row that is open has an outline.
  const outline = (selector) => page.locator(selector).first().evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.notEqual(await outline("#rows tr.chosen"), "none");
  assert.equal(await outline("#rows tr[data-id]:not(.chosen)"), "none");
  // Outcomes are words and shapes, not colours.
  for (const text of await page.locator("#rows .outcome").allInnerTexts()) assert.match(text, /^\s*[a-z]+\s*$/);
  assert.equal(await page.locator("#rows .outcome svg").count(), await page.locator("#rows .outcome").count());
  await page.goto(`${url}/inspector/settings`);
  const theme = page.getByRole("button", { name: "System" });
  assert.notEqual(await theme.evaluate((it) => getComputedStyle(it).borderTopWidth), await page.getByRole("button", { name: "Light" }).evaluate((it) => getComputedStyle(it).borderTopWidth));
  await page.context().close();
});

/** From 0 to 255, of `rgb(…)`. */
function brightness(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (red + green + blue) / 3;
}
