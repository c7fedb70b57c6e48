// The page's own part: a consent banner, a button that buys, and what is tracked of it.

const platform = new URLSearchParams(location.search).get("platform");
const tracker = await import(`./trackers/${platform}.js`);

const visitor = { id: crypto.randomUUID(), consent: undefined };
const $ = (id) => document.getElementById(id);

function decide(consent) {
  visitor.consent = consent;
  $("consent").hidden = true;
}
$("accept").onclick = () => decide(true);
$("refuse").onclick = () => decide(false);

$("buy").onclick = async () => {
  const order = { id: `O-${Date.now()}`, value: 129.9, currency: "EUR", item: { id: "HAT-1", name: "Straw hat", price: 129.9 } };
  await tracker.purchase(order, visitor);
  $("said").textContent = "Thank you";
};

addEventListener("pagehide", () => tracker.leave?.(visitor));
document.body.dataset.ready = "";
