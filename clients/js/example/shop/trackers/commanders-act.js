import { post } from "./post.js";

const url = "https://collect.commander1.com/events?tc_s=1&token=shop";

const event = ({ id, consent }, event_name, properties) => ({
  event_name,
  ...properties,
  // Commanders Act decides for each destination.
  user: { consistent_anonymous_id: id, consent_categories: consent ? ["analytics", "marketing"] : [] },
  context: {
    event_id: crypto.randomUUID(),
    event_timestamp: Date.now(),
    page: { title: document.title, url: location.href },
    device: { user_agent: navigator.userAgent },
  },
});

export function purchase(order, visitor) {
  const { item } = order;
  return post(url, {}, event(visitor, "purchase", {
    id: order.id,
    value: order.value,
    revenue: order.value,
    currency: order.currency,
    items: [{ id: item.id, quantity: 1, product: { id: item.id, name: item.name, price: item.price } }],
  }));
}

export function leave(visitor) {
  navigator.sendBeacon(url, JSON.stringify(event(visitor, "leave")));
}
