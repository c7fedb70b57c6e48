// Sends one event over https with Node's own fetch: node tls.mjs URL
// Whether the certificate is trusted is up to NODE_EXTRA_CA_CERTS.
const [url] = process.argv.slice(2);
let result;
try {
  const answer = await fetch(`${url}/events?tc_s=1&token=demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ event_name: "search", search_term: "by node" }),
  });
  await answer.text();
  const { items } = await (await fetch(`${url}/inspector/api/v1/events?at_least=1`)).json();
  result = { status: answer.status, names: items.map((event) => event.name) };
} catch (error) {
  result = { error: error.cause?.code ?? String(error) };
}
console.log(JSON.stringify(result));
