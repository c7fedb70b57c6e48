/** Posts JSON, and once more if there were too many requests. */
export async function post(url, headers, body) {
  const send = () => fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await send();
  if (answer.status !== 429) return answer;
  await new Promise((later) => setTimeout(later, 200));
  return send();
}
