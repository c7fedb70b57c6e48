import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { created, events, isLive, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => {
  browser = await launch();
  for (const { send } of Object.values(events)) await send();
  await fetch(`${url}/inspector/samples/jitsu/wrong-key`, { method: "POST" });
  await track("Mine", {}, { "x-eventpit-session": "checkout" });
  await projected();
});
after(() => browser.close());

const row = (page, text) => page.locator("#rows [data-id]", { hasText: text });
const rows = (page) => page.locator("#rows [data-id]");
const meaning = (page) => page.locator("#meaning");

test("the filter says what it means while it is typed, and is applied with Enter", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.fill("platform:jitsu -outcome:dropped");
  await page.waitForFunction(() => document.getElementById("meaning").textContent.startsWith("Jitsu events that were not dropped"));
  assert.equal(await rows(page).count(), 6);
  await filter.press("Enter");
  await page.waitForURL(/q=platform%3Ajitsu\+-outcome%3Adropped$/);
  await page.locator("#count", { hasText: "2 of 6 events" }).waitFor();
  assert.equal(await rows(page).count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await isLive(page);
  await page.locator("h1").focus();
  await track("Also Jitsu");
  await row(page, "Also Jitsu").waitFor();
  await events.Datafly.send();
  await projected();
  assert.equal(await row(page, "Datafly").count(), 0);
  await page.goBack();
  await page.locator("#count", { hasText: "8 events" }).waitFor();
  assert.equal(await filter.inputValue(), "");
  await page.goForward();
  await page.locator("#count", { hasText: " of " }).waitFor();
  assert.equal(await filter.inputValue(), "platform:jitsu -outcome:dropped");
  assert.deepEqual(page.problems, []);
});

test("what cannot be read is not applied: what is wrong and where stands beside it", async () => {
  const page = await open(browser, "/inspector?q=platform%3Ajitsu");
  const filter = page.getByRole("combobox", { name: "Filter" });
  const before = await rows(page).count();
  await filter.fill("platform:jitsu outcome:droped");
  await page.locator("#meaning mark", { hasText: "droped" }).waitFor();
  assert.equal(await filter.getAttribute("aria-describedby"), "meaning begins");
  assert.equal(await filter.getAttribute("aria-invalid"), "true");
  assert.match(await meaning(page).innerText(), /^Not applied\..*at character \d+/);
  await filter.press("Enter");
  await page.locator("#told", { hasText: "Not applied." }).waitFor({ state: "attached" });
  assert.match(page.url(), /q=platform%3Ajitsu$/);
  assert.equal(await rows(page).count(), before);
  await page.goto(new URL("/inspector?q=outcome%3A", page.url()).href);
  assert.match(await meaning(page).innerText(), /^Not applied\./);
  assert.ok((await rows(page).count()) > before);
  assert.deepEqual(page.problems, []);
});

test("what may follow is suggested, and chosen with the keyboard", async () => {
  const page = await open(browser, "/inspector");
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.pressSequentially("plat");
  const option = (name) => page.getByRole("option", { name });
  await option(/^platform:/).waitFor();
  assert.equal(await filter.getAttribute("aria-expanded"), "true");
  await filter.press("ArrowDown");
  assert.equal(await option(/^platform:/).getAttribute("aria-selected"), "true");
  assert.equal(await filter.getAttribute("aria-activedescendant"), "suggestion-0");
  await filter.press("Enter");
  assert.equal(await filter.inputValue(), "platform:");
  await option("datafly").waitFor();
  await option("datafly").click();
  assert.equal(await filter.inputValue(), "platform:datafly ");
  await page.waitForFunction(() => document.getElementById("meaning").textContent === "Datafly events");
  await filter.pressSequentially("session:");
  await option("checkout").waitFor();
  await filter.press("Escape");
  await page.locator("#suggestions").waitFor({ state: "hidden" });
  assert.equal(await filter.inputValue(), "platform:datafly session:");
});

test("a suggestion that is older than what is typed replaces the whole word, or nothing", async () => {
  const page = await open(browser, "/inspector");
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.pressSequentially("p");
  await page.getByRole("option", { name: /^platform:/ }).waitFor();
  await page.route("**/inspector/api/v1/query?*", () => {});
  await filter.pressSequentially("lat");
  await page.getByRole("option", { name: /^platform:/ }).click();
  assert.equal(await filter.inputValue(), "platform:");
  await filter.fill("name:x p");
  await page.getByRole("option", { name: /^platform:/ }).click();
  assert.equal(await filter.inputValue(), "name:x p");
});

test("facets narrow the list, chips widen it again", async () => {
  const page = await open(browser, "/inspector");
  await page.locator("summary", { hasText: "Outcome" }).click();
  const dropped = page.locator(".facet[open] a", { hasText: "dropped" });
  assert.equal(await dropped.locator(".quiet").innerText(), "1");
  await dropped.click();
  await page.waitForURL(/q=outcome%3Adropped/);
  await page.locator("#count", { hasText: /^1 of \d+ events$/ }).waitFor();
  await page.locator("summary", { hasText: "Time" }).click();
  await page.locator(".facet[open] a", { hasText: "last hour" }).click();
  await page.waitForURL(/after%3A-1h/);
  await page.locator(".chip", { hasText: "outcome:dropped" }).click();
  await page.waitForURL((address) => address.searchParams.get("q") === "after:-1h");
  await page.locator("#count", { hasText: /^(\d+) of \1 events$/ }).waitFor();
});

test("a filter that finds nothing offers to leave out what excludes most", async () => {
  const page = await open(browser, "/inspector?q=platform%3Ajitsu+name%3Anothing");
  assert.match(await page.locator("#empty").innerText(), /No event matches\. You asked for: Jitsu events that are named “nothing”\./);
  await page.getByRole("link", { name: "Leave out name:nothing" }).click();
  await page.waitForURL(/q=platform%3Ajitsu$/);
  assert.ok((await rows(page).count()) >= 3);
});

test("a bar of the timeline narrows the list to its time, with the keyboard too", async () => {
  const page = await open(browser, "/inspector");
  const bar = page.locator("#timeline .bar-of").last();
  assert.match(await bar.getAttribute("aria-label"), /accepted/);
  assert.equal(await page.locator("#timeline .bar-of[tabindex='0']").count(), 1);
  await bar.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/after%3A.*before%3A/);
  await page.locator("#count", { hasText: " of " }).waitFor();
  // The bars are drawn again after the count.
  await page.waitForFunction(() => document.querySelectorAll("#timeline .bar-of").length === 1);
});

test("a stretch of the timeline is chosen by dragging, and with Shift and the arrow keys", async () => {
  const page = await open(browser, "/inspector");
  const bars = page.locator("#timeline .bar-of");
  // A bar is a second: there are two once something came in another one than the first.
  while (await bars.count() < 2) {
    await track("In another second");
    await projected();
    await page.reload();
  }
  const [first, last] = [bars.first(), bars.last()];
  const [from, to] = [await first.getAttribute("data-from"), await last.getAttribute("data-to")];
  const isStretch = (address) => address.searchParams.get("q") === `after:${from} before:${to}`;
  await last.focus();
  await page.keyboard.press("Shift+Home");
  await page.locator("#told", { hasText: /^\d+ bars: Enter shows/ }).waitFor({ state: "attached" });
  assert.equal(await page.locator(".bar-of.within").count(), await bars.count());
  await page.keyboard.press("Enter");
  await page.waitForURL(isStretch);
  await page.goto(`${url}/inspector?h=name%3Anothing`);
  const [start, end] = [await first.boundingBox(), await last.boundingBox()];
  await page.mouse.move(end.x + 3, end.y + 20);
  await page.mouse.down();
  await page.mouse.move(start.x + 3, start.y + 20, { steps: 5 });
  assert.equal(await page.locator(".bar-of.within").count(), await bars.count());
  await page.mouse.up();
  await page.waitForURL(isStretch);
  assert.equal(new URL(page.url()).searchParams.get("h"), "name:nothing");
  // It begins and ends where there is no bar too.
  await page.goto(`${url}/inspector`);
  const all = await page.locator("#timeline").boundingBox();
  await page.mouse.move(all.x + 1, all.y + 2);
  await page.mouse.down();
  await page.mouse.move(all.x + all.width - 1, all.y + 8, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(isStretch);
  assert.deepEqual(page.problems, []);
});

test("a second query highlights, what is saved as a view comes back, with and without JavaScript", async () => {
  const page = await open(browser, "/inspector?q=platform%3Ajitsu");
  await page.waitForSelector("body[data-live=open]");
  const all = await rows(page).count();
  await page.locator("summary", { hasText: "Highlight" }).click();
  await page.getByLabel("What is highlighted").fill("name:Marked");
  await page.keyboard.press("Enter");
  await page.waitForURL(/h=name%3AMarked/);
  await page.locator("#highlighted", { hasText: "Highlighted: events that are named “Marked”." }).waitFor();
  await page.waitForSelector("body[data-live=open]");
  assert.deepEqual([await rows(page).count(), await page.locator("tr.marked").count()], [all, 0]);
  // What comes while one looks is highlighted too, in a word.
  await track("Marked");
  await track("Not that");
  await page.locator("tr.marked", { hasText: "highlighted" }).waitFor();
  await page.locator("#rows tr", { hasText: "Not that" }).waitFor();
  assert.equal(await page.locator("tr.marked").count(), 1);
  await page.locator("summary", { hasText: "Views" }).click();
  await page.getByLabel("Name of this view").fill("<b>Marked</b> & more");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.locator("summary", { hasText: "Views 1" }).waitFor();
  const plain = await open(browser, "/inspector", { javaScriptEnabled: false });
  await plain.locator("summary", { hasText: "Views 1" }).click();
  await plain.getByRole("link", { name: "<b>Marked</b> & more" }).click();
  await plain.waitForURL(/q=platform%3Ajitsu&h=name%3AMarked/);
  assert.equal(await plain.locator("tr.marked").count(), 1);
  await plain.goto(`${url}/inspector/views/${encodeURIComponent("<b>Marked</b> & more")}`);
  await plain.waitForURL(/q=platform%3Ajitsu&h=name%3AMarked/);
  await plain.locator("summary", { hasText: "Views 1" }).click();
  await plain.getByRole("button", { name: "Delete <b>Marked</b> & more" }).click();
  await plain.locator("summary", { hasText: /^Views$/ }).waitFor();
  await plain.goto(`${url}/inspector?h=outcome%3A`);
  assert.match(await plain.locator("#highlighted").innerText(), /^Nothing is highlighted\. .*at character 9/);
  assert.deepEqual(page.problems, []);
});

test("the newest event that matches has an address of its own", async () => {
  const page = await open(browser, "/inspector/latest?q=session%3Acheckout");
  assert.match(new URL(page.url()).pathname, /\/inspector\/events\/\d+\.0$/);
  await page.getByRole("heading", { name: "Mine" }).waitFor();
  const nothing = await fetch(`${url}/inspector/latest?q=name%3Anothing`);
  assert.equal(nothing.status, 404);
  const wrong = await fetch(`${url}/inspector/latest?q=outcome%3A`);
  assert.equal(wrong.status, 400);
  assert.match(await wrong.text(), /The query cannot be read: a value is missing here/);
  for (const path of ["events", "requests", "plan"]) assert.equal((await fetch(`${url}/inspector/${path}`, { method: "HEAD" })).status, 200, path);
});

test("an overview that the server had no time for is read once more", async () => {
  const page = await created(browser);
  await page.route((address) => address.pathname === "/inspector", async (route) => {
    const answer = await route.fetch();
    const whole = await answer.text();
    const body = whole.replace(/<details class="facet" name="facet">[^]*?<\/details>/g, "").replace(/<div class="histogram">[^]*?<\/div>/, "");
    assert.notEqual(body, whole);
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${url}/inspector`);
  assert.equal(await page.locator("#overview .facet").count(), 0);
  await page.locator("#overview .facet").first().waitFor();
  await page.locator("#timeline .bar-of").first().waitFor();
});

test("beside an open detail the list is narrowed by one field after another, and the detail follows", async () => {
  for (const price of [1, 2]) await track("Add To Cart", { properties: { price, currency: "EUR" } });
  await track("Between");
  await track("Add To Cart", { properties: { price: 1, currency: "USD" } });
  await projected();
  const page = await open(browser, '/inspector/events?q=currency');
  await rows(page).first().getByRole("link").click();
  await page.locator("#pane .sentence").waitFor();
  await page.getByRole("tab", { name: "Payload" }).click();
  const filter = page.getByRole("combobox", { name: "Filter" });
  await filter.fill('name:"Add To Cart"');
  await filter.press("Enter");
  const isFiltered = (q) => page.waitForURL((address) => address.searchParams.get("q") === q);
  await isFiltered('name:"Add To Cart"');
  const menu = async (field, link) => {
    if (await page.locator(".field-menu").count() === 0) await page.locator(`.tree li[data-pointer="${field}"]`).getByRole("button").click();
    await page.locator(".field-menu").getByRole("link", { name: link }).click();
  };
  await menu("/properties/price", "Filter by this");
  await isFiltered('name:"Add To Cart" properties.price=1');
  await page.keyboard.press("Escape");
  await page.locator(".tree li[data-pointer='/properties/currency']").getByRole("button").click();
  await page.locator(".field-menu").getByRole("link", { name: "Exclude this" }).click();
  const both = 'name:"Add To Cart" properties.price=1 -properties.currency="USD"';
  await isFiltered(both);
  await page.locator("#count", { hasText: /^1 of/ }).waitFor();
  // The next older one is that of the list as it is now.
  await page.waitForFunction((q) => new URL(document.querySelector("#pane [data-back]").href).searchParams.get("q") === q, both);
  await page.locator("#pane").getByRole("link", { name: "Older" }).click();
  await page.waitForFunction(() => document.querySelector("#pane [rel=next]") === null);
  assert.equal(await page.locator("#rows tr.chosen").count(), 1);
  await isFiltered(both);
  assert.deepEqual(page.problems, []);
});

test("a list that begins after a place says so, with a filter and without", async () => {
  await track("Before");
  await track("After");
  await projected();
  const { items: [, before] } = await (await fetch(`${url}/inspector/api/v1/events?limit=2`)).json();
  const begins = `The list begins after event ${before.id}.`;
  for (const options of [{ javaScriptEnabled: false }, {}]) {
    const page = await open(browser, `/inspector/events?since=${before.id}`, options);
    assert.equal(await page.locator("#filter .meaning:visible").allInnerTexts().then((all) => all.join("|")), begins);
    await page.getByRole("textbox", { name: "Filter" }).or(page.getByRole("combobox", { name: "Filter" })).fill("name:After");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await page.waitForURL(/q=name%3AAfter/);
    await page.locator("#meaning", { hasText: /After/ }).waitFor();
    assert.equal(await page.locator("#begins").innerText(), begins);
    assert.equal(await page.locator("#rows [data-id]").count(), 1);
    // Without the place nothing is said of it.
    await page.getByRole("link", { name: "since" }).click();
    await page.waitForURL(({ search }) => !search.includes("since"));
    await page.locator("#begins").waitFor({ state: "hidden" });
    assert.deepEqual(page.problems, []);
  }
  const page = await open(browser, `/inspector/requests?since=${before.cursor}`);
  assert.equal(await page.locator("#begins").innerText(), `The list begins after request ${before.cursor}.`);
});
