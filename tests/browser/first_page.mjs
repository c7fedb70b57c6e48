import { isLive, url } from "./browser.mjs";

/** What the first page is over the wire, with nothing in the cache: bytes by path, and in all. */
export async function firstPage(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  const sizes = new Map();
  const paths = new Map();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(paths.get(requestId), encodedDataLength));
  await page.goto(`${url}/inspector`);
  await isLive(page);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const sheets = await page.locator("link[rel=stylesheet]").count();
  await cdp.detach();
  return { sizes, total, sheets };
}
