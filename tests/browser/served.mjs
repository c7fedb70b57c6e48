// A server of the real binary, for the scripts that are no tests.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts it, lets `work` do its work with EVENTPIT_URL set, and ends it. */
export async function served(binary, work) {
  const folder = mkdtempSync(join(tmpdir(), "eventpit-browser-"));
  const ready = join(folder, "ready.json");
  let watcher;
  const written = new Promise((resolve) => {
    watcher = watch(folder, () => existsSync(ready) && resolve());
  });
  const server = spawn(binary, ["--listen", "0", "--ephemeral", "--ready-file", ready], { stdio: ["ignore", "ignore", "inherit"] });
  try {
    await Promise.race([written, once(server, "exit").then(([code]) => { throw new Error(`eventpit ended with ${code}`); })]);
    process.env.EVENTPIT_URL = JSON.parse(readFileSync(ready, "utf8")).ingest_urls[0];
    await work();
  } finally {
    watcher.close();
    server.kill();
    await once(server, "exit");
    rmSync(folder, { recursive: true });
  }
}
