import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { Eventpit } from "./eventpit.js";
import { EventpitError } from "./errors.js";

// What a shell has set for a server of its own must not take this one's port or recording.
const OF_OTHER_SERVERS = ["LISTEN", "INSPECTOR_LISTEN", "INSPECTOR_TOKEN", "TLS", "TLS_LISTEN", "DATA", "EPHEMERAL", "READY_FILE", "LOG_FORMAT"];

/**
 * Starts a server on a free port of this machine, and waits until it listens. It ends with
 * `stop()`, or with this process.
 */
export async function start({ binary, workspace, data, tls = false, tlsDir, args = [], env = process.env, cwd, timeout = 60_000 } = {}) {
  const program = binary ?? (process.env.EVENTPIT_BIN || "eventpit");
  const folder = await mkdtemp(join(tmpdir(), "eventpit-js-"));
  const readyFile = join(folder, "ready.json");
  const given = [
    "serve", "--listen", "0", "--ready-file", readyFile,
    ...(data ? ["--data", data] : ["--ephemeral"]),
    ...(workspace ? ["--workspace", workspace] : []),
    ...(tls ? ["--tls-listen", "0"] : []),
    ...(tlsDir ? ["--tls-dir", tlsDir] : []),
    ...args,
  ];
  const child = spawn(program, given, { cwd, env: ownEnvironment(env), stdio: ["ignore", "ignore", "pipe"], windowsHide: true });
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve({ error }));
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const log = keep(child.stderr);
  const kill = () => child.kill();
  process.once("exit", kill);
  const stop = async () => {
    child.ref();
    kill();
    // It first answers what is under way.
    const late = await Promise.race([ended.then(() => false), after(10_000, true, { ref: false })]);
    if (late) child.kill("SIGKILL");
    await ended;
    process.removeListener("exit", kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ready = await listens(readyFile, ended, timeout, program, log);
    // Neither the process nor its log keeps Node from ending.
    child.unref();
    child.stderr.unref();
    return new Eventpit(ready.ingest_urls[0], ready, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function ownEnvironment(env) {
  const names = OF_OTHER_SERVERS.map((name) => `EVENTPIT_${name}`);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

/** The newest of what a stream says. */
function keep(stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (more) => { text = (text + more).slice(-10_000); });
  return () => text.trimEnd();
}

async function listens(readyFile, ended, timeout, program, log) {
  const begun = Date.now();
  for (;;) {
    // The file is written all at once.
    if (existsSync(readyFile)) return JSON.parse(await readFile(readyFile, "utf8"));
    const end = await Promise.race([ended, after(20)]);
    if (end?.error) {
      const hint = "name the program in EVENTPIT_BIN or { binary }, or put eventpit on the PATH";
      throw new EventpitError(`cannot start ${program}: ${end.error.message}\n  hint: ${hint}`, { cause: end.error });
    }
    if (end) throw new EventpitError(`${program} ended instead of listening (${end.signal ?? `exit code ${end.code}`}):\n${log()}`);
    if (Date.now() - begun > timeout) throw new EventpitError(`${program} does not listen after ${timeout} ms:\n${log()}`);
  }
}
