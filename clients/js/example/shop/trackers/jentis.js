import { post } from "./post.js";

const url = "https://k5x1a2.shop.example/";

const event = ({ id, consent }, variables, system) => ({
  version: "3",
  system: { type: "web", domain: "shop.example", timestamp: Date.now(), initiator: "jts_push_submit", href: location.href, ...system },
  configuration: { container: "shop", environment: "live" },
  // JENTIS decides for each vendor.
  consent: {
    "google_analytics_4_server-side": { status: consent === true },
    facebook: { status: consent === true },
  },
  data: { identifier: { user: { id, action: "new" }, session: { id, action: "new" } }, variables },
});

export function purchase(order, visitor) {
  return post(url, { Authorization: "Bearer shop" }, event(visitor, {
    jtspushedcommands: ["product", "order", "submit"],
    product_type: ["order"],
    product_id: [order.item.id],
    product_name: [order.item.name],
    product_brutto: [order.item.price],
    orderid: order.id,
    brutto: order.value,
    currency: order.currency,
  }));
}

// A beacon has no Authorization: workspace/sources/jentis.json allows that.
export function leave(visitor) {
  const left = event(visitor, { jtspushedcommands: ["leave", "submit"] }, { requestType: "sendBeacon" });
  navigator.sendBeacon(url, JSON.stringify(left));
}
