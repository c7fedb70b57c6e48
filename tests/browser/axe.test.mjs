import { after, before, test } from "node:test";
import { WIDE, isAccessible } from "./accessible.mjs";
import { batch, created, debugged, events, launch, open, projected, stray, track, url } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function everywhere(paths) {
  const page = await created(browser);
  for (const path of paths) {
    await page.goto(url + path);
    // What is folded away is looked at as well.
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
    await isAccessible(page, path);
  }
  await page.context().close();
}

test("the empty pages", () => everywhere(["/inspector", "/inspector/requests", "/inspector/samples", "/inspector/workspace", "/inspector/plan", "/inspector/faults", "/inspector/jentis/monitor", "/inspector/patterns", "/inspector/consent", "/inspector/connectors", "/inspector/compare", "/inspector/baseline", "/inspector/compare?a=default&b=none", "/inspector/settings", "/inspector/help", "/inspector/help/REFERENCE", "/inspector/help/fidelity/jitsu"]));

test("every component, with what is folded away folded", async () => {
  const page = await open(browser, "/inspector/patterns");
  await isAccessible(page, "patterns, folded");
  await page.context().close();
});

test("the lists, the details, the errors", async () => {
  for (const { send } of Object.values(events)) await send();
  for (const sample of ["jentis/consent", "jitsu/batch", "jitsu/wrong-key", "commanders-act/no-consent", "commanders-act/too-large", "datafly/no-key"]) {
    await fetch(`${url}/inspector/samples/${sample}`, { method: "POST" });
  }
  await batch(3);
  await stray("/nowhere");
  await projected();
  await debugged();
  const paths = ["/inspector/jentis/monitor", "/inspector/jentis/monitor/nobodys", "/inspector/jentis/monitor/axe", "/inspector/jentis/monitor/axe?view=states", "/inspector", "/inspector?session=none", "/inspector/requests", "/inspector/requests?before=3", "/inspector/nothing", "/inspector/plan", "/inspector/consent", "/inspector/connectors", "/inspector/visitors/a1"];
  for (const list of ["events", "requests"]) {
    const page = await (await fetch(`${url}/inspector/api/v1/${list}?limit=8`)).json();
    for (const { id } of page.items.slice(0, 3)) paths.push(`/inspector/${list}/${id}`);
    const tabs = ["findings", "consent", "connectors", "payload", "request", "answer", "raw", "compare&all=1"];
    for (const tab of tabs) paths.push(`/inspector/${list}/${page.items.at(-1).id}?tab=${tab}`);
  }
  await everywhere(paths);
});

test("the states of a list", async () => {
  for (const { send } of Object.values(events)) await send();
  await projected();
  const page = await open(browser, "/inspector?q=name%3Anothing");
  await page.getByRole("link", { name: "Show all events" }).waitFor();
  await isAccessible(page, "nothing found, and nothing to leave out");
  await page.setViewportSize(WIDE);
  await page.goto(`${url}/inspector?q=platform%3Ajitsu+name%3Anothing`);
  const state = async (name) => {
    await isAccessible(page, name);
    await page.setViewportSize(WIDE);
  };
  await state("nothing found");
  await page.goto(`${url}/inspector?q=outcome%3Adroped`);
  await state("a filter that cannot be read");
  await page.goto(`${url}/inspector?layout=flat`);
  await state("without groups");
  await page.goto(`${url}/inspector`);
  for (const facet of ["Name", "Platform", "Recording", "Views", "Highlight", "Export"]) {
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
});
