// Takes the README's picture from the real binary with the built-in samples:
//   cargo build && npm ci --prefix tests/browser && node tests/browser/screenshot.mjs

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.argv[2] ?? join(root, "target/debug/eventpit");
const picture = join(root, "docs/screenshots/events.png");
const folder = mkdtempSync(join(tmpdir(), "eventpit-screenshot-"));
const ready = join(folder, "ready.json");

let watcher;
const written = new Promise((resolve) => {
  watcher = watch(folder, () => existsSync(ready) && resolve());
});
const server = spawn(binary, ["--listen", "0", "--ephemeral", "--ready-file", ready], { stdio: ["ignore", "ignore", "inherit"] });
try {
  await Promise.race([written, once(server, "exit").then(([code]) => { throw new Error(`eventpit ended with ${code}`); })]);
  process.env.EVENTPIT_URL = JSON.parse(readFileSync(ready, "utf8")).ingest_urls[0];
  const { isLive, launch, open, projected, url } = await import("./browser.mjs");
  const samples = (await (await fetch(`${url}/inspector/samples`)).text()).matchAll(/action="(\/inspector\/samples\/[^"]+)"/g);
  for (const [, action] of samples) await fetch(url + action, { method: "POST", redirect: "manual" });
  await projected();
  const browser = await launch();
  const page = await open(browser, "/inspector", { viewport: { width: 1280, height: 800 }, colorScheme: "light", timezoneId: "UTC" });
  await isLive(page);
  await page.getByText("Live", { exact: true }).waitFor();
  await page.screenshot({ path: picture });
  await browser.close();
  // A third of the size, where pngquant is installed.
  spawnSync("pngquant", ["--force", "--ext", ".png", "--speed", "1", picture]);
  console.log(`${picture}: ${Math.round(statSync(picture).size / 1000)} kB`);
} finally {
  watcher.close();
  server.kill();
  await once(server, "exit");
  rmSync(folder, { recursive: true });
}
