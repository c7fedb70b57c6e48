use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use serde_json::Value;
use tempfile::TempDir;

use super::deadline::until;
use super::output::{assert_no_error_line, assert_no_panic};
use super::{Builder, Connection, Output, Response};

/// A running eventpit. Dropping it kills it.
pub struct Server {
    child: Child,
    folder: TempDir,
    /// The folder of the recording.
    pub data: PathBuf,
    /// The ready file's content.
    pub ready: Value,
    /// Where clients send to: `127.0.0.1:PORT`.
    pub address: String,
    /// Where the inspector is: `127.0.0.1:PORT`.
    pub inspector: String,
    errors_expected: bool,
}

impl Server {
    /// One with nothing special about it.
    pub fn start() -> Server {
        Builder::new().start()
    }

    /// The process `child` that has written `ready_file`.
    pub(super) fn new(child: Child, folder: TempDir, data: PathBuf, ready_file: &Path) -> Server {
        let text = fs::read_to_string(ready_file).expect("the ready file");
        let ready: Value = serde_json::from_str(&text).expect("the ready file is JSON");
        Server {
            address: loopback(ready["ingest_urls"][0].as_str().unwrap_or_default()),
            inspector: loopback(ready["inspector_url"].as_str().unwrap_or_default()),
            child,
            folder,
            data,
            ready,
            errors_expected: false,
        }
    }

    /// From now on, an error in the log is no failure: the test provokes it.
    pub fn expect_errors(&mut self) {
        self.errors_expected = true;
    }

    /// The address as a client's configuration has it: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where clients send to over https: `127.0.0.1:PORT`.
    pub fn https(&self) -> String {
        let urls = self.ready["ingest_urls"].as_array().expect("urls");
        let url = urls.iter().filter_map(Value::as_str);
        let url = url
            .clone()
            .find(|url| url.starts_with("https://127.0.0.1:"));
        url.expect("https").trim_start_matches("https://").into()
    }

    /// The port of that.
    pub fn https_port(&self) -> String {
        let https = self.https();
        https.rsplit(':').next().expect("a port").into()
    }

    /// The certificate of its local CA.
    pub fn ca_file(&self) -> PathBuf {
        PathBuf::from(self.ready["ca_file"].as_str().expect("ca_file"))
    }

    /// The process's id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection to where clients send to.
    pub fn connect(&self) -> Connection {
        Connection::open(&self.address).expect("a connection")
    }

    /// Sends a request on a connection of its own.
    pub fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        let answer = self.connect().request(method, target, headers, body);
        answer.unwrap_or_else(|error| panic!("{method} {target}: {error}\n{}", self.stderr()))
    }

    /// Asks the inspector for `path`.
    pub fn get(&self, path: &str) -> Response {
        let answer = Connection::open(&self.inspector)
            .and_then(|mut connection| connection.request("GET", path, &[], b""));
        answer.unwrap_or_else(|error| panic!("GET {path}: {error}\n{}", self.stderr()))
    }

    /// Asks the inspector's API (`/events?limit=1`) and takes nothing but a 200 with JSON.
    pub fn api(&self, path: &str) -> Value {
        let answer = self.get(&format!("/inspector/api/v1{path}"));
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Asks the inspector's API a question (`/wait`).
    pub fn ask(&self, path: &str, question: &Value) -> Response {
        let (target, body) = (format!("/inspector/api/v1{path}"), question.to_string());
        let json = [("Content-Type", "application/json")];
        let answer = Connection::open(&self.inspector)
            .and_then(|mut it| it.request("POST", &target, &json, body.as_bytes()));
        answer.unwrap_or_else(|error| panic!("POST {path}: {error}\n{}", self.stderr()))
    }

    /// The newest cursor.
    pub fn head(&self) -> i64 {
        self.api("/health")["head"].as_i64().expect("head")
    }

    /// Waits until all that is recorded now is explained; the newest cursor of it.
    pub fn wait_projected(&self) -> i64 {
        let head = self.head();
        let path = format!("/inspector/api/v1/requests?limit=1&at_least={head}");
        // The API itself gives up after 10 seconds, which a busy machine may need for a large batch.
        until("the projection", || {
            let answer = self.get(&path);
            assert!(matches!(answer.status, 200 | 503), "{}", answer.text());
            (answer.status == 200).then_some(())
        });
        head
    }

    /// Waits until the words of all that is recorded now are indexed, too.
    pub fn wait_indexed(&self) {
        let head = self.wait_projected();
        until("full text", || {
            let reached = self.api("/health")["indexed_to"].as_i64();
            (reached >= Some(head)).then_some(())
        });
    }

    /// All recorded requests as the list shows them, oldest first, at most 1000, all explained.
    pub fn requests(&self) -> Vec<Value> {
        let head = self.wait_projected();
        items(self.api(&format!("/requests?order=asc&limit=1000&at_least={head}")))
    }

    /// All events, oldest first, at most 1000.
    pub fn events(&self) -> Vec<Value> {
        let head = self.wait_projected();
        items(self.api(&format!("/events?order=asc&limit=1000&at_least={head}")))
    }

    /// The newest request, whole, explained.
    pub fn last_request(&self) -> Value {
        let head = self.wait_projected();
        let list = items(self.api(&format!("/requests?limit=1&at_least={head}")));
        let id = list[0]["id"].as_str().expect("id");
        self.api(&format!("/requests/{id}"))
    }

    /// Sends a signal (`TERM`, `INT`) and does not wait.
    pub fn signal(&self, name: &str) {
        // The shell's own `kill`: a slim machine has no other.
        let pid = self.pid().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -s \"$0\" \"$1\"", name, &pid])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -s {name}");
    }

    /// Asks it to stop, waits for its end, and takes no error in its log.
    pub fn stop(self) -> Output {
        self.signal("TERM");
        self.ended()
    }

    /// Waits for its end, and takes no error in its log.
    pub fn ended(mut self) -> Output {
        let child = &mut self.child;
        let status = until("the end of eventpit", || child.try_wait().ok().flatten());
        let output = Output {
            code: status.code(),
            stdout: self.stdout(),
            stderr: self.stderr(),
        };
        assert_no_panic(&output.text());
        if !self.errors_expected {
            assert_no_error_line(&output.stderr);
        }
        output
    }

    /// kill -9.
    pub fn kill(&mut self) {
        self.child.kill().expect("kill");
        self.child.wait().expect("wait");
    }

    /// What it has written to standard output so far.
    pub fn stdout(&self) -> String {
        fs::read_to_string(self.folder.path().join("stdout")).unwrap_or_default()
    }

    /// What it has written to standard error so far.
    pub fn stderr(&self) -> String {
        fs::read_to_string(self.folder.path().join("stderr")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn items(mut page: Value) -> Vec<Value> {
    match page["items"].take() {
        Value::Array(items) => items,
        other => panic!("items is {other}"),
    }
}

/// `http://localhost:8484/inspector` → `127.0.0.1:8484`: one address, whatever the name means.
fn loopback(url: &str) -> String {
    let rest = url.trim_start_matches("http://");
    let authority = rest.split('/').next().unwrap_or_default();
    authority.replace("localhost", "127.0.0.1")
}
