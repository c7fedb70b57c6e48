// A `fetch` that keeps what was sent and answered: what eventpit says of it is compared with this.
export function recorder() {
  const sent = [];
  const record = async (input, init = {}) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    const response = await fetch(request);
    sent.push({
      method: request.method,
      url: request.url,
      body: JSON.parse(body),
      status: response.status,
      answer: await response.clone().text(),
    });
    return response;
  };
  return { sent, fetch: record };
}
