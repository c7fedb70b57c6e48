// A browser that trusts the local CA, and one that does not. Both believe that the vendor's host,
// and a shop's, are where the server under test listens.

import { test } from "node:test";
import assert from "node:assert/strict";
import { launch, projected, url } from "./browser.mjs";

const { EVENTPIT_HTTPS: https, EVENTPIT_TRUSTING_HOME: trusting, EVENTPIT_OTHER_HOME: other } = process.env;
const vendor = "https://collect.commander1.com/events?tc_s=1&token=demo";

/** Does `act` with a page of a browser whose home folder is `home`. */
async function browse(home, act) {
  const hosts = ["collect.commander1.com", "shop.example"].map((host) => `MAP ${host}:443 ${https}`);
  const browser = await launch({
    args: [`--host-resolver-rules=${hosts.join(", ")}`],
    // Where a browser finds its own store of trusted CAs.
    env: { ...process.env, HOME: home, XDG_DATA_HOME: undefined },
  });
  try {
    await act(await browser.newPage());
  } finally {
    await browser.close();
  }
}

async function head() {
  return (await (await fetch(`${url}/inspector/api/v1/health`)).json()).head;
}

test("an https page sends to the vendor's host, which is here", () => browse(trusting, async (page) => {
  await page.goto("https://shop.example/robots.txt");
  const status = await page.evaluate(async (vendor) => {
    const body = JSON.stringify({ event_name: "search", search_term: "by browser" });
    const headers = { "content-type": "application/json" };
    return (await fetch(vendor, { method: "POST", headers, body })).status;
  }, vendor);
  assert.equal(status, 200);
  await projected();
  const { items } = await (await fetch(`${url}/inspector/api/v1/requests`)).json();
  const sent = items.find((request) => request.method === "POST");
  assert.equal(sent.platform, "commanders-act");
  assert.equal(sent.outcome, "accepted");
  const { headers } = await (await fetch(`${url}/inspector/api/v1/requests/${sent.id}`)).json();
  const header = (name) => headers.find(([key]) => key === name)?.[1];
  assert.equal(header("host"), "collect.commander1.com");
  assert.equal(header("origin"), "https://shop.example");
}));

test("the inspector is there over https too, and live", () => browse(trusting, async (page) => {
  const port = https.split(":").at(-1);
  await page.goto(`https://localhost:${port}/inspector`);
  await page.waitForSelector("body[data-live=open]");
}));

test("a browser that does not trust the CA sends nothing", () => browse(other, async (page) => {
  const before = await head();
  await assert.rejects(page.goto("https://shop.example/robots.txt"), /ERR_CERT_AUTHORITY_INVALID/);
  assert.equal(await head(), before);
}));
