// Sends with @jitsu/js from Node: node jitsu.mjs URL WRITE_KEY s2s|browser
import { jitsuAnalytics } from "@jitsu/js";
import { recorder } from "./recorder.mjs";

const [url, writeKey, mode] = process.argv.slice(2);
const { sent, fetch } = recorder();
const store = new Map();
const analytics = jitsuAnalytics({
  host: url,
  writeKey,
  fetch,
  s2s: mode === "s2s",
  errorPolicy: "rethrow",
  privacy: { consentCategories: { analytics: true, advertising: false } },
  runtime: {
    store: () => ({
      getItem: (key) => store.get(key),
      setItem: (key, value) => store.set(key, value),
      removeItem: (key) => store.delete(key),
      reset: () => store.clear(),
    }),
    userAgent: () => "Mozilla/5.0 (X11; Linux x86_64) TestBrowser/1.0",
    language: () => "de-CH",
    pageUrl: () => "https://shop.example/shoes?utm_source=mail&utm_campaign=spring",
    documentEncoding: () => "UTF-8",
    getCookie: () => undefined,
    getCookies: () => ({}),
    timezoneOffset: () => -120,
    screen: () => ({ width: 1280, height: 800, innerWidth: 1200, innerHeight: 700, density: 2 }),
    referrer: () => "https://search.example/",
    pageTitle: () => "Shoes – Größe 42",
  },
});

analytics.setAnonymousId("visitor-1");
// This SDK's page() takes properties; a category and a name before them are not sent.
await analytics.page({ name: "Shoes", colour: "red" });
await analytics.track("Product Added", { product_id: "p-1", price: 19.9, quantity: 2 });
await analytics.identify("user-1", { email: "ann@shop.example", plan: "gold" });
await analytics.group("group-1", { name: "Städte" });
await analytics.track("Order Completed", { order_id: "o-1", products: [{ product_id: "p-1" }] });
console.log(JSON.stringify(sent));
