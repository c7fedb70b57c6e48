import { fileURLToPath } from "node:url";
import { test, expect } from "./shop.js";

test.use({
  eventpitOptions: { workspace: fileURLToPath(new URL("../workspace", import.meta.url)) },
  // The hosts that this shop's trackers call; Commanders Act's own is known.
  eventpitHosts: {
    jentis: "k5x1a2.shop.example",
    jitsu: "jitsu.shop.example",
    datafly: "data.shop.example",
  },
});

test("a page is kept from an answer without CORS headers", async ({ page, shop, eventpit }) => {
  await page.goto(shop("jitsu"));
  const read = () => page.evaluate(() => fetch("https://jitsu.shop.example/api/s/track", { method: "POST", body: "{}" })
    .then(() => "read", () => "kept"));
  await eventpit.fault({ kind: "missing-cors", path: "/api/s/track", times: 1 });
  expect(await read()).toBe("kept");
  expect(await read()).toBe("read");
});

for (const platform of ["jentis", "jitsu", "commanders-act", "datafly"] as const) {
  test.describe(platform, () => {
    test.beforeEach(async ({ page, shop }) => {
      await page.goto(shop(platform));
      await page.waitForSelector("body[data-ready]");
    });

    test("consent refused: nothing leaves", async ({ page, eventpit }) => {
      await page.getByRole("button", { name: "Refuse" }).click();
      await page.getByRole("button", { name: "Buy" }).click();
      await page.getByText("Thank you").waitFor();
      // Jitsu enforces no consent, so the page itself sends nothing there.
      if (platform !== "jitsu") await eventpit.wait("name:purchase connector:not_consented");
      await eventpit.none("connector:sent", { quiet: 300 });
    });

    test("consent given: the purchase arrives once, and GA4 gets its value", async ({ page, eventpit }) => {
      await page.getByRole("button", { name: "Accept" }).click();
      await page.getByRole("button", { name: "Buy" }).click();
      const [purchase] = await eventpit.wait("name:purchase canonical.params.value=129.9");
      await eventpit.none("name:purchase", { since: purchase, quiet: 300 });

      const deliveries = await eventpit.deliveries(purchase);
      const ga4 = deliveries.find(({ connector }) => connector.endsWith("ga4"));
      expect(ga4).toMatchObject({
        result: "sent",
        request: { body: { events: [{ name: "purchase", params: { value: 129.9, currency: "EUR" } }] } },
      });
    });

    test("a 429 is retried once", async ({ page, eventpit }) => {
      await eventpit.fault({ kind: "too-many-requests", times: 1 });
      await page.getByRole("button", { name: "Accept" }).click();
      await page.getByRole("button", { name: "Buy" }).click();
      await page.getByText("Thank you").waitFor();
      await eventpit.sequence(["name:purchase status:429", "name:purchase status:200"]);
      await eventpit.assert("name:purchase", { list: "requests", count: 2 });
    });

    test("a beacon on unload is seen", async ({ page, eventpit }) => {
      test.skip(platform === "datafly", "its key goes in a header, which a beacon does not have");
      await page.getByRole("button", { name: "Accept" }).click();
      await page.getByRole("link", { name: "About us" }).click();
      await eventpit.wait("name:leave transport:beacon outcome:accepted", { count: 1 });
    });
  });
}
