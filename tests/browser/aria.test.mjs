// What each page says to who listens: its tree of roles and names, kept in `aria/` and compared.
// EVENTPIT_BLESS=1 writes what it is now.

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { created, events, launch, projected, track, url } from "./browser.mjs";

const folder = new URL("aria/", import.meta.url);
const isBlessing = process.env.EVENTPIT_BLESS !== undefined;
const seen = [];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const EMPTY = {
  "events-empty": "/inspector/events",
  "requests-empty": "/inspector/requests",
  samples: "/inspector/samples",
  "plan-none": "/inspector/plan",
  faults: "/inspector/faults",
  monitor: "/inspector/jentis/monitor",
  workspace: "/inspector/workspace",
  settings: "/inspector/settings",
  compare: "/inspector/compare",
  baseline: "/inspector/baseline",
  help: "/inspector/help",
  "no-such-page": "/inspector/nothing",
};

const FULL = {
  events: "/inspector/events",
  "events-filtered": "/inspector/events?q=platform%3Ajitsu",
  "events-nothing-found": "/inspector/events?q=platform%3Ajitsu+name%3Anothing",
  "events-wrong-filter": "/inspector/events?q=outcome%3Adroped",
  requests: "/inspector/requests",
  consent: "/inspector/consent",
  connectors: "/inspector/connectors",
  visitor: "/inspector/visitors/a1",
  "compare-recordings": "/inspector/compare?a=default&b=none",
  event: "/inspector/events/5.0",
  "event-findings": "/inspector/events/5.0?tab=findings",
  "event-consent": "/inspector/events/5.0?tab=consent",
  "event-connectors": "/inspector/events/5.0?tab=connectors",
  "event-payload": "/inspector/events/5.0?tab=payload",
  "event-request": "/inspector/events/5.0?tab=request",
  "event-answer": "/inspector/events/5.0?tab=answer",
  "event-raw": "/inspector/events/5.0?tab=raw",
  "event-compare": "/inspector/events/5.0?tab=compare&with=2.0",
  request: "/inspector/requests/5",
};

test("the pages of an empty recording", () => look(EMPTY));

test("the pages of a recording", async () => {
  for (const { send } of Object.values(events)) await send();
  const context = { page: { url: "https://shop.example/product/42", path: "/product/42" }, userAgent: "test" };
  await track("add_to_cart", { messageId: "m1", timestamp: "2026-01-01T00:00:00Z", context, properties: { price: 12.5, currency: "EUR" } });
  await projected();
  await look(FULL);
});

test("no file is of a page that is not looked at", async () => {
  assert.deepEqual((await readdir(folder)).toSorted(), seen.toSorted());
});

async function look(pages) {
  const page = await created(browser);
  const wrong = [];
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(url + path);
    if (await page.locator("#pause").count()) await page.waitForSelector("body[data-live=open]");
    // On a machine that is busy there may be no time to count, or for the timeline.
    while (await page.evaluate(isHurried)) await page.reload();
    await page.evaluate(settle);
    const told = constant(await page.locator("body").ariaSnapshot());
    assert.match(told, /heading .*\[level=1\]/, `${name} has no heading`);
    const file = new URL(`${name}.yml`, folder);
    seen.push(`${name}.yml`);
    if (isBlessing) {
      await mkdir(folder, { recursive: true });
      await writeFile(file, told);
    } else if (told !== await readFile(file, "utf8").catch(() => "")) {
      wrong.push(`${name}: ${difference(await readFile(file, "utf8").catch(() => ""), told)}`);
    }
  }
  await page.context().close();
  assert.deepEqual(wrong, [], "EVENTPIT_BLESS=1 writes them anew");
}

function isHurried() {
  const overview = document.getElementById("overview");
  if (!overview) return false;
  const isCounted = !/about|some/.test(document.getElementById("count").textContent);
  const hasRows = document.querySelector("#rows [data-id]") !== null;
  return !isCounted || (hasRows && !document.getElementById("timeline"));
}

/** Header lines are told in any order; what the docs say is not the page's. */
function settle() {
  for (const part of document.querySelectorAll(".doc > :not(:first-child)")) part.remove();
  for (const table of document.querySelectorAll("table.headers")) {
    const rows = [...table.rows].filter((row) => !row.closest("thead"));
    rows[0]?.parentElement.append(...rows.toSorted((one, other) => (one.textContent < other.textContent ? -1 : 1)));
  }
  for (const raw of document.querySelectorAll("pre.json code")) {
    const [first, ...lines] = raw.textContent.split("\n");
    if (/HTTP\/1\.1/.test(first)) raw.textContent = [first, ...lines.toSorted()].join("\n");
  }
  const curl = document.getElementById("curl");
  if (curl) curl.textContent = curl.textContent.replace(/ -H '[^']*'/g, "");
}

/** What differs from one run to the next is left out. */
function constant(snapshot) {
  return `${snapshot
    .replace(/\b(localhost|127\.0\.0\.1):\d+/g, "HOST")
    .replace(/eventpit \d+\.\d+\.\d+/g, "eventpit VERSION")
    .replaceAll(new URL(url).port, "PORT")
    .replace(/\/inspector\/static\/[0-9a-f]{16}\//g, "/inspector/static/VERSION/")
    .replace(/^ +- '?link "[^"\n]*".*\n +- \/url: .*after%3A.*before%3A.*\n/gm, "")
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/g, "TIME")
    .replace(/\d{1,2}\/\d{1,2}\/\d{4}, \d{1,2}:\d\d:\d\d(?: [AP]M|\.\d{3} (?:GMT|UTC)(?:[+-][\d:]+)?)/g, "TIME")
    .replace(/(?:\b\d{1,2} \w{3} |\b\w{3} \d{1,2} )?\b\d\d:\d\d:\d\d(\.\d{3})?/g, "TIME")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID")
    .replace(/\b[0-9a-f]{12,64}\b/g, "HASH")
    .replace(/\b\d+(\.\d+)? (ms|µs|s|seconds?|minutes?|hours?|days?)\b/g, "DURATION")
    .replace(/\b1[5-9]\d{8,14}\b/g, "EPOCH")}\n`;
}

/** The first line that differs. */
function difference(kept, told) {
  const [before, now] = [kept, told].map((text) => text.split("\n"));
  const at = now.findIndex((line, place) => line !== before[place]);
  const place = at < 0 ? now.length : at;
  return `line ${place + 1} was\n${before[place] ?? "(nothing)"}\nand is\n${now[place] ?? "(nothing)"}`;
}
