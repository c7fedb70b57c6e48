// What was sent as an address of the web is text, and opened only by whoever asks for it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const page = "https://shop.example/product/42?ref=mail#top";

const sent = {
  script: "javascript:alert(1)",
  scripted: "javascript://shop.example/%0aalert(1)",
  data: "data:text/html,<script>alert(2)</script>",
  taken: "https://good.example@evil.example/",
  secret: "https://jo:secret@shop.example/",
  slashed: "https://good.example\\@evil.example/",
  turned: "https://shop.example/\u202egnp.exe",
  hidden: "https://shop.example/\u200b",
  broken: "https://shop.example/\nx",
  long: `https://shop.example/${"a".repeat(100_000)}`,
  within: "see https://shop.example/",
  bare: "shop.example",
  packed_script: encodeURIComponent("javascript:alert(3)"),
  packed_turned: encodeURIComponent("https://shop.example/\u202egnp.exe"),
  normal: page,
  here: "http://localhost:8080",
  quoted: `https://shop.example/?q="><img src=x onerror=alert(4)>'`.replaceAll(" ", "+"),
  cyrillic: "https://\u0430pple.example/",
  packed: encodeURIComponent("https://shop.example/a b").replaceAll("%20", "+"),
};

/** Which fields may be opened: by their name, the host that is told, and the address. */
const OPENED = {
  normal: ["shop.example", page],
  here: ["localhost:8080", "http://localhost:8080/"],
  quoted: ["shop.example", "https://shop.example/?q=%22%3E%3Cimg+src=x+onerror=alert(4)%3E%27"],
  cyrillic: ["xn--pple-43d.example", "https://xn--pple-43d.example/"],
  packed: ["shop.example", "https://shop.example/a+b"],
};

/** Sends them all, and says where the event's page is. */
async function tracked() {
  await track("Opens", { properties: sent, context: { page: { url: page } } });
  await projected();
  const { items } = await (await fetch(`${url}/inspector/api/v1/events?limit=1`)).json();
  return `/inspector/events/${items[0].id}`;
}

const opening = (within) => within.locator("a[target]");

/** Of each link what it is called, where it leads, and how. */
const told = (links) => links.evaluateAll((links) => links.map((it) => [it.textContent, it.getAttribute("href"), it.target, it.rel]));

const expected = ([host, href]) => [[`Open ${host} in a new tab`, href, "_blank", "noopener noreferrer"]];

test("the menu of a field opens what is an address of the web, and nothing else", async () => {
  const shown = await open(browser, `${await tracked()}?tab=payload`);
  const menu = shown.locator(".field-menu");
  for (const name of Object.keys(sent)) {
    await shown.locator(`.tree li[data-pointer="/properties/${name}"]`).getByRole("button").click();
    await menu.getByRole("button", { name: "Copy value" }).waitFor();
    assert.deepEqual(await told(opening(menu)), OPENED[name] ? expected(OPENED[name]) : [], name);
    await shown.keyboard.press("Escape");
  }
  // Elsewhere they are text.
  assert.equal(await opening(shown.locator(".panel")).count(), 0);
  await shown.context().route("https://shop.example/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>There</title>" }));
  await shown.locator('.tree li[data-pointer="/properties/normal"]').getByRole("button").click();
  const [there, request] = await Promise.all([
    shown.waitForEvent("popup"),
    shown.context().waitForEvent("request", (it) => it.url().startsWith("https://shop.example/")),
    menu.getByRole("link", { name: "Open shop.example in a new tab", exact: true }).click(),
  ]);
  await there.waitForLoadState();
  assert.equal(there.url(), page);
  // It learns nothing of where it was opened.
  assert.equal((await request.allHeaders()).referer, undefined);
  assert.deepEqual(await there.evaluate(() => [opener, document.referrer]), [null, ""]);
  assert.deepEqual(shown.problems, []);
});

test("without JavaScript, the field that the address points at has the same", async () => {
  const path = await tracked();
  const shown = await open(browser, path, { javaScriptEnabled: false });
  const html = async (address) => shown.setContent(await (await fetch(url + address)).text());
  for (const name of Object.keys(sent)) {
    await html(`${path}?tab=payload&at=/properties/${name}`);
    await shown.locator(".pointed").waitFor();
    assert.deepEqual(await told(opening(shown)), OPENED[name] ? expected(OPENED[name]) : [], name);
  }
  // So has the page on which it happened, in the summary.
  await shown.goto(url + path);
  assert.deepEqual(await told(opening(shown)), expected(OPENED.normal));
  assert.match(await shown.locator(".facts").innerText(), /Page\s+https:\/\/shop\.example\/product\/42\?ref=mail#top Open shop\.example/);
});

test("what is masked is not opened", async () => {
  const properties = { writeKey: "https://keys.example/", keyed: `${page.split("#")[0]}&mail=jo@shop.example`, packed: encodeURIComponent("https://shop.example/?mail=jo@shop.example"), kept: page };
  await track("Masked", { properties });
  await projected();
  const { items } = await (await fetch(`${url}/inspector/api/v1/events?limit=1`)).json();
  const shown = await open(browser, "/inspector/nothing", { javaScriptEnabled: false });
  for (const [mask, opened] of [[0, ["writeKey", "keyed", "packed", "kept"]], [1, ["kept"]]]) {
    await shown.goto(`${url}/inspector/events/${items[0].id}?tab=payload&mask=${mask}`);
    const fields = shown.locator(".tree li[data-opens]");
    assert.deepEqual(await fields.evaluateAll((fields) => fields.map((it) => it.dataset.pointer.split("/").at(-1))), opened, `mask=${mask}`);
  }
});
