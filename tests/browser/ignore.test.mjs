// What a comparison ignores is a list that is edited in the page, and stands in its address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const plain = { javaScriptEnabled: false };
const api = async (path) => (await fetch(`${url}/inspector/api/v1${path}`)).json();

/** Three events of that name, the oldest first. */
async function three(name) {
  const items = (id) => [{ code: "a", id }, { code: "b", id: `${id}-2` }];
  await track(name, { messageId: "m1", properties: { coupon: "A", price: 1, "a,b": 1, items: items("x") } });
  await track(name, { messageId: "m2", properties: { coupon: "B", price: 2, "a,b": 2, items: items("y") } });
  await track(name, { messageId: "m3", properties: { coupon: "C", price: 2, "a,b": 3, items: items("z") } });
  await projected();
  const page = await api(`/events?limit=3&q=name:"${name}"`);
  return page.items.map(({ id }) => id).reverse();
}

const differing = (page) => page.locator("table.comparison tbody tr.changed code").allInnerTexts();
const ignored = (page) => page.locator(".ignoring li").evaluateAll((all) => all.map((it) => [it.querySelector("code").textContent, it.querySelector(".quiet").textContent].join(": ")));
const asked = (page) => new URL(page.url()).searchParams.getAll("ignore");

test("without JavaScript, a field is ignored where it differs, by its name, and compared again", async () => {
  const [first, second, third] = await three("Plainly ignored");
  const page = await open(browser, `/inspector/events/${second}?tab=compare`, plain);
  const settled = () => page.waitForLoadState();
  // Items with other ids are other items.
  assert.deepEqual(await differing(page), ["/properties/coupon", "/properties/price", "/properties/a,b"]);
  assert.equal(await page.locator("tr.added, tr.removed").count(), 4);
  await page.getByRole("link", { name: "Ignore this /properties/coupon", exact: true }).click();
  await settled();
  assert.deepEqual(asked(page), ["/properties/coupon"]);
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference"]);
  assert.deepEqual(await differing(page), ["/properties/price", "/properties/a,b"]);
  await page.getByRole("heading", { name: "1 difference ignored" }).waitFor();
  // Where the ids are ignored, items belong together by their places.
  await page.getByLabel("Ignore a field").fill(" id ");
  await page.getByRole("button", { name: "Ignore", exact: true }).click();
  await settled();
  await page.getByRole("link", { name: "Ignore this /properties/a,b", exact: true }).click();
  await settled();
  assert.deepEqual(asked(page), ["/properties/coupon", "id", "/properties/a,b"]);
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "id: 2 differences", "/properties/a,b: 1 difference"]);
  assert.deepEqual(await differing(page), ["/properties/price"]);
  assert.match(await page.locator(".panel").innerText(), /1 changed value, not counting 1 that differ each time \(times, ids\) and 4 ignored\./);
  // The switches, another event, other tabs and the next event keep it.
  const kept = ["/properties/coupon", "id", "/properties/a,b"];
  for (const name of ["Also what is the same", "Also what differs each time"]) {
    await page.getByRole("link", { name }).click();
    await settled();
    assert.deepEqual(asked(page), kept, name);
  }
  assert.equal(await page.getByText("the usual: what differs each time").count(), 0);
  await page.getByLabel("With event").fill(third);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await settled();
  assert.deepEqual(asked(page), kept);
  assert.equal(new URL(page.url()).searchParams.get("with"), third);
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "id: 2 differences", "/properties/a,b: 1 difference"]);
  for (const tab of ["Payload", "Compare"]) {
    await page.getByRole("navigation", { name: "Parts" }).getByRole("link", { name: tab }).click();
    await settled();
  }
  assert.equal(new URL(page.url()).searchParams.get("with"), third);
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "id: 2 differences", "/properties/a,b: 1 difference"]);
  await page.getByRole("link", { name: "Older", exact: true }).click();
  await settled();
  assert.ok(page.url().includes(`/events/${first}`));
  assert.deepEqual(asked(page), kept);
  await page.goBack();
  await page.getByRole("link", { name: "Remove id", exact: true }).click();
  await settled();
  assert.deepEqual(asked(page), ["/properties/coupon", "/properties/a,b"]);
});

test("what cannot be read is told with its place, and loses nothing", async () => {
  const [first, second] = await three("Wrongly ignored");
  const page = await open(browser, `/inspector/events/${second}?tab=compare&ignore=%2Fproperties%2Fcoupon&ignore=nowhere`, plain);
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "nowhere: 0 differences"]);
  for (const [typed, told] of [["/items//id", /character 8; a JSON pointer names each step, as in \/items\/\*\/id/], ["a, b", /has a comma; type one field at a time/]]) {
    await page.getByLabel("Ignore a field").fill(typed);
    await page.getByRole("button", { name: "Ignore", exact: true }).click();
    await page.waitForLoadState();
    assert.match(await page.getByRole("alert").innerText(), told);
    const field = page.getByLabel("Ignore a field");
    assert.deepEqual([await field.inputValue(), await field.getAttribute("aria-invalid")], [typed, "true"]);
    assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "nowhere: 0 differences"]);
    assert.ok((await differing(page)).includes("/properties/price"));
  }
  // The API takes no comparison for another one.
  const refused = await fetch(`${url}/inspector/api/v1/compare?a=${first}&b=${second}&ignore=%2Fitems%2F%2Fid`);
  assert.equal(refused.status, 400);
  assert.deepEqual((({ code, detail }) => [code, detail])(await refused.json()), ["bad-parameter", 'ignore is "/items//id"']);
  const hostile = await open(browser, `/inspector/events/${second}?tab=compare&ignore=${encodeURIComponent('"><img src=x>\u202e')}`, plain);
  assert.equal(await hostile.locator("main img").count(), 0);
  assert.deepEqual(await ignored(hostile), ['"><img src=x><U+202E>: 0 differences']);
});

test("beside the list it stands in the list's address, and is told", async () => {
  const [, second] = await three("Ignored beside");
  const page = await open(browser, `/inspector/events?sel=${second}&tab=compare`);
  await page.getByRole("link", { name: "Ignore this /properties/coupon", exact: true }).click();
  await page.locator(".ignoring li").waitFor();
  await page.waitForURL(/ignore=%2Fproperties%2Fcoupon/);
  await page.locator("#told", { hasText: "1 difference ignored" }).waitFor({ state: "attached" });
  // What was pressed is gone: the reader is at the panel, not at the page's beginning.
  assert.ok(await page.evaluate(() => document.activeElement.matches(".panel")));
  await page.getByLabel("Ignore a field").fill("/properties/items/*/id");
  await page.keyboard.press("Enter");
  await page.locator(".ignoring li").nth(1).waitFor();
  assert.deepEqual(asked(page), ["/properties/coupon", "/properties/items/*/id"]);
  assert.equal(await page.evaluate(() => document.activeElement.name), "ignore");
  for (const name of ["Payload", "Compare"]) {
    await page.getByRole("tab", { name }).click();
    await page.getByRole("tabpanel", { name }).waitFor();
  }
  await page.locator(".ignoring li").nth(1).waitFor();
  assert.deepEqual(asked(page), ["/properties/coupon", "/properties/items/*/id"]);
  // The next event is compared without them too, as is the page that is loaded anew.
  await page.getByRole("link", { name: "Newer", exact: true }).click();
  await page.waitForURL(new RegExp(`sel=(?!${second})`));
  await page.locator(".ignoring li").nth(1).waitFor();
  await page.reload();
  await page.locator(".ignoring li").nth(1).waitFor();
  assert.deepEqual(await ignored(page), ["/properties/coupon: 1 difference", "/properties/items/*/id: 2 differences"]);
  await page.getByRole("link", { name: "Remove /properties/coupon", exact: true }).click();
  await page.locator(".ignoring li").nth(1).waitFor({ state: "detached" });
  assert.deepEqual(asked(page), ["/properties/items/*/id"]);
  const twin = await page.getByRole("link", { name: "The comparison as JSON" }).getAttribute("href");
  const { ignored: left, ignored_by: by, changed } = await (await fetch(new URL(twin, url))).json();
  assert.deepEqual([left, by, changed], [2, [{ field: "/properties/items/*/id", differences: 2 }], 2]);
  await page.keyboard.press("Escape");
  await page.waitForURL(({ search }) => !search.includes("ignore"));
  assert.deepEqual(page.problems, []);
});

test("two recordings are compared without it, down to their events", async () => {
  const into = (session) => ({ "x-eventpit-session": session });
  for (const [session, coupon] of [["old", "A"], ["new", "B"]]) {
    await track("Viewed", { properties: { coupon } }, into(session));
    await track("Bought", { properties: { coupon, price: coupon } }, into(session));
  }
  await projected();
  const page = await open(browser, "/inspector/compare?a=old&b=new", plain);
  const rows = () => page.locator(".names tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].slice(3).map((cell) => cell.textContent.trim()).join(" | ")));
  assert.deepEqual(await rows(), ["1 changed value | changed", "2 changed value | changed"]);
  await page.getByLabel("Ignore a field").fill("coupon");
  await page.getByRole("button", { name: "Ignore", exact: true }).click();
  await page.waitForLoadState();
  assert.equal(page.url(), `${url}/inspector/compare?a=old&b=new&ignore=coupon`);
  assert.deepEqual(await rows(), ["none, 1 ignored | same", "1 changed value, 1 ignored | changed"]);
  assert.deepEqual(await ignored(page), ["coupon: 2 differences"]);
  const twin = await (await fetch(new URL(await page.locator("link[rel=alternate]").getAttribute("href"), url))).json();
  assert.deepEqual(twin.ignored_by, [{ field: "coupon", differences: 2 }]);
  assert.deepEqual(twin.events.map(({ difference }) => [difference.changed, difference.ignored]), [[0, 1], [1, 1]]);
  // Other recordings are compared without it too.
  await page.getByLabel("to session").fill("old");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.waitForURL(/b=old&ignore=coupon$/);
  await page.goBack();
  await page.getByRole("link", { name: "1 changed value, 1 ignored" }).click();
  await page.waitForURL(/tab=compare/);
  assert.deepEqual(await ignored(page), ["coupon: 1 difference"]);
  assert.deepEqual(await differing(page), ["/properties/price"]);
});
