import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { created, launch, site, url } from "./browser.mjs";

let browser;
let shop;
before(async () => { browser = await launch(); shop = await site(); });
after(async () => { await browser.close(); shop.close(); });

test("without @jitsu/js the console says what to do, and the page goes on", async () => {
  shop.pages.set("/", `<!doctype html><script src="${url}/p.js" data-write-key="demo:secret"></script><script>window.after = true;</script>`);
  const page = await created(browser);
  await page.goto(shop.url);
  assert.equal(await page.evaluate(() => window.after), true);
  assert.equal(page.problems.length, 1, page.problems.join("\n"));
  assert.match(page.problems[0], /^eventpit: there is no @jitsu\/js .* `npm install @jitsu\/js`.*scripts\/p\.js/);
});
