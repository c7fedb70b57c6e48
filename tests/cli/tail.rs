//! `eventpit tail`.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::support::{Builder, Server};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

/// A running `eventpit tail`, killed when it is dropped.
struct Tail(Child, BufReader<ChildStdout>);

impl Tail {
    fn start(url: &str, args: &[&str]) -> Tail {
        let mut child = Command::new(env!("CARGO_BIN_EXE_eventpit"))
            .args(["tail", "--url", url])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("eventpit starts");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        Tail(child, out)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.1.read_line(&mut line).expect("a line") > 0, "it ended");
        line
    }
}

impl Drop for Tail {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn track(server: &Server, name: &str) {
    let body = format!(r#"{{"event":"{name}"}}"#);
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200);
}

#[test]
fn it_writes_what_matches_and_goes_on_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    track(&server, "yes-1");
    track(&server, "no");
    let mut tail = Tail::start(&server.url(), &["name:yes*", "--since", "0"]);
    assert!(tail.line().contains("yes-1"));
    track(&server, "yes-2");
    assert!(tail.line().contains("yes-2"));
    let address = server.address.clone();
    assert_eq!(server.stop().code, Some(0));
    let again = Builder::new().data(&data).listen(&address).start();
    track(&again, "yes-3");
    let line = tail.line();
    assert!(line.contains("yes-3"), "each once: {line}");
    assert_eq!(again.stop().code, Some(0));
}

#[test]
fn requests_are_followed_too() {
    let server = Server::start();
    server.request("GET", "/nowhere", &[], b"");
    let mut tail = Tail::start(&server.url(), &["--requests", "--since", "0"]);
    let line = tail.line();
    assert!(
        line.contains("unmatched") && line.contains("GET /nowhere"),
        "{line}"
    );
    assert_eq!(server.stop().code, Some(0));
}
