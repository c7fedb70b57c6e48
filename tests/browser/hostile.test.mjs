import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isLive, launch, open, stray, track } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const markup = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;
const bidi = "\u202egnp.exe \u2066x";
const lines = "one\r\nevent: resync\r\ndata: <b>two</b>\n\nthree";

async function isText(page) {
  await page.waitForLoadState();
  assert.equal(await page.locator("main img, main script, main b, main iframe").count(), 0);
  const links = await page.locator("main a").evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href"), location.href).protocol));
  for (const protocol of links) assert.match(protocol, /^https?:$/);
  assert.deepEqual(page.problems, []);
}

test("captured markup, scripts, links and directions are shown as text", async () => {
  const page = await open(browser, "/inspector");
  await isLive(page);
  for (const name of [markup, bidi, lines]) {
    await track(name, {
      properties: { [markup]: markup, url: "javascript:alert(3)", title: bidi },
      context: { page: { url: "javascript:alert(4)", path: markup, referrer: "data:text/html,<script>alert(5)</script>" } },
      anonymousId: markup,
    });
  }
  const names = page.locator("#rows th a bdi");
  await names.nth(2).waitFor();
  // White space is squeezed by HTML, nothing else changes.
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();
  const shown = await names.evaluateAll((names) => names.map((name) => name.textContent));
  // What turns the direction is seen: it would make an exe of a png.
  assert.deepEqual(shown.map(squeeze), [lines, "<U+202E>gnp.exe <U+2066>x", markup].map(squeeze));
  await isText(page);
  await page.reload();
  assert.equal(await names.count(), 3);
  await isText(page);
  for (const place of [0, 1, 2]) {
    await page.goto(new URL("/inspector", page.url()).href);
    await page.locator("#rows a").nth(place).click();
    await page.waitForURL(/sel=\d+/);
    await page.locator("#pane .sentence").waitFor();
    await isText(page);
    await page.goto(await page.locator("#rows .chosen a").getAttribute("href").then((href) => new URL(href, page.url()).href));
    await isText(page);
    const own = new URL(page.url()).pathname;
    for (const tab of ["findings", "consent", "connectors", "payload", "request", "answer", "raw", "compare&all=1&volatile=1"]) {
      await page.goto(new URL(`${own}?tab=${tab}`, page.url()).href);
      await isText(page);
      if (tab === "payload") assert.ok((await page.locator(".tree").innerText()).includes("javascript:alert(4)"));
      if (tab === "payload") assert.ok((await page.locator("li[data-pointer='/properties/title']").innerText()).includes('"<U+202E>gnp.exe'));
      assert.doesNotMatch(await page.title(), /\u202e/);
    }
    for (const isolated of await page.locator("h1 bdi").all()) assert.equal(await isolated.evaluate((it) => getComputedStyle(it).unicodeBidi), "isolate");
  }
});

test("a hostile request is text too", async () => {
  await stray(`/nowhere/${markup}?q=${markup}`, { "x-hostile": `</table>${markup}`, "user-agent": markup });
  const page = await open(browser, "/inspector/requests?platform=");
  await page.locator("#rows a").first().click();
  await page.waitForURL(/sel=\d+/);
  await page.locator("#pane .sentence").waitFor();
  await isText(page);
  const { origin, searchParams } = new URL(page.url());
  await page.goto(`${origin}/inspector/requests/${searchParams.get("sel")}?tab=raw`);
  await isText(page);
  await page.getByRole("tab", { name: "Request" }).click();
  await page.locator(".panel[data-tab=request]").waitFor();
  await isText(page);
  const headers = page.locator(".headers").first();
  assert.ok((await headers.innerText()).includes(markup));
});

test("a hostile filter is text too", async () => {
  const page = await open(browser, `/inspector?session=${encodeURIComponent(markup)}`);
  await isText(page);
  assert.ok((await page.getByLabel("Filter").inputValue()).includes("<script>alert(2)</script>"));
  assert.ok((await page.locator("#empty").innerText()).includes("<script>alert(2)</script>"));
});
