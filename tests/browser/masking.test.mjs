import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test("what is masked is edited in the page, and kept in the workspace", async () => {
  await track("Secret", { properties: { pet: "Waldi the dog", email: "jo@shop.example" } });
  await projected();
  const page = await open(browser, "/inspector/settings");
  await page.locator("#pointers").fill("pet");
  await page.getByRole("button", { name: "Keep the list" }).click();
  assert.match(await page.locator("#pointers-wrong").innerText(), /"pet" is none: a pointer begins with \//);
  assert.equal(await page.locator("#pointers").inputValue(), "pet");
  const refused = await fetch(`${url}/inspector/settings/redaction`, { method: "POST", body: new URLSearchParams({ pointers: "pet" }) });
  assert.equal(refused.status, 400);
  await page.locator("#pointers").fill("/properties/pet\n");
  await page.getByRole("button", { name: "Keep the list" }).click();
  await page.waitForURL(/settings#masking$/);
  // The folder is watched: it is in force a moment later.
  while (!(await (await fetch(`${url}/inspector/settings`)).text()).includes(">/properties/pet</textarea>"));
  await page.getByRole("button", { name: "Mask personal data" }).click();
  await page.goto(`${url}/inspector/events/1.0?tab=payload`);
  assert.match(await page.locator(".tree").innerText(), /pet: "•••"[^]*email: "jo@shop\.example"/);
  const masked = await (await fetch(`${url}/inspector/api/v1/events/1.0?mask=1`)).json();
  assert.deepEqual(masked.payload.properties, { pet: "•••", email: "jo@shop.example" });
  assert.equal((await fetch(`${url}/inspector/api/v1/events/1.0?mask=yes`)).status, 400);
  // That of the form that was refused, and no other.
  assert.deepEqual(page.problems, ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]);
});

test("masking reaches the facets and the JSON of the overviews", async () => {
  await track("Order of Waldi the dog", { properties: { pet: "Waldi the dog" }, anonymousId: "v-1" });
  await projected();
  const facet = async (mask) => (await (await fetch(`${url}/inspector?mask=${mask}`)).text()).includes("Order of Waldi the dog");
  assert.deepEqual([await facet(0), await facet(1)], [true, false]);
  const json = async (path) => {
    const answer = await fetch(`${url}/inspector/api/v1/${path}`);
    assert.equal(answer.status, 200, path);
    return answer.text();
  };
  for (const path of ["consent", "connectors", "visitors/v-1"]) {
    assert.doesNotMatch(await json(`${path}?mask=1`), /Waldi/, path);
    assert.equal((await fetch(`${url}/inspector/api/v1/${path}?mask=yes`)).status, 400, path);
  }
  assert.match(await json("visitors/v-1"), /Waldi/);
  assert.match(await json("visitors/v-1?mask=1"), /Order of •••/);
  // A page that is masked leads to JSON that is.
  const page = await (await fetch(`${url}/inspector/consent?mask=1`)).text();
  assert.match(page, /api\/v1\/consent\?mask=1/);
});

test("masking is turned only from the inspector's own pages, and leads nowhere else", async () => {
  const turn = (back, headers = {}) => fetch(`${url}/inspector/mask?on=1&back=${encodeURIComponent(back)}`, { method: "POST", redirect: "manual", headers });
  assert.equal((await turn("/inspector", { origin: "http://evil.example" })).status, 403);
  for (const back of ["https://evil.example/", "//evil.example", "/\\evil.example", "/inspector/..\\x"]) {
    assert.equal((await turn(back)).headers.get("location"), "/inspector", back);
  }
  assert.equal((await turn("/inspector/events?tab=x")).headers.get("location"), "/inspector/events?tab=x");
  assert.ok([404, 405].includes((await fetch(`${url}/inspector/mask?on=1`)).status));
});
