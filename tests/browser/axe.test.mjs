import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { batch, debugged, events, launch, open, projected, stray, track } from "./browser.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function check(page, path) {
  await page.goto(new URL(path, page.url()).href);
  // What is folded away is looked at as well.
  await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
  await finds(page, path);
}

async function finds(page, path) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  assert.ok(passes.length > 10, `${path}: axe checked only ${passes.length} rules`);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(told, [], path);
}

async function everywhere(paths) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 400]) {
      const page = await open(browser, "/inspector", { colorScheme, viewport: { width, height: 800 } });
      for (const path of paths) await check(page, path);
      await page.context().close();
    }
  }
}

test("the empty pages", () => everywhere(["/inspector", "/inspector/requests", "/inspector/samples", "/inspector/workspace", "/inspector/plan", "/inspector/faults", "/inspector/jentis/monitor", "/inspector/patterns", "/inspector/consent", "/inspector/connectors", "/inspector/compare", "/inspector/compare?a=default&b=none", "/inspector/settings", "/inspector/help", "/inspector/help/REFERENCE", "/inspector/help/fidelity/jitsu"]));

test("the lists, the details, the errors", async () => {
  for (const { send } of Object.values(events)) await send();
  for (const sample of ["jentis/consent", "jitsu/batch", "jitsu/wrong-key", "commanders-act/no-consent", "commanders-act/too-large", "datafly/no-key"]) {
    await fetch(`${process.env.EVENTPIT_URL}/inspector/samples/${sample}`, { method: "POST" });
  }
  await batch(3);
  await stray("/nowhere");
  await projected();
  await debugged();
  const paths = ["/inspector/jentis/monitor", "/inspector/jentis/monitor/nobodys", "/inspector/jentis/monitor/axe", "/inspector/jentis/monitor/axe?view=states", "/inspector", "/inspector?session=none", "/inspector/requests", "/inspector/requests?before=3", "/inspector/nothing", "/inspector/plan", "/inspector/consent", "/inspector/connectors", "/inspector/visitors/a1"];
  for (const list of ["events", "requests"]) {
    const page = await (await fetch(`${process.env.EVENTPIT_URL}/inspector/api/v1/${list}?limit=8`)).json();
    for (const { id } of page.items.slice(0, 7)) paths.push(`/inspector/${list}/${id}`);
    const tabs = ["findings", "consent", "connectors", "payload", "request", "answer", "raw", "compare&all=1"];
    for (const tab of tabs) paths.push(`/inspector/${list}/${page.items.at(-1).id}?tab=${tab}`);
  }
  await everywhere(paths);
});

test("the states of a list", async () => {
  const home = `${process.env.EVENTPIT_URL}/inspector`;
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 400]) {
      const page = await open(browser, "/inspector", { colorScheme, viewport: { width, height: 800 } });
      const state = (name) => finds(page, `${name}, ${width} px, ${colorScheme}`);
      await page.goto(`${home}?q=platform%3Ajitsu+name%3Anothing`);
      await state("nothing found");
      await page.goto(`${home}?q=outcome%3Adroped`);
      await state("a filter that cannot be read");
      await page.goto(`${home}?layout=flat`);
      await state("without groups");
      await page.goto(home);
      for (const facet of ["Name", "Recording", "Export"]) {
        await page.locator("summary", { hasText: facet }).first().click();
        await state(`the facet ${facet}`);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Go on" }).waitFor();
      await track("While paused");
      await page.getByRole("button", { name: "1 new event" }).waitFor();
      await state("new rows wait");
      await page.getByRole("combobox", { name: "Filter" }).pressSequentially("out");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await state("suggestions");
      await page.keyboard.press("Escape");
      await page.locator("#rows a").first().click();
      await page.locator("#pane .sentence").waitFor();
      await state("the detail open");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await state("the sheet of keys");
      await page.context().close();
    }
  }
});
