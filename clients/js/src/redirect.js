import { EventpitError } from "./errors.js";

/** The hosts that a vendor has fixed; all others are the site's own. */
const FIXED = { "commanders-act": ["collect.commander1.com"] };
/** Says which site may read an answer. */
const ALLOWED = "access-control-allow-origin";
const PLATFORMS = ["jentis", "jitsu", "commanders-act", "datafly"];

/** Sends what `page` sends to the hosts to `session` instead. */
export async function redirect(page, hosts, session) {
  const places = read(hosts, session);
  const placeOf = (url) => places.find((place) => leads(place, url));
  await page.addInitScript(straight, places);
  await page.route((url) => placeOf(url) !== undefined, async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    try {
      const response = await route.fetch({
        url: placeOf(url).to + url.pathname + url.search,
        headers: await request.allHeaders(),
        maxRedirects: 0,
        timeout: 0,
      });
      const headers = response.headers();
      // Playwright adds this header where it is missing; one that allows nobody stays as it is, and
      // the page is kept from the answer as by the server itself: the fault missing-cors, say.
      const fulfilled = ALLOWED in headers ? { response } : { response, headers: { ...headers, [ALLOWED]: "missing" } };
      await route.fulfill(fulfilled);
    } catch {
      // A fault reset the connection, or the page went away meanwhile.
      await route.abort("connectionreset").catch(() => {});
    }
  });
}

/** For each platform its hosts: a host, with a port or the beginning of a path if it matters. */
function read(hosts, session) {
  const unknown = Object.keys(hosts).filter((platform) => !PLATFORMS.includes(platform));
  if (unknown.length > 0) {
    throw new EventpitError(`no platform is called ${unknown.join(", ")}\n  hint: hosts are named by platform: ${PLATFORMS.join(", ")}`);
  }
  return PLATFORMS.flatMap((platform) => {
    const own = [hosts[platform] ?? []].flat();
    return [...own, ...(FIXED[platform] ?? [])].map((text) => {
      const place = new URL(text.includes("://") ? text : `https://${text}`);
      return { host: place.host, path: place.pathname.replace(/\/$/, ""), to: session.urlOf(platform) };
    });
  });
}

function leads({ host, path }, url) {
  return url.host === host && (url.pathname === path || url.pathname.startsWith(`${path}/`));
}

/**
 * Runs in the page. What it sends while it goes away is past its end before a route sees it, and
 * the browser says so to nobody: beacons, and `fetch` with `keepalive`, go straight to the server.
 */
function straight(places) {
  // Browsers ask before a page of another machine calls this one, and cannot once it goes away.
  const isOfThisMachine = /^(localhost|127\.0\.0\.1|\[::1\]|.*\.localhost)$/.test(location.hostname);
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; }, true);
  addEventListener("pageshow", () => { leaving = false; }, true);
  const instead = (address) => {
    if (!isOfThisMachine && !leaving) return undefined;
    const url = new URL(address, document.baseURI);
    const place = places.find(({ host, path }) =>
      url.host === host && (url.pathname === path || url.pathname.startsWith(`${path}/`)));
    return place && place.to + url.pathname + url.search;
  };
  const { sendBeacon } = navigator;
  navigator.sendBeacon = function (address, ...body) {
    return sendBeacon.call(this, instead(address) ?? address, ...body);
  };
  const { fetch } = window;
  window.fetch = function (input, init) {
    const keepalive = init?.keepalive ?? (input instanceof Request && input.keepalive);
    const url = keepalive ? instead(input instanceof Request ? input.url : input) : undefined;
    if (url === undefined) return fetch.call(this, input, init);
    return fetch.call(this, input instanceof Request ? new Request(url, input) : url, init);
  };
}
