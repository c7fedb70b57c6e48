import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLive, launch, open, projected, track } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Tabs until the focus is where it should be, and sees the ring on every stop. */
async function tabTo(page, selector) {
  const stops = [];
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate((selector) => {
      const focused = document.activeElement;
      return {
        there: focused.matches(selector),
        ring: getComputedStyle(focused).outlineStyle,
        what: focused.outerHTML.slice(0, 90),
      };
    }, selector);
    assert.notEqual(at.ring, "none", at.what);
    stops.push(at.what);
    if (at.there) return;
  }
  assert.fail(`no way to ${selector}:\n${stops.join("\n")}`);
}

test("from the list to an event, its request, and back", async () => {
  await track("By keyboard");
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  await tabTo(page, ".skip");
  await tabTo(page, "#rows a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/events\/\d+\.0$/);
  await tabTo(page, "main a[href^='/inspector/requests/']");
  await page.keyboard.press("Enter");
  await page.waitForURL(/requests\/\d+$/);
  await page.goBack();
  await page.goBack();
  await page.waitForURL(/inspector$/);
});

test("waiting rows are shown with the keyboard, and the focus is not lost", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await tabTo(page, "#rows a");
  await track("Waiting");
  await page.getByRole("button", { name: "1 new event" }).waitFor();
  await page.keyboard.press("Shift+Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "show-new");
  await page.keyboard.press("Enter");
  await page.locator("#rows tr", { hasText: "Waiting" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
});

test("pause, filter, samples", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await tabTo(page, "#pause");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await page.reload();
  await tabTo(page, "input[name=session]");
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.waitForURL(/session=nobody/);
  await page.getByText("No event matches").waitFor();
  await tabTo(page, "a[href='/inspector/samples']");
  await page.keyboard.press("Enter");
  await page.waitForURL(/samples$/);
  await tabTo(page, ".samples button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/events\/\d+\.0$/);
});
