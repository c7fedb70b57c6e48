import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { created, isLive, launch, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const row = (page, text) => page.locator("#rows [data-id]", { hasText: text });

/** Tabs of one browser, with how many streams they have open. */
async function tabs(count) {
  const first = await created(browser);
  const context = first.context();
  const pages = [first];
  while (pages.length < count) pages.push(await context.newPage());
  const streams = new Set();
  context.on("request", (request) => request.url().includes("/inspector/stream") && streams.add(request));
  const gone = (request) => streams.delete(request);
  context.on("requestfinished", gone);
  context.on("requestfailed", gone);
  for (const page of pages) {
    await page.goto(`${url}/inspector`);
    await isLive(page);
  }
  return { pages, streams, context };
}

test("until the first event tabs share a second one, of what is refused, which ends with that event", async () => {
  const { pages, streams, context } = await tabs(3);
  const isOfRefused = (request) => request.url().includes("view=requests");
  if (streams.size < 2) await context.waitForEvent("request", isOfRefused);
  assert.deepEqual([...streams].map(isOfRefused).sort(), [false, true]);
  const ended = context.waitForEvent("requestfailed", isOfRefused);
  await track("The first");
  for (const page of pages) await row(page, "The first").waitFor();
  await ended;
  await context.close();
});

for (const count of [2, 10]) {
  test(`${count} tabs share one stream, and each shows what comes`, async () => {
    const { pages, streams, context } = await tabs(count);
    assert.equal(streams.size, 1);
    await track(`To all ${count}`);
    for (const page of pages) await row(page, `To all ${count}`).first().waitFor();
    // A browser has six connections: pages can still be loaded.
    await pages.at(-1).reload();
    await isLive(pages.at(-1));
    await context.close();
  });
}

test("when the tab with the stream is closed, another takes over and nothing is missed", async () => {
  const { pages, streams, context } = await tabs(3);
  const [leader, ...others] = pages;
  assert.equal(streams.size, 1);
  await Promise.all([leader.close(), track("While it changes hands")]);
  await track("After it changed hands");
  for (const page of others) {
    for (const text of ["While it changes hands", "After it changed hands"]) {
      await row(page, text).first().waitFor();
      assert.equal(await row(page, text).count(), 1);
    }
  }
  await context.close();
});

/** As if the person went to another tab, or came back. */
const hide = (page, hidden) => page.evaluate((hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}, hidden);

test("a tab that was hidden catches up beside one that was not, and nobody streams to none", async () => {
  const { pages, streams, context } = await tabs(2);
  await hide(pages[1], true);
  await pages[1].waitForSelector("body[data-live=closed]");
  await track("Seen by one");
  await row(pages[0], "Seen by one").waitFor();
  await projected();
  await hide(pages[1], false);
  await row(pages[1], "Seen by one").waitFor();
  assert.equal(await row(pages[1], "Seen by one").count(), 1);
  const closed = context.waitForEvent("requestfailed", (request) => request.url().includes("/inspector/stream"));
  for (const page of pages) await hide(page, true);
  await closed;
  for (const page of pages) await page.waitForSelector("body[data-live=closed]");
  assert.equal(streams.size, 0);
  await context.close();
});

test("what is cleared in one tab is gone from the others, and back with the undo", async () => {
  await track("Cleared elsewhere", {}, { "x-eventpit-session": "cleared" });
  await projected();
  const { pages, context } = await tabs(3);
  const [here, there, hidden] = pages;
  for (const page of pages) await row(page, "Cleared elsewhere").waitFor();
  await hide(hidden, true);
  await hidden.waitForSelector("body[data-live=closed]");
  const post = async (path) => (await fetch(`${url}/inspector/api/v1/clear${path}`, { method: "POST" })).json();
  const { id } = await post("?session=cleared");
  for (const page of [here, there]) await row(page, "Cleared elsewhere").waitFor({ state: "detached" });
  await hide(hidden, false);
  await row(hidden, "Cleared elsewhere").waitFor({ state: "detached" });
  // Where a person reads, nothing moves by itself.
  await there.locator("#rows a").first().focus();
  await post(`/${id}/undo`);
  for (const page of [here, hidden]) await row(page, "Cleared elsewhere").waitFor();
  await there.getByRole("button", { name: "show the list as it is" }).click();
  await row(there, "Cleared elsewhere").waitFor();
  await context.close();
});
