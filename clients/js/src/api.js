import http from "node:http";
import https from "node:https";
import { EventpitError, ExpectationError } from "./errors.js";

// A wait may last ten minutes; `fetch` gives up after five.
function exchange(url, method, body) {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    if (process.env.EVENTPIT_TOKEN) headers.authorization = `Bearer ${process.env.EVENTPIT_TOKEN}`;
    // Each on a connection of its own: one that is kept alive may be closed just as it is used.
    const asked = request(url, { method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const served = response.headers["eventpit-version"] !== undefined;
        resolve({ status: response.statusCode, served, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Asks the API of the server at `base`, and gives what it answers. `question` is how errors name it. */
export async function ask(base, path, { method = "GET", body, question = `${method} ${path}` } = {}) {
  const url = new URL(`${base}/inspector/api/v1${path}`);
  let answered;
  try {
    // A busy machine may be so late with a request's head that the server gives up on it, unread.
    do answered = await exchange(url, method, body); while (answered.status === 408 && !answered.text);
  } catch (cause) {
    const why = cause.message || cause.code;
    throw new EventpitError(`no eventpit answers at ${base}: ${why}\n  hint: start one, or name its address in EVENTPIT_URL`, { cause });
  }
  const { status, served, text } = answered;
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = undefined;
  }
  // Any server may answer 200 with JSON: it is no verdict unless an eventpit gives it.
  if (!served || answer === undefined) {
    throw new EventpitError(`${url} answered ${status}, which is not what an eventpit answers\n  hint: start one, or name its address in EVENTPIT_URL`, { status });
  }
  if (status < 400) return answer;
  if (answer.holds === false) throw new ExpectationError(question, answer);
  const place = pointed(body?.q ?? url.searchParams.get("q"), answer);
  throw new EventpitError(`${question}: ${answer.detail}${place}\n  hint: ${answer.hint}`, answer);
}

/** The place in a query that an error is about, in lines of their own. */
function pointed(q, { position, length, expected }) {
  if (typeof q !== "string" || position === undefined) return "";
  const marks = " ".repeat(position) + "^".repeat(Math.max(length ?? 1, 1));
  return `\n  ${q.replace(/\s/g, " ")}\n  ${marks}\n  expected: ${expected}`;
}

/** A query string; what is undefined is left out. */
export function parameters(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given).toString();
}
