import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base } from "eventpit/playwright";
import type { Platform } from "eventpit";

export { expect } from "eventpit/playwright";

/** `test`, with the shop under test: where it is, by platform. */
export const test = base.extend<{}, { shop: (platform: Platform) => string }>({
  shop: [async ({}, use) => {
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://shop");
      const file = new URL(`../shop${pathname}`, import.meta.url);
      const type = pathname.endsWith(".js") ? "text/javascript" : "text/html";
      try {
        response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(await readFile(file));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
    const { port } = server.address() as AddressInfo;
    await use((platform) => `http://localhost:${port}/index.html?platform=${platform}`);
    server.close();
    server.closeAllConnections();
  }, { scope: "worker" }],
});
