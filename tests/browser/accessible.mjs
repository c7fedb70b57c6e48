// axe, WCAG 2.2 AA and more, over what a page shows: wide and narrow, light and dark.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 400, height: 800 };

/** The rules that a theme can break; all others look at the same page in either. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** Rows of the help's long tables that look like those before them: axe takes a quarter of a minute for the longest. */
const ALIKE = ".doc tbody tr:nth-child(n + 4)";

/**
 * All rules over what `page` shows: wide in light, wide in dark, narrow in dark. Nothing is loaded
 * again in between, so that it works for a state of a page too.
 */
export async function isAccessible(page, what) {
  await page.evaluate((alike) => document.querySelectorAll(alike).forEach((row) => row.remove()), ALIKE);
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(axe);
  await finds(page, `${what}, wide, light`);
  await page.emulateMedia({ colorScheme: "dark" });
  await finds(page, `${what}, wide, dark`, { runOnly: OF_COLOURS });
  await page.setViewportSize(NARROW);
  await finds(page, `${what}, narrow, dark`);
}

async function finds(page, what, rules) {
  const options = { preload: false, resultTypes: ["violations"], ...rules };
  const { violations, passes } = await page.evaluate((options) => axe.run(document, options), options);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], what);
  assert.ok(passes.length > (rules ? 0 : 10), `${what}: axe checked only ${passes.length} rules`);
}

/** Nothing scrolls sideways, narrow or wide. */
export async function fits(page, what, widths = [NARROW.width, WIDE.width]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: WIDE.height });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${what} is ${over} px too wide at ${width} px`);
  }
}
