// A recorder as one writes it in an afternoon: each request is a row in SQLite before its answer.
// `node recorder.mjs FILE PORT`
import Database from "better-sqlite3";
import express from "express";

const [, , file, port] = process.argv;
const db = new Database(file);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = NORMAL");
db.exec(`CREATE TABLE request (
  id INTEGER PRIMARY KEY, at INTEGER, method TEXT, url TEXT, headers TEXT, body TEXT)`);
const insert = db.prepare(
  "INSERT INTO request (at, method, url, headers, body) VALUES (?, ?, ?, ?, ?)",
);

const app = express();
app.use(express.json({ limit: "16mb" }));
app.use((request, response) => {
  const { method, url, headers, body } = request;
  insert.run(Date.now(), method, url, JSON.stringify(headers), JSON.stringify(body));
  response.json({ ok: true });
});
app.listen(Number(port), "127.0.0.1");
