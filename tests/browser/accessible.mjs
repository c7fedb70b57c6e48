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
    const off = OF_COLOURS.map((rule) => [rule, { enabled: false }]);
    // Of WCAG 2.2, and off in axe unless it is asked for.
    const rules = Object.fromEntries([...off, ["target-size", { enabled: true }]]);
    assert.ok(await finds(page, `${what}, ${width}`, { rules }) > 10, `${what}: axe checked next to nothing`);
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      const { texts, weak } = await page.evaluate(contrasts);
      assert.ok(texts > 0, `${what} shows no text`);
      assert.deepEqual(weak, [], `${what}, ${width}, ${theme}: contrast`);
      await page.evaluate(markColours);
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
 * The contrast of every text (WCAG 1.4.3): 4.5 to 1, and 3 to 1 for large ones. With axe alone that
 * would take minutes; this takes milliseconds. It knows the grounds that stand around a text, not
 * what lies over it: for that, axe looks at two texts of each look. Tells how many texts there were,
 * and which are too weak.
 */
function contrasts() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  // Colours are mixed in spaces that only the browser knows.
  const parts = (colour) => {
    if (!known.has(colour)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };
  const over = ([red, green, blue, alpha], ground) => [red, green, blue].map((part, index) => part * alpha + ground[index] * (1 - alpha));
  const grounds = new Map();
  const ground = (element) => {
    if (!element) return parts(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#fff").slice(0, 3);
    if (!grounds.has(element)) grounds.set(element, over(parts(getComputedStyle(element).backgroundColor), ground(element.parentElement)));
    return grounds.get(element);
  };
  const opacities = new Map();
  const opacity = (element) => {
    if (!element) return 1;
    if (!opacities.has(element)) opacities.set(element, Number(getComputedStyle(element).opacity) * opacity(element.parentElement));
    return opacities.get(element);
  };
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let texts = 0;
  const weak = [];
  for (const element of document.body.querySelectorAll("*:not(option, svg *)")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(hasText || element.matches("input, select, textarea")) || element.closest(":disabled, .unseen") || !element.checkVisibility({ visibilityProperty: true })) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const [red, green, blue, alpha] = parts(style.color);
    const [ink, paper] = [light(over([red, green, blue, alpha * opacity(element)], behind)), light(behind)];
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) weak.push(`${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 160)}`);
  }
  return { texts, weak };
}

/**
 * Contrast is what axe takes longest for, and a list has hundreds of texts of the same colour on the
 * same grounds. Marks two of each: whose colour, grounds, size, weight and lines are all the same, on
 * it and on everything around it.
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
  for (const element of document.body.querySelectorAll("*")) {
    element.removeAttribute("data-colours");
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!(hasText || element.matches("input, select, textarea")) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const look = `${element.localName} ${looks(element)}`;
    const count = counts.get(look) ?? 0;
    counts.set(look, count + 1);
    if (count >= 2) continue;
    element.setAttribute("data-colours", "");
  }
}

/** Nothing scrolls sideways, narrow or wide. */
export async function fits(page, what, widths = [NARROW.width, WIDE.width]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: WIDE.height });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${what} is ${over} px too wide at ${width} px`);
  }
}
