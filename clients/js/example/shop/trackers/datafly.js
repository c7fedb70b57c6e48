import { post } from "./post.js";

const url = "https://data.shop.example/v1/t";

// No `leave`: the key goes in a header, which a beacon does not have.
export function purchase(order, { id, consent }) {
  const { item } = order;
  return post(url, { Authorization: "Bearer dk_shop" }, {
    type: "track",
    event: "Order Completed",
    properties: {
      order_id: order.id,
      total: order.value,
      currency: order.currency,
      products: [{ product_id: item.id, name: item.name, price: item.price, quantity: 1 }],
    },
    anonymousId: id,
    messageId: crypto.randomUUID(),
    timestamp: new Date().toISOString(),
    // Datafly decides for each category.
    context: { page: { url: location.href }, consent: { analytics: consent === true, marketing: consent === true } },
  });
}
