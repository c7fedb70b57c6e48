import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fits, isAccessible } from "./accessible.mjs";
import { launch, open, projected, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const api = async (path) => (await fetch(`${url}/inspector/api/v1${path}`)).json();

/** A Datafly event with these consents. */
async function datafly(event, consent, more = {}) {
  const answer = await fetch(`${url}/datafly/v1/t`, {
    method: "POST",
    headers: { authorization: "Bearer dk_demo", "content-type": "application/json" },
    body: JSON.stringify({ type: "track", event, context: { consent }, ...more }),
  });
  assert.equal(answer.status, 200);
}

test("user story 3: who consented to what, when, and what that held back", async () => {
  await datafly("Before", { marketing: false, analytics: true }, { anonymousId: "v1" });
  await datafly("Again", { marketing: false, analytics: true }, { anonymousId: "v1" });
  await datafly("After", { marketing: true, analytics: true }, { anonymousId: "v1" });
  await projected();
  const page = await open(browser, "/inspector/consent");
  assert.match(await page.locator(".lead").innerText(), /^3 of the newest 3 events carry consent/);
  const row = (name) => page.locator("section", { has: page.getByRole("heading", { name: "What was asked" }) }).locator("tbody tr").filter({ hasText: new RegExp(`^${name} category`) });
  assert.match(await row("marketing").innerText(), /marketing category\s+1\s+2\s+0\s+0\s+1/);
  assert.match(await row("analytics").innerText(), /analytics category\s+3\s+0\s+0\s+0\s+1/);
  const held = page.locator("section", { has: page.getByRole("heading", { name: "Which connectors" }) });
  assert.match(await held.innerText(), /Meta[^]*2× not consented/);
  const changes = page.locator("section", { has: page.getByRole("heading", { name: "Who decided" }) }).locator("tbody tr");
  const marketing = changes.filter({ hasText: "marketing category" });
  assert.equal(await marketing.count(), 2);
  assert.match(await marketing.first().innerText(), /v1 Datafly\s+marketing category\s+denied → granted\s+3\.0/);
  await held.getByRole("link", { name: /^\d+\.0$/ }).first().click();
  await page.waitForURL(/events\/\d+\.0\?tab=connectors/);
  const twin = await api("/consent");
  const categories = twin.subjects.filter(({ kind }) => kind === "category");
  assert.deepEqual(categories.map(({ id, granted, denied }) => [id, granted, denied]), [["analytics", 3, 0], ["essential", 3, 0], ["marketing", 1, 2]]);
  assert.deepEqual(page.problems, []);
});

test("user story 4: what each destination would receive, the exact request one click away", async () => {
  const page = await open(browser, "/inspector/connectors");
  const webhook = page.locator("section.part", { has: page.getByRole("heading", { name: "Webhook" }) });
  assert.match(await webhook.innerText(), /3 sent, 0 not/);
  const meta = page.locator("section.part", { has: page.getByRole("heading", { name: /^Meta/ }) });
  assert.match(await meta.innerText(), /1 sent, 2 not|0 sent, 3 not/);
  await webhook.getByText("The newest 3 events").click();
  await webhook.getByRole("link", { name: "After 3.0" }).click();
  await page.waitForURL(/events\/3\.0\?tab=connectors/);
  await page.locator(".delivery", { hasText: "Webhook" }).locator("summary").first().click();
  assert.match(await page.locator(".delivery[open]").innerText(), /Request[^]*POST[^]*"After"/);
  const twin = await api("/connectors");
  assert.equal(twin.looked_at, 3);
  assert.equal(twin.connectors.find(({ connector }) => connector === "webhook").sent, 3);
  assert.deepEqual(page.problems, []);
});

test("one person across ids and platforms, and where they became one", async () => {
  await track("Anonymous", { anonymousId: "p1" });
  await track("Signed In", { anonymousId: "p1", userId: "jo/7" });
  await datafly("Elsewhere", {}, { userId: "jo/7" });
  await track("Somebody else", { anonymousId: "p2" });
  await projected();
  const page = await open(browser, "/inspector/events");
  await page.locator("#rows tr", { hasText: "Anonymous" }).first().getByRole("link").first().click();
  await page.getByRole("link", { name: "All of this visitor" }).click();
  await page.waitForURL(/visitors\/p1/);
  assert.match(await page.locator(".lead").innerText(), /^3 events under \d ids/);
  const told = await page.locator(".timeline li").evaluateAll((all) => all.map((it) => it.querySelector("a").textContent));
  assert.deepEqual(told, ["Anonymous", "Signed In", "Elsewhere"]);
  assert.match(await page.locator(".timeline .link").first().innerText(), /Here p1 became the user jo\/7\./);
  // The id of a user leads to the same person, whatever stands in it.
  await page.goto(`${url}/inspector/visitors/${encodeURIComponent("jo/7")}`);
  assert.equal(await page.locator(".timeline li").count(), 3);
  const twin = await api(`/visitors/${encodeURIComponent("jo/7")}`);
  assert.deepEqual(twin.links.map(({ anonymous_id, user_id }) => [anonymous_id, user_id]), [["p1", "jo/7"], [twin.identities.at(-1).id, "jo/7"]]);
  assert.equal((await fetch(`${url}/inspector/api/v1/visitors/nobody`)).status, 404);
  assert.deepEqual(page.problems, []);
});

test("user story 2: two recordings, event name by event name", async () => {
  const into = (session) => ({ "x-eventpit-session": session });
  await track("Viewed", { properties: { price: 1 } }, into("before"));
  await track("Bought", {}, into("before"));
  await track("Viewed", { properties: { price: "1" } }, into("after"));
  await track("Returned", {}, into("after"));
  await projected();
  const page = await open(browser, "/inspector/compare");
  // What is known is offered, that with the newest request first.
  const offered = page.getByLabel("From session").evaluate((box) => [...box.list.options].map(({ value }) => value));
  assert.deepEqual((await offered).slice(0, 2), ["after", "before"]);
  await page.getByLabel("From session").fill("before");
  await page.getByLabel("to session").fill("after");
  await page.getByRole("button", { name: "Compare" }).click();
  await page.waitForURL(/a=before&b=after/);
  const told = await page.locator(".comparison tbody tr").evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join(" | ")));
  assert.deepEqual(told, [
    "Viewed Jitsu | 1 | 1 | 1 changed type | changed",
    "Bought Jitsu | 1 | 0 |  | missing",
    "Returned Jitsu | 0 | 1 |  | new",
  ]);
  await page.getByRole("link", { name: /1 changed type/ }).click();
  await page.locator(".comparison tr", { hasText: "/properties/price" }).waitFor();
  const twin = await api("/compare/sessions?a=before&b=after");
  assert.deepEqual(twin.events.map(({ name, a, b }) => [name, a, b]), [["Viewed", 1, 1], ["Bought", 1, 0], ["Returned", 0, 1]]);
  assert.deepEqual(page.problems, []);
});

test("a run is saved as a baseline, and another one held against it, by forms alone", async () => {
  const into = (session) => ({ "x-eventpit-session": session });
  await track("Viewed", { properties: { price: 1, note: "<b>a</b>" } }, into("kept"));
  await track("Bought", {}, into("kept"));
  await projected();
  const page = await open(browser, "/inspector/events?q=session%3Akept+type%3Atrack", { javaScriptEnabled: false });
  await page.locator("summary", { hasText: "Export" }).click();
  await page.getByRole("link", { name: "Baseline" }).click();
  await page.getByRole("heading", { level: 1, name: "Baseline" }).waitFor();
  const save = page.locator("form", { has: page.getByRole("button", { name: "Save as a file" }) });
  assert.equal(await save.getByLabel("Test session").inputValue(), "kept");
  assert.equal(await save.getByLabel("Query").inputValue(), "type:track");
  assert.equal(await page.locator(`#${await save.getByLabel("Test session").getAttribute("list")} option`).first().getAttribute("value"), "kept");
  const [download] = await Promise.all([page.waitForEvent("download"), save.getByRole("button").click()]);
  const file = await download.path();
  const saved = await readFile(file, "utf8");
  assert.deepEqual(JSON.parse(saved).events.map(({ name }) => name), ["Viewed", "Bought"]);
  assert.equal(saved, await (await fetch(`${url}/inspector/api/v1/baseline?session=kept&q=type%3Atrack`)).text());

  await track("Viewed", { properties: { price: "1", note: "<b>b</b>" } }, into("later"));
  await track("Returned", {}, into("later"));
  await projected();
  const plain = await open(browser, "/inspector/baseline", { javaScriptEnabled: false });
  const compare = async (page, session, path) => {
    await page.locator("[name=file]").setInputFiles(path);
    const form = page.locator("form", { has: page.locator("[name=file]") });
    await form.getByLabel("Test session").fill(session);
    await form.getByLabel("Query").press("Enter");
  };
  await compare(plain, "kept", file);
  await plain.getByText("2 events, as in the baseline").waitFor();
  await compare(plain, "later", file);
  await plain.getByText("1 missing, 1 new, 1 changed (baseline: 2 events, now: 2 events)").waitFor();
  const cells = await plain.locator(".comparison").first().locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim()).join(" | ")));
  assert.deepEqual(cells, [
    "Viewed Jitsu 1 property is of another type, 1 property is of another value | changed",
    "/properties/price | 1 | \"1\" | changed type",
    "/properties/note | \"<b>a</b>\" | \"<b>b</b>\" | changed value",
    "Bought Jitsu it did not come; it is no. 2 of the baseline | missing",
    "Returned Jitsu it is not in the baseline | new",
  ]);
  assert.equal(await plain.locator("form [name=session]").first().inputValue(), "later");
  await compare(plain, "no such name", file);
  assert.match(await plain.getByRole("alert").innerText(), /session is "no such name"/);
  await compare(plain, "", { name: "other.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await plain.getByRole("alert").filter({ hasText: "it is no baseline: missing field" }).waitFor();

  const looked = await open(browser, "/inspector/baseline");
  await compare(looked, "later", file);
  await looked.getByRole("heading", { name: "What differs" }).waitFor();
  await isAccessible(looked, "a comparison with a baseline");
  await fits(looked, "a comparison with a baseline");
  assert.deepEqual(looked.problems, []);
  await looked.getByRole("region", { name: "Differences" }).getByRole("link", { name: "Viewed" }).click();
  await looked.waitForURL(/events\/\d+\.0$/);
});

test("the help of this version is there, without a network", async () => {
  const page = await open(browser, "/inspector/help");
  await page.getByRole("heading", { level: 1, name: "eventpit" }).waitFor();
  const names = await page.getByRole("navigation", { name: "Help" }).getByRole("listitem").getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(names.length > 6);
  for (const href of names) {
    await page.goto(url + href);
    assert.equal(await page.locator("h1").count(), 1, href);
    assert.equal(await page.locator(".doc script, .doc iframe").count(), 0);
  }
  await page.goto(`${url}/inspector/help/README`);
  for (const picture of await page.locator(".doc img").all()) assert.ok(await picture.evaluate((it) => it.decode().then(() => it.naturalWidth > 0)));
  await page.locator(".doc").getByRole("link", { name: "docs/TLS.md" }).first().click();
  await page.getByRole("heading", { level: 1, name: "TLS" }).waitFor();
  assert.equal((await fetch(`${url}/inspector/help/nothing`)).status, 404);
  assert.deepEqual(page.problems, []);
});

test("user story 8: sources with keys and snippets to paste, and settings in plain words", async () => {
  const page = await open(browser, "/inspector/workspace", { permissions: ["clipboard-read", "clipboard-write"] });
  const source = page.locator(".source", { hasText: "Datafly" });
  await source.locator("summary").first().click();
  await source.getByText("Android", { exact: false }).first().click();
  assert.match(await source.innerText(), /10\.0\.2\.2:\d+\/v1\/t/);
  await page.getByRole("button", { name: "Copy the line for demo" }).last().click();
  await page.locator("#told", { hasText: "Copied." }).waitFor({ state: "attached" });
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl -s 'http:\/\/localhost:\d+\/v1\/t' -H 'Authorization: Bearer dk_demo'/);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForURL(/settings$/);
  assert.match(await page.locator("#pointers").inputValue(), /^\/\*\*\/email$/m);
  assert.ok(await page.locator("#pointers").evaluate((it) => it.readOnly));
  await page.getByRole("checkbox", { name: /Single keys/ }).uncheck();
  await page.reload();
  assert.ok(!(await page.getByRole("checkbox", { name: /Single keys/ }).isChecked()));
  assert.deepEqual(page.problems, []);
});
