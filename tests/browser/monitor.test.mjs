import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLive, launch, open, preview, projected } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Tabs until the focus is where it should be. */
async function tabTo(page, selector) {
  for (let stop = 0; stop < 60; stop++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  assert.fail(`no way to ${selector}`);
}

test("a session is started, followed and ended with the keyboard", async () => {
  const page = await open(browser, "/inspector/jentis/monitor");
  await tabTo(page, "select[name=of]");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "input[name=code]");
  await page.keyboard.type("by-keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/monitor\/by-keyboard$/);
  assert.match(await page.locator("main").innerText(), /2, current edit/);
  await isLive(page);
  // What comes is there without a reload.
  await preview("2", "by-keyboard");
  await page.getByRole("link", { name: "A state was executed" }).waitFor();
  assert.match(await page.locator("main").innerText(), /jts_push_submit: pageview, by /);
  await tabTo(page, ".views a[href$='view=states']");
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=states$/);
  const meta = page.locator("details.delivery", { hasText: "Meta Conversions API" });
  assert.match(await meta.locator("summary").innerText(), /not consented/);
  assert.match(await page.locator("main").innerText(), /did not fire/);
  await isLive(page);
  // Where something is unfolded, nothing moves.
  await tabTo(page, "details summary");
  await page.keyboard.press("Enter");
  await preview("2", "by-keyboard");
  await page.getByRole("link", { name: "Show what is new" }).waitFor();
  assert.equal(await page.locator("#monitor > section").count(), 1);
  await page.getByRole("link", { name: "Show what is new" }).click();
  await page.locator("#monitor > section").nth(1).waitFor();
  await page.getByRole("button", { name: "End debug session" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/jentis\/monitor$/);
  assert.match(await page.getByRole("row", { name: /by-keyboard/ }).innerText(), /ended/);
  assert.deepEqual(page.problems, []);
});

test("a code that is nobody's is claimed, without JavaScript too", async () => {
  await preview("2", "unheard");
  await projected();
  const page = await open(browser, "/inspector/jentis/monitor", { javaScriptEnabled: false });
  await page.getByRole("button", { name: "Claim unheard" }).click();
  await page.waitForURL(/monitor\/unheard$/);
  // What does not say who began it has nothing in that place.
  await preview("2", "unheard", "");
  await projected();
  await page.getByRole("link", { name: "Reload" }).click();
  // The page before it has all but the state that came meanwhile.
  const logs = page.locator("#monitor", { hasText: "A state was executed" });
  await logs.waitFor();
  assert.match(await logs.innerText(), /A state was executed\s+pageview, by [\s\S]*The debug session was started[\s\S]*Not in this session/);
});
