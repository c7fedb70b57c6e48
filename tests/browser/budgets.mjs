// Measures what the inspector may cost, and holds it against its budgets:
//   cargo build --release && node tests/browser/budgets.mjs [--write] [--quick] [BINARY]
// `--write` puts it into docs/PERFORMANCE.md; `--quick` tries it, its numbers say nothing. Ends with
// 1 where a budget is not held.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { served } from "./served.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { values: asked, positionals: [binary = join(root, "target/release/eventpit")] } = parseArgs({
  options: { write: { type: "boolean" }, quick: { type: "boolean" } },
  allowPositionals: true,
});
const MANY = asked.quick ? { shown: 20, seconds: 3, live: 2_000 } : { shown: 200, seconds: 30, live: 100_000 };

const pause = (millis) => new Promise((done) => setTimeout(done, millis));
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`;

await served(binary, async () => {
  const { batch, created, isLive, launch, projected, track, url } = await import("./browser.mjs");
  const { firstPage } = await import("./first_page.mjs");
  const machine = `Measured on ${new Date().toISOString().slice(0, 10)} with ${cpus().length} × ${cpus()[0].model}, load average ${loadavg()[0].toFixed(2)} before, Node ${process.version}`;
  const browser = await launch();
  const results = [];
  const hold = (what, budget, measured, held) => {
    results.push({ what, budget, measured, held });
    console.log(`${what}: ${measured} (at most ${budget}): ${held ? "held" : "NOT HELD"}`);
  };

  await batch(100);
  await projected();
  const page = await created(browser);
  const { total, sheets, sizes } = await firstPage(page);
  // It would follow what comes, beside the page that is measured.
  await page.close();
  hold("first page over the wire", "60 kB, one style sheet", `${kilobytes(total)} in ${sizes.size} files, ${sheets} style sheet`, total < 60_000 && sheets === 1);

  // When each row was painted, by its event's name.
  const live = await created(browser);
  await live.goto(`${url}/inspector`);
  await isLive(live);
  const cdp = await live.context().newCDPSession(live);
  await cdp.send("Performance.enable");
  const memory = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
    return { heap: of("JSHeapUsedSize"), nodes: of("Nodes") };
  };
  // As it was opened: what the page was given since counts.
  const before = await memory();
  await live.evaluate(() => {
    window.painted = new Map();
    window.given = 0;
    window.longest = [];
    new PerformanceObserver((list) => window.longest.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
    new MutationObserver((changes) => {
      const rows = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node.nodeType === Node.ELEMENT_NODE);
      window.given += rows.reduce((sum, row) => sum + (row.matches("[data-id]") ? 1 : row.querySelectorAll("[data-id]").length), 0);
      const names = rows.flatMap((row) => [...row.querySelectorAll("th a bdi")]).map((name) => name.textContent);
      // The frame after the next one begins when the rows are on the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        for (const name of names) if (name.startsWith("Shown ")) window.painted.set(name, Date.now());
      }));
    }).observe(document.body, { childList: true, subtree: true });
  });
  const answered = new Map();
  for (let count = 0; count < MANY.shown; count += 1) {
    await track(`Shown ${count}`);
    answered.set(`Shown ${count}`, Date.now());
    // At no fixed beat: the server tells four times a second.
    await pause(50 + 550 * Math.random());
  }
  await live.waitForFunction((many) => window.painted.size === many, MANY.shown);
  const painted = new Map(await live.evaluate(() => [...window.painted]));
  const waits = [...answered].map(([name, at]) => painted.get(name) - at).toSorted((one, other) => one - other);
  const percentile = (share) => waits[Math.min(waits.length - 1, Math.ceil(waits.length * share) - 1)];
  hold("event on the screen after its answer, p95", "300 ms", `${percentile(0.95)} ms (p50 ${percentile(0.5)} ms)`, percentile(0.95) <= 300);

  await live.evaluate(() => { window.longest = []; });
  const end = Date.now() + MANY.seconds * 1000;
  let sent = 0;
  for (let beat = Date.now(); beat < end; beat += 50) {
    await Promise.all(Array.from({ length: 10 }, () => track("Often")));
    sent += 10;
    await pause(Math.max(0, beat + 50 - Date.now()));
  }
  await projected();
  const tasks = await live.evaluate(() => window.longest);
  const rate = Math.round(sent / ((Date.now() - end) / 1000 + MANY.seconds));
  hold(`longest task while ${rate} events a second come`, "50 ms", tasks.length === 0 ? "none over 50 ms" : `${Math.round(Math.max(...tasks))} ms (${tasks.length} over 50 ms)`, tasks.length === 0);

  for (let count = 0; count < MANY.live; count += 50) await batch(50);
  await projected();
  await track("Shown last");
  await live.locator("#rows [data-id]", { hasText: "Shown last" }).waitFor();
  const after = await memory();
  const given = await live.evaluate(() => window.given);
  const rows = await live.locator("#rows [data-id]").count();
  hold(
    `memory of a page after ${MANY.live.toLocaleString("en")} live events`,
    "500 rows, 10 MB and 40,000 nodes more than when it was opened",
    `${rows} rows, ${megabytes(after.heap)} and ${after.nodes} nodes (opened: ${megabytes(before.heap)} and ${before.nodes}; ${given.toLocaleString("en")} rows were put in)`,
    rows <= 500 && after.heap - before.heap < 10_000_000 && after.nodes - before.nodes < 40_000,
  );
  await browser.close();

  const lines = results.map(({ what, budget, measured, held }) => `| ${what} | ${budget} | ${measured} | ${held ? "yes" : "no"} |`);
  const text = [`${machine}, ${browser.version()}.`, "", "| what | at most | measured | held |", "|---|---|---|---|", ...lines].join("\n");
  if (asked.write) write(text);
  process.exitCode = results.every(({ held }) => held) ? 0 : 1;
});

function write(text) {
  const path = join(root, "docs/PERFORMANCE.md");
  const old = readFileSync(path, "utf8");
  const place = /(<!-- page -->\n)[^]*?(<!-- \/page -->)/;
  if (!place.test(old)) throw new Error(`${path} has no place for it`);
  writeFileSync(path, old.replace(place, (_, begin, end) => `${begin}${text}\n${end}`));
}
