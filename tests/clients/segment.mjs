// Sends batches with @segment/analytics-node: node segment.mjs URL WRITE_KEY PATH
import { Analytics } from "@segment/analytics-node";
import { recorder } from "./recorder.mjs";

const [url, writeKey, path] = process.argv.slice(2);
const { sent, fetch } = recorder();
const errors = [];
const analytics = new Analytics({
  host: url,
  path,
  writeKey,
  flushAt: 3,
  flushInterval: 60_000,
  maxRetries: 0,
  httpClient: fetch,
});
analytics.on("error", (error) => errors.push(`${error.code} ${error.reason ?? ""}`));

const timestamp = new Date("2026-02-03T04:05:06.789Z");
const visitor = { anonymousId: "visitor-2" };
analytics.page({ ...visitor, category: "shop", name: "Shoes", properties: { url: "https://shop.example/shoes" }, timestamp, messageId: "m-page" });
analytics.track({ ...visitor, event: "Product Added", properties: { product_id: "p-1", price: 19.9 }, timestamp, messageId: "m-track" });
analytics.identify({ ...visitor, userId: "user-2", traits: { email: "bob@shop.example" }, timestamp, messageId: "m-identify" });
// Three make a batch; it is answered before the next one begins, so that their order is known.
await analytics.flush();
analytics.group({ ...visitor, userId: "user-2", groupId: "group-2", traits: { name: "Städte" }, timestamp, messageId: "m-group" });
analytics.track({
  userId: "user-2",
  event: "Order Completed",
  properties: { order_id: "o-2", total: 39.8 },
  context: { consent: { categoryPreferences: { analytics: true, advertising: false } } },
  timestamp,
  messageId: "m-order",
});
// What does not fill a batch goes with the flush.
await analytics.closeAndFlush();
console.log(JSON.stringify({ sent, errors }));
