import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isAccessible } from "./accessible.mjs";
import { created, isLive, launch, url } from "./browser.mjs";

const token = process.env.EVENTPIT_TEST_TOKEN;
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const javaScriptEnabled of [true, false]) {
  test(`the token is typed once, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const page = await created(browser, { javaScriptEnabled });
    await page.goto(`${url}/inspector/requests?q=status%3A200`);
    assert.equal(await page.title(), "Token · eventpit");
    await page.getByLabel("Token").fill("another-token-of-eventpit");
    await page.keyboard.press("Enter");
    await page.getByText("That is not the token.").waitFor();
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", { name: "Open" }).click();
    await page.waitForURL(`${url}/inspector/requests?q=status%3A200`);
    assert.equal(await page.locator("#q").inputValue(), "status:200");
    await page.goto(`${url}/inspector/plan`);
    assert.match(await page.title(), /^Plan/);
    await page.context().close();
  });
}

test("an address with the token opens, follows what comes, and keeps it from scripts and from the address", async () => {
  const page = await created(browser);
  await page.goto(`${url}/inspector?token=${token}`);
  assert.equal(page.url(), `${url}/inspector`);
  await isLive(page);
  assert.equal(await page.evaluate("document.cookie"), "");
  const key = { "x-write-key": "demo:secret", "content-type": "application/json" };
  const sent = await fetch(`${url}/jitsu/api/s/track`, { method: "POST", headers: key, body: JSON.stringify({ event: "Seen live" }) });
  assert.equal(sent.status, 200);
  await page.locator("#rows [data-id]", { hasText: "Seen live" }).waitFor();
  const html = await page.content();
  assert.ok(!html.includes(token));
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the page that asks for it is accessible", async () => {
  const page = await created(browser);
  await page.goto(`${url}/inspector`);
  await isAccessible(page, "token");
  await page.goto(`${url}/inspector?token=wrong`);
  await isAccessible(page, "token, wrong");
  await page.context().close();
});
