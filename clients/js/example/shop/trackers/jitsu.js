import { post } from "./post.js";

const url = "https://jitsu.shop.example/api/s/track";
const key = "shop:secret";

const event = ({ id, consent }, event, properties) => ({
  type: "track",
  event,
  properties,
  anonymousId: id,
  messageId: crypto.randomUUID(),
  timestamp: new Date().toISOString(),
  context: {
    page: { url: location.href },
    consent: { categoryPreferences: { analytics: consent === true, marketing: consent === true } },
  },
});

export async function purchase(order, visitor) {
  // Jitsu hands consent on and enforces none of it: the page has to.
  if (!visitor.consent) return;
  const { item } = order;
  await post(url, { "X-Write-Key": key }, event(visitor, "purchase", {
    transaction_id: order.id,
    value: order.value,
    currency: order.currency,
    items: [{ item_id: item.id, item_name: item.name, price: item.price }],
  }));
}

export function leave(visitor) {
  if (!visitor.consent) return;
  navigator.sendBeacon(`${url}?writekey=${key}`, JSON.stringify(event(visitor, "leave")));
}
