// Sends events, each in a batch of its own once the one before is delivered, with
// @segment/analytics-node and a Datafly key: node segment_rate.mjs URL KEY COUNT
// Two at once would not do: the success of one makes the SDK forget that the other has to wait.
import { Analytics } from "@segment/analytics-node";
import { recorder } from "./recorder.mjs";

const [url, key, count] = process.argv.slice(2);
const { sent, fetch } = recorder();
const errors = [];
const analytics = new Analytics({
  host: url,
  path: "/v1/batch",
  // It puts its own key into a Basic header, which Datafly does not know.
  writeKey: "unused",
  flushAt: 1,
  httpClient: (input, init) => {
    const headers = { ...init.headers, Authorization: `Bearer ${key}` };
    return fetch(input, { ...init, headers });
  },
});
analytics.on("error", (error) => errors.push(`${error.code} ${error.reason ?? ""}`));
for (let at = 0; at < Number(count); at += 1) {
  const event = { anonymousId: "visitor-3", event: "Product Viewed", messageId: `m-${at}` };
  await new Promise((delivered) => analytics.track(event, delivered));
}
await analytics.closeAndFlush();
console.log(JSON.stringify({ sent, errors }));
