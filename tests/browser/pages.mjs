// A shop that sends: pages of another origin than eventpit's, as a visitor's browser has them.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { url } from "./browser.mjs";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** Serves `pages` (path → HTML) and, below `/files/`, the files of a folder. */
export async function shop(pages, files = new URL("./", import.meta.url)) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://shop").pathname;
    const page = pages[path];
    try {
      const body = page ?? (await readFile(new URL(path.replace("/files/", ""), files)));
      response.writeHead(200, { "content-type": page === undefined ? TYPES.js : TYPES.html });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The recorded requests after the cursor `after`, once there are `count`, whole, oldest first. */
export async function recorded(after, count) {
  // Not every cursor is a request: that an answer did not arrive has one of its own.
  for (let next = after + 1; ; next += 1) {
    // Answered as soon as that cursor is explained, and with 503 if it does not come.
    const list = await api(`/requests?order=asc&after=${after}&at_least=${next}`);
    if (list.items.length >= count) return Promise.all(list.items.map(({ id }) => api(`/requests/${id}`)));
  }
}

/** The newest cursor. */
export async function head() {
  return (await api("/health")).head;
}

/** What the API answers. */
export async function api(path) {
  const answer = await fetch(`${url}/inspector/api/v1${path}`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
