// The client against the real program, which EVENTPIT_BIN names or which is on the PATH.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { connect, EventpitError, ExpectationError, start } from "../src/index.js";

let eventpit;
before(async () => { eventpit = await start(); });
after(() => eventpit.stop());

async function track(session, event, properties = {}) {
  const answer = await fetch(`${session.urlOf("jitsu")}/api/s/track`, {
    method: "POST",
    headers: { connection: "close", "content-type": "application/json", "x-write-key": "demo:secret" },
    body: JSON.stringify({ event, properties, anonymousId: "a1" }),
  });
  const text = await answer.text();
  // The server gave up on a head that was late, unread: the machine is busy.
  if (answer.status === 408 && !text) return track(session, event, properties);
  return answer.status;
}

test("what is expected holds", async () => {
  const session = eventpit.session();
  const since = await session.now();
  const waiting = session.wait("name:purchase", { since, timeout: 60_000 });
  await track(session, "add_to_cart");
  await track(session, "purchase", { value: 12.5, currency: "EUR" });
  const [purchase] = await waiting;
  assert.equal(purchase.canonical.params.value, 12.5);
  assert.deepEqual((await session.assert("", { count: 2 })).map(({ name }) => name), ["add_to_cart", "purchase"]);
  assert.equal((await session.assert("status:200", { list: "requests", count: { min: 2 } })).length, 2);
  const steps = await session.sequence(["name:add_to_cart", "name:purchase"]);
  assert.deepEqual(steps.map(({ name }) => name), ["add_to_cart", "purchase"]);
  const requests = await session.sequence(["status:200", "status:200"], { list: "requests" });
  assert.deepEqual(requests.map(({ status }) => status), [200, 200]);
  await assert.rejects(session.sequence(["status:200"], { list: "requests", since: requests[1] }), /step 1 of 1/);
  await session.none("", { since: purchase, quiet: 50 });
  await session.plan({ since: purchase });
  for (const place of [undefined, since]) {
    const events = await session.events("", { since: place });
    assert.deepEqual(events.map(({ name }) => name), ["add_to_cart", "purchase"]);
  }
  assert.deepEqual(await session.events("", { since: purchase }), []);
  assert.deepEqual(await session.events("", { since: "now" }), []);
  assert.deepEqual((await session.requests("", { limit: 1 })).map(({ path }) => path), [`/~${session.name}/jitsu/api/s/track`]);
  const ga4 = (await session.deliveries(purchase)).find(({ connector }) => connector === "jitsu-ga4");
  assert.equal(ga4.request.body.events[0].params.value, 12.5);
});

test("what does not hold is told as a person reads it", async () => {
  const session = eventpit.session();
  await track(session, "purchase", { value: 9.5 });
  const error = await session.wait("name:purchase properties.value=12.5", { timeout: 10 }).catch((error) => error);
  assert.ok(error instanceof ExpectationError);
  assert.equal(error.code, "timed-out");
  const [first, ...lines] = error.message.split("\n");
  assert.equal(first, "wait name:purchase properties.value=12.5: no event matches (waited 10 ms)");
  assert.match(lines.join("\n"), /^ {2}expected {2}Events that are named “purchase” and have properties\.value equal to 12\.5: at least 1$/m);
  assert.match(lines.join("\n"), /^ {2}nearest .* purchase .*$/m);
  assert.match(lines.join("\n"), /^ {4}expected {2}properties\.value=12\.5 {3}got {2}9\.5$/m);
  assert.ok(lines.at(-1) === `  look at   ${error.inspector}`, error.message);
  assert.equal((await fetch(error.inspector)).status, 200);

  await assert.rejects(session.assert("name:refund"), /^ExpectationError: assert name:refund: no event matches/);
  await assert.rejects(session.none("name:purchase"), /^ExpectationError: none name:purchase: 1 event matches; expected none\n/);
  await assert.rejects(session.sequence(["name:purchase", "name:refund"]), /step 2 of 2 did not come/);
});

test("a question that can't be read is said to be one", async () => {
  const wrong = await eventpit.session().wait("plattform:jitsu").catch((error) => error);
  assert.ok(wrong instanceof EventpitError && !(wrong instanceof ExpectationError));
  assert.equal(wrong.code, "query-unknown-word");
  assert.match(wrong.message, /hint: most likely platform: is meant/);
  const later = await eventpit.session().events("name:a plattform:jitsu").catch((error) => error);
  assert.deepEqual([later.position, later.length], [7, 9]);
  const [, query, marks, expected] = later.message.split("\n");
  assert.deepEqual([query, marks], ["  name:a plattform:jitsu", "         ^^^^^^^^^"]);
  assert.equal(expected, `  expected: ${later.expected}`);
  assert.throws(() => eventpit.session("a b"), /is no name of a session/);
});

test("a fault and a reset are of the session alone", async () => {
  const [one, two] = [eventpit.session("one"), eventpit.session("two")];
  const fault = await one.fault({ kind: "status", status: 503 });
  assert.deepEqual([await track(one, "a"), await track(two, "a")], [503, 200]);
  await fault.disarm();
  assert.equal(await track(one, "b"), 200);
  await one.reset();
  assert.deepEqual(await one.events(), []);
  assert.deepEqual((await two.events()).map(({ name }) => name), ["a"]);
});

test("200 tests side by side do not see each other", async () => {
  const sessions = Array.from({ length: 200 }, (_, place) => eventpit.session(`side-${place}`));
  await Promise.all(sessions.map(async (session, place) => {
    const waiting = session.wait("name:purchase", { timeout: 60_000 });
    assert.equal(await track(session, "add_to_cart", { place }), 200);
    assert.equal(await track(session, "purchase", { place }), 200);
    const [purchase] = await waiting;
    assert.equal(purchase.session, session.name);
    assert.equal(purchase.payload.properties.place, place);
    await session.assert(`properties.place=${place}`, { count: 2 });
    await session.none(`-properties.place=${place}`);
    await session.none("is:duplicate OR is:double");
    assert.equal((await session.events()).length, 2);
  }));
});

test("a server that runs is asked", async () => {
  const session = eventpit.session();
  await track(session, "seen");
  await connect({ url: `${eventpit.url}/` }).session(session.name).assert("name:seen");
  assert.equal((await connect({ url: eventpit.url }).health()).status, "ok");
  assert.throws(() => connect({ url: "" }), /no eventpit is named\n {2}hint: set EVENTPIT_URL/);
});

test("what is no eventpit says nothing of what was recorded", async () => {
  const other = createServer((_, answer) => answer.end('{"ok":true}')).listen(0);
  await once(other, "listening");
  const session = connect({ url: `http://localhost:${other.address().port}` }).session();
  const asked = [
    session.wait(""), session.assert(""), session.none(""), session.sequence(["name:a"]), session.plan(),
    session.events(), session.requests(), session.now(), session.reset(), session.fault({ kind: "status", status: 503 }),
  ];
  for (const answer of await Promise.allSettled(asked)) {
    assert.equal(answer.reason?.name, "EventpitError");
    assert.match(answer.reason.message, /answered 200, which is not what an eventpit answers\n {2}hint: start one/);
  }
  other.close();
});

test("what keeps it from starting is said", async () => {
  await assert.rejects(start({ binary: "/nowhere/eventpit" }), /cannot start \/nowhere\/eventpit: .*\n {2}hint: name the program in EVENTPIT_BIN/);
  await assert.rejects(start({ workspace: "/nowhere" }), /ended instead of listening \(exit code 12\):\n.*\/nowhere/s);
  const stopped = await start();
  await stopped.stop();
  await assert.rejects(stopped.session().wait(""), /no eventpit answers at http:\/\/localhost:/);
});
