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
 * All rules over what `page` shows, wide and narrow; those of colours in light and dark at either.
 * Nothing is loaded again in between, so that it works for a state of a page too.
 */
export async function isAccessible(page, what) {
  await page.evaluate((alike) => document.querySelectorAll(alike).forEach((row) => row.remove()), ALIKE);
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axe);
  for (const [width, viewport] of [["wide", WIDE], ["narrow", NARROW]]) {
    await page.setViewportSize(viewport);
    const off = Object.fromEntries(OF_COLOURS.map((rule) => [rule, { enabled: false }]));
    assert.ok(await finds(page, `${what}, ${width}`, { rules: off }) > 10, `${what}: axe checked next to nothing`);
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      assert.ok(await page.evaluate(markColours) > 0, `${what} shows no text`);
      const checked = await finds(page, `${what}, ${width}, ${theme}`, { runOnly: OF_COLOURS }, "[data-colours]");
      assert.ok(checked > 0, `${what}: no colour was checked`);
    }
  }
}

/** What axe finds in `context`; how many rules held for something. */
async function finds(page, what, rules, context) {
  const options = { preload: false, resultTypes: ["violations"], ...rules };
  const { violations, passes } = await page.evaluate(([context, options]) => axe.run(context ?? document, options), [context, options]);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], what);
  return passes.length;
}

/**
 * Contrast is what axe takes longest for, and a list has hundreds of texts of the same colour on the
 * same grounds. Marks two of each: whose colour, grounds, size, weight and lines are all the same, on
 * it and on everything around it. How many are marked.
 */
function markColours() {
  const known = new Map();
  const looks = (element) => {
    if (!element) return "";
    if (!known.has(element)) {
      const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textDecorationLine, position } = getComputedStyle(element);
      known.set(element, [looks(element.parentElement), color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textDecorationLine, position].join());
    }
    return known.get(element);
  };
  const counts = new Map();
  let marked = 0;
  for (const element of document.body.querySelectorAll("*")) {
    element.removeAttribute("data-colours");
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(hasText || element.matches("input, select, textarea")) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const look = `${element.localName} ${looks(element)}`;
    const count = counts.get(look) ?? 0;
    counts.set(look, count + 1);
    if (count >= 2) continue;
    element.setAttribute("data-colours", "");
    marked += 1;
  }
  return marked;
}

/** Nothing scrolls sideways, narrow or wide. */
export async function fits(page, what, widths = [NARROW.width, WIDE.width]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: WIDE.height });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${what} is ${over} px too wide at ${width} px`);
  }
}
