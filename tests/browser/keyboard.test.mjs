import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { batch, isLive, launch, open, projected, track } from "./browser.mjs";

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
  await page.waitForURL(/sel=\d+\.0$/);
  await page.locator("#pane .sentence").waitFor();
  await tabTo(page, "#separator");
  await tabTo(page, "#pane a[href^='/inspector/requests/']");
  await page.keyboard.press("Enter");
  await page.waitForURL(/requests\/\d+$/);
  await page.goBack();
  await page.locator("#pane .sentence").waitFor();
  await page.goBack();
  await page.waitForURL(/inspector$/);
  await page.locator("#pane").waitFor({ state: "hidden" });
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
  await page.locator("#rows [data-id]", { hasText: "Waiting" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
});

test("pause, filter, samples", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await tabTo(page, "#pause");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await page.reload();
  await tabTo(page, "#q");
  await page.keyboard.type("session:nobody");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=session%3Anobody/);
  await page.getByText("No event matches").waitFor();
  await page.goto(new URL("/inspector", page.url()).href);
  await tabTo(page, "a[href='/inspector/samples']");
  await page.keyboard.press("Enter");
  await page.waitForURL(/samples$/);
  await tabTo(page, ".samples button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/events\/\d+\.0$/);
});

test("single keys: rows, detail, problems, filter, pages, and the sheet that lists them", async () => {
  await track("First");
  await fetch(`${process.env.EVENTPIT_URL}/inspector/samples/jitsu/wrong-key`, { method: "POST" });
  await track("Last");
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  const focused = () => page.evaluate(() => document.activeElement.closest("tr")?.querySelector(".name a").textContent);
  await page.keyboard.press("j");
  assert.equal(await focused(), "Last");
  await page.keyboard.press("]");
  assert.equal(await focused(), "Signed Up");
  await page.keyboard.press("Enter");
  await page.locator("#pane").getByRole("heading", { name: "Signed Up" }).waitFor();
  await page.keyboard.press("j");
  await page.locator("#pane").getByRole("heading", { name: "First" }).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.locator("#pane").getByRole("heading", { name: "Last" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#pane").waitFor({ state: "hidden" });
  assert.equal(await focused(), "Last");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "Signed Up");
  await page.keyboard.press("/");
  await page.keyboard.type("jk?");
  assert.equal(await page.locator("#q").inputValue(), "jk?");
  await page.locator("h1").focus();
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.waitFor();
  await sheet.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Go on" }).waitFor();
  await page.getByRole("button", { name: "Keys" }).click();
  // The sheet has every page that has a key.
  const [told, known] = await page.evaluate(() => [
    [...document.querySelectorAll("#keys tr")].filter((row) => row.textContent.startsWith("g then")).flatMap((row) => [...row.querySelectorAll("kbd")].slice(1).map((key) => key.textContent)),
    [...document.querySelectorAll("[data-go]")].map((link) => link.dataset.go),
  ]);
  assert.equal(known.length, 12);
  assert.deepEqual(told.toSorted(), known.toSorted());
  await sheet.getByRole("checkbox").check();
  await sheet.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.waitForURL(/inspector\/requests$/);
  assert.deepEqual(page.problems, []);
});

test("the separator is moved with the keyboard and by dragging, and stays where it was", async () => {
  await track("Beside");
  await projected();
  const page = await open(browser, "/inspector");
  await page.locator("#rows a").first().click();
  const separator = page.getByRole("separator", { name: "Width of the list" });
  await separator.waitFor();
  await separator.focus();
  await page.keyboard.press("Home");
  assert.equal(await separator.getAttribute("aria-valuenow"), "25");
  await page.keyboard.press("ArrowRight");
  assert.equal(await separator.getAttribute("aria-valuenow"), "27");
  const width = (selector) => page.locator(selector).evaluate((it) => it.getBoundingClientRect().width);
  const narrow = await width("#results");
  const box = await separator.boundingBox();
  await page.mouse.move(box.x + 6, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 306, box.y + 200, { steps: 4 });
  await page.mouse.up();
  assert.ok(Math.abs((await width("#results")) - narrow - 300) < 20);
  const share = await separator.getAttribute("aria-valuenow");
  await page.reload();
  await page.locator("#pane .sentence").waitFor();
  assert.equal(await separator.getAttribute("aria-valuenow"), share);
});

test("x chooses what the button chooses; t names a recording", async () => {
  await batch(3);
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.locator("#told", { hasText: "press x on another" }).waitFor({ state: "attached" });
  const first = await page.locator("#rows tr[data-id]:focus-within").getAttribute("data-id");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Compare with ${first}` }).waitFor();
  // Pressed on the one that is open, the key does the same as the button.
  await page.keyboard.press("x");
  await page.waitForURL(new RegExp(`tab=compare.*with=${first}`));
  await page.getByRole("tabpanel", { name: "Compare" }).waitFor();
  await page.getByRole("button", { name: "Choose to compare" }).click();
  await page.getByRole("button", { name: "Chosen to compare" }).waitFor();
  await page.keyboard.press("x");
  await page.locator("#told", { hasText: "Not chosen any more" }).waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Choose to compare" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#pane").waitFor({ state: "hidden" });
  await page.keyboard.press("t");
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await page.getByText("Recording by-keyboard").waitFor();
  await isLive(page);
  await page.keyboard.press("t");
  await page.keyboard.press("Enter");
  await page.getByText("Recording by-keyboard").waitFor({ state: "detached" });
  assert.deepEqual(page.problems, []);
});

test("who listens is told which row of the list it is", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  await track("The newest row");
  await page.locator("#rows [data-id]", { hasText: "The newest row" }).waitFor();
  const indexes = await page.locator("#rows tr").evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))));
  assert.ok(indexes.length > 4);
  assert.deepEqual(indexes, indexes.map((_, place) => place + 1));
  assert.equal(await page.locator("#rows").getAttribute("aria-rowcount"), "-1");
});

test("Escape closes the menu that is open, wherever the focus is, and only then the detail", async () => {
  await track("Behind a menu");
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  await page.locator("#rows a").first().click();
  await page.locator("#pane .sentence").waitFor();
  for (const menu of ["Recording", "Views", "Highlight", "Export", "Name"]) {
    await page.locator("summary", { hasText: menu }).first().click();
    await page.locator(".facet[open]").waitFor();
    // Into the box that is in it, or away from it.
    if (menu === "Recording") await page.getByLabel("Name", { exact: true }).focus();
    if (menu === "Views") await page.locator("#pane").focus();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".facet[open]").count(), 0, menu);
    assert.ok(await page.locator("#pane").isVisible(), menu);
    assert.match(await page.evaluate(() => document.activeElement.textContent), new RegExp(`^${menu}`));
  }
  await page.keyboard.press("Escape");
  await page.locator("#pane").waitFor({ state: "hidden" });
  assert.deepEqual(page.problems, []);
});
