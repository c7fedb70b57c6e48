// Takes pictures of list and detail, wide and narrow, light and dark, from the real binary with the
// built-in samples:
//   cargo build && npm ci --prefix tests/browser && node tests/browser/screenshot.mjs [FOLDER]
// All of them go to FOLDER. Without one, those that README shows are taken anew: what is in docs/ is
// in the binary too.

import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { served } from "./served.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [asked] = process.argv.slice(2);
const folder = asked ?? join(root, "docs/screenshots");
const OF_README = ["events", "detail"];

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 400, height: 800 };

/** Each picture: how the page is looked at, and whether an event is open. */
const PICTURES = {
  events: { viewport: WIDE, colorScheme: "light" },
  "events-dark": { viewport: WIDE, colorScheme: "dark" },
  detail: { viewport: WIDE, colorScheme: "light", opens: true },
  "detail-dark": { viewport: WIDE, colorScheme: "dark", opens: true },
  "events-narrow": { viewport: NARROW, colorScheme: "light" },
  "events-narrow-dark": { viewport: NARROW, colorScheme: "dark" },
  "detail-narrow": { viewport: NARROW, colorScheme: "light", opens: true },
  "detail-narrow-dark": { viewport: NARROW, colorScheme: "dark", opens: true },
};

mkdirSync(folder, { recursive: true });
await served(join(root, "target/debug/eventpit"), async () => {
  const { isLive, launch, open, projected, url } = await import("./browser.mjs");
  const samples = (await (await fetch(`${url}/inspector/samples`)).text()).matchAll(/action="(\/inspector\/samples\/[^"]+)"/g);
  for (const [, action] of samples) await fetch(url + action, { method: "POST", redirect: "manual" });
  await projected();
  const browser = await launch();
  for (const [name, { opens, ...options }] of Object.entries(PICTURES)) {
    if (!asked && !OF_README.includes(name)) continue;
    const page = await open(browser, "/inspector", { ...options, timezoneId: "UTC" });
    await isLive(page);
    await page.getByText("Live", { exact: true }).waitFor();
    if (opens) {
      await page.locator("#rows [data-id]", { hasText: "purchase" }).first().getByRole("link").click();
      await page.locator("#pane .sentence").waitFor();
    }
    const picture = join(folder, `${name}.png`);
    await page.screenshot({ path: picture });
    await page.context().close();
    // A third of the size, where pngquant is installed.
    spawnSync("pngquant", ["--force", "--ext", ".png", "--speed", "1", picture]);
    console.log(`${picture}: ${Math.round(statSync(picture).size / 1000)} kB`);
  }
  await browser.close();
});
