import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { firstPage } from "./first_page.mjs";
import { batch, isLive, launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const rows = (page) => page.locator("#rows [data-id]");

test("10,000 events a minute come while a person reads: nothing moves", async () => {
  await batch(200);
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  const reading = page.locator("#rows [data-id]").nth(20);
  await reading.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, 600));
  const id = await reading.getAttribute("data-id");
  const place = () => page.locator(`#rows [data-id="${id}"]`).evaluate((row) => row.getBoundingClientRect().top);
  const before = await place();
  // Every frame is looked at, not only the last one.
  await page.evaluate((id) => {
    const row = document.querySelector(`#rows [data-id="${CSS.escape(id)}"]`);
    window.places = new Set();
    const look = () => {
      window.places.add(row.getBoundingClientRect().top);
      requestAnimationFrame(look);
    };
    look();
  }, id);
  // 40 each 240 ms, for 6 seconds, whether those before are answered or not.
  const sending = [];
  for (let sent = 0; sent < 1_000; sent += 40) {
    sending.push(batch(40));
    await new Promise((next) => setTimeout(next, 240));
  }
  assert.deepEqual(new Set(await Promise.all(sending)), new Set([200]));
  await projected();
  await page.getByRole("button", { name: /new events/ }).waitFor();
  assert.equal(await place(), before);
  assert.deepEqual(await page.evaluate(() => [...window.places]), [before]);
  await page.getByRole("button", { name: /new events/ }).click();
  await page.waitForFunction(() => scrollY === 0);
  const newest = (await (await fetch(`${url}/inspector/api/v1/events?limit=1`)).json()).items[0].id;
  await page.locator(`#rows [data-id="${newest}"]`).waitFor();
  assert.ok((await rows(page).count()) <= 500);
  assert.deepEqual(page.problems, []);
});

test("a search for which there was no time is gone on with until something is found", async () => {
  await batch(120);
  await track("Needle far back");
  await batch(150);
  await projected();
  const page = await open(browser, "/inspector");
  await isLive(page);
  const last = await rows(page).last().getAttribute("data-id");
  // As the server answers where the time is over before anything is found: a page without a row, that
  // leads to the next.
  let turns = 2;
  const paths = [];
  await page.route(/\/inspector\/events\?.*before=/, async (route) => {
    paths.push(route.request().url());
    const answer = await route.fetch();
    if (turns-- <= 0) return route.fulfill({ response: answer });
    const html = await answer.text();
    const place = `before=${last}`;
    const body = html.replace(/<tbody[\s\S]*<\/tbody>/, "").replace(/(id="older"[^>]*)before=[^"&]*/, `$1${place}`).replace(/(id="older"[^>]*) hidden/, "$1");
    return route.fulfill({ response: answer, body });
  });
  await page.locator("#older").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((last) => [...document.querySelectorAll("#rows [data-id]")].at(-1).dataset.id !== last, last);
  assert.ok(paths.length >= 3, paths.join(" "));
  await page.waitForFunction(() => !document.querySelector("#older").ariaBusy);
  assert.deepEqual(page.problems, []);
});

test("a list that is followed for long stays within 500 rows, newest first, each once", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  for (let count = 0; count < 8; count++) {
    await batch(60);
    await projected();
  }
  await track("The last one");
  await page.locator("#rows [data-id]", { hasText: "The last one" }).waitFor();
  const ids = await rows(page).evaluateAll((rows) => rows.map((row) => row.dataset.id));
  assert.ok(ids.length <= 500, `${ids.length} rows`);
  assert.equal(new Set(ids).size, ids.length);
  const sorted = ids.toSorted((one, other) => {
    const [a, b] = [one, other].map((id) => id.split(".").map(Number));
    return b[0] - a[0] || b[1] - a[1];
  });
  assert.deepEqual(ids, sorted);
});

test("the row under the pointer stays where it is", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  const first = rows(page).first();
  const box = await first.boundingBox();
  await page.mouse.move(box.x + 30, box.y + 10);
  await page.mouse.move(box.x + 34, box.y + 12);
  const id = await first.getAttribute("data-id");
  await track("Under the pointer");
  await page.getByRole("button", { name: "1 new event" }).waitFor();
  assert.equal(await rows(page).first().getAttribute("data-id"), id);
});

test("a first page is small, and has one style sheet", async () => {
  await batch(100);
  await projected();
  const page = await open(browser, "/inspector/nothing");
  const { sizes, total, sheets } = await firstPage(page);
  assert.ok(sizes.size > 5);
  assert.ok(total < 60_000, JSON.stringify([...sizes]));
  assert.equal(sheets, 1);
});
