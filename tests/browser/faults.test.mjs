import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, isAccessible } from "./accessible.mjs";
import { created, isLive, launch, open, projected, site, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const disarmAll = () => fetch(`${url}/inspector/api/v1/faults`, { method: "DELETE" });

for (const javaScriptEnabled of [true, false]) {
  test(`a fault is armed by the form, seen and disarmed, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const page = await open(browser, "/inspector/faults", { javaScriptEnabled });
    await page.getByText("None is armed").waitFor();
    assert.equal(await page.locator(".armed").count(), 0);
    await page.locator("[name=status]").fill("502");
    await page.locator("[name=name]").fill("<b>down</b>");
    await page.locator("[name=times]").fill("2");
    await page.getByRole("button", { name: "Arm", exact: true }).click();
    await page.getByText("A fault is armed").waitFor();
    assert.match(await page.locator(".armed").innerText(), /not the platforms' own: <b>down<\/b>/);
    assert.equal(await track("Signed Up"), 502);
    await projected();
    await page.goto(`${url}/inspector/requests`);
    await page.getByText("A fault is armed").waitFor();
    await page.locator("#rows a").first().click();
    assert.match(await page.locator(".sentence").innerText(), /eventpit answered 502 because of the fault f\d+ \(<b>down<\/b>\); Jitsu would have answered 200 {"ok":true} \(accepted\)/);
    await page.locator("[data-tab=answer]").click();
    const own = page.locator("section[aria-labelledby=own]");
    await own.getByRole("heading", { name: "What the platform would have answered" }).waitFor();
    assert.match(await own.innerText(), /200[^]*accepted/);
    await page.getByRole("link", { name: "See and disarm" }).click();
    assert.match(await page.locator(".faults li").innerText(), /acted on 1 of 1/);
    await page.getByRole("button", { name: /^Disarm <b>down/ }).click();
    await page.getByText("None is armed").waitFor();
    assert.equal(await track("Signed Up"), 200);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("the banner comes and goes on a page that is open", async () => {
  const arm = (name) => fetch(`${url}/inspector/api/v1/faults`, {
    method: "POST",
    body: JSON.stringify({ kind: "status", status: 503, session: "nobody", name }),
  });
  const live = await open(browser, "/inspector/events");
  await isLive(live);
  const still = await open(browser, "/inspector/plan");
  await arm("<b>one</b>");
  await live.getByText("A fault is armed, so some answers are not the platforms' own: <b>one</b>").first().waitFor();
  assert.match(await live.locator("#told").innerText(), /A fault is armed/);
  await arm("two");
  await live.getByText("2 faults are armed").first().waitFor();
  // Nothing tells a page without a stream: it asks when a person comes back to it.
  assert.equal(await still.locator(".armed").count(), 0);
  await still.evaluate(() => dispatchEvent(new Event("focus")));
  await still.getByText("2 faults are armed").first().waitFor();
  await disarmAll();
  await live.locator(".armed").waitFor({ state: "detached" });
  await still.evaluate(() => dispatchEvent(new Event("focus")));
  await still.locator(".armed").waitFor({ state: "detached" });
  assert.deepEqual([live.problems, still.problems], [[], []]);
  await live.context().close();
  await still.context().close();
});

test("the form has what a fault can say of a rate limit", async () => {
  const page = await open(browser, "/inspector/faults");
  await page.locator("[name=kind]").selectOption("too-many-requests");
  await page.locator("[name=retry_after]").fill("2");
  await page.locator("[name=retry_after_form]").selectOption("date");
  await page.locator("[name=rate_limit_reset]").selectOption("epoch");
  await page.locator("[name=taken_in]").selectOption("yes");
  await page.locator("[name=headers]").fill("no header");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: 'headers has "no header"' }).waitFor();
  await page.locator("[name=headers]").fill("X-Region: eu\nX-Other: a: b");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await page.getByText("A fault is armed").waitFor();
  const { items } = await (await fetch(`${url}/inspector/api/v1/faults`)).json();
  assert.deepEqual(items[0].fault, {
    kind: "too-many-requests", retry_after: 2, retry_after_form: "date", rate_limit_reset: "epoch",
    taken_in: true, headers: { "X-Region": "eu", "X-Other": "a: b" },
  });
  await disarmAll();
  await page.context().close();
});

test("what cannot be armed is said, and what was typed stays", async () => {
  const page = await open(browser, "/inspector/faults");
  await page.locator("[name=kind]").selectOption("half-body");
  await page.locator("[name=status]").fill("503");
  await page.locator("[name=session]").fill("\"><img src=x>");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  assert.match(await page.getByRole("alert").innerText(), /status is for status, not for half-body/);
  assert.equal(await page.locator("[name=kind]").inputValue(), "half-body");
  assert.equal(await page.locator("[name=session]").inputValue(), "\"><img src=x>");
  await page.locator("[name=probability]").fill("often");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: 'probability is "often"' }).waitFor();
  await page.context().close();
});

test("a page meets the faults that it asks for", async () => {
  const shop = await site();
  shop.pages.set("/", "<title>shop</title>");
  const page = await (await browser.newContext()).newPage();
  await page.goto(shop.url);
  const send = (fault) => page.evaluate(async ([to, fault]) => {
    const headers = { "content-type": "application/json", "x-write-key": "demo:secret", "x-eventpit-fault": fault };
    try {
      const answer = await fetch(`${to}/api/s/track`, { method: "POST", headers, body: "{\"event\":\"a\"}" });
      return `${answer.status} ${(await answer.text()).trim()}`;
    } catch (error) {
      return error.name;
    }
  }, [url, fault]);
  assert.equal(await send("503; body=down"), "503 down");
  assert.equal(await send("latency=10"), "200 {\"ok\":true}");
  for (const fault of ["missing-cors", "reset-peer", "half-body", "reset-mid-answer", "timeout=20"]) {
    assert.equal(await send(fault), "TypeError", fault);
  }
  await page.context().close();
  shop.close();
});

test("axe finds nothing, and nothing scrolls sideways, while faults are armed", async () => {
  const arm = (fault) => fetch(`${url}/inspector/api/v1/faults`, { method: "POST", body: JSON.stringify(fault) });
  await arm({ kind: "status", status: 503, times: 1 });
  await track("Signed Up");
  for (let place = 0; place < 4; place += 1) await arm({ kind: "latency", latency_ms: 1, session: "x".repeat(300) });
  await projected();
  const page = await created(browser);
  for (const path of ["/inspector/faults", "/inspector/events", "/inspector/requests/1", "/inspector/nothing"]) {
    await page.goto(url + path);
    await isAccessible(page, path);
    assert.match(await page.locator(".armed").innerText(), /4 faults are armed[^]* and 1 more/);
    await fits(page, path);
  }
  await page.context().close();
  await disarmAll();
});
