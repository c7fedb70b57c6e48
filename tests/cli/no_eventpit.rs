//! The commands against a server that is no eventpit, or that ends before it knows.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::support::{Builder, Server};

/// A server that gives everybody the same answer: its status, its header lines, its body.
fn answering(status: &'static str, headers: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            );
            // Who goes away has had enough.
            drop(answered(&connection, &answer));
        }
    });
    format!("http://{address}")
}

/// Reads a request to its end, and only then answers.
fn answered(mut connection: &TcpStream, answer: &str) -> std::io::Result<()> {
    let mut request = BufReader::new(connection);
    let (mut line, mut length) = (String::new(), 0);
    while request.read_line(&mut line)? > 2 {
        let head = line.to_lowercase();
        if let Some(value) = head.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    request.read_exact(&mut vec![0; length])?;
    connection.write_all(answer.as_bytes())
}

const ASKED: &[&[&str]] = &[
    &["healthcheck"],
    &["wait"],
    &["assert"],
    &["assert", "none"],
    &["assert", "sequence", "name:a"],
    &["assert", "plan"],
    &["plan", "check"],
    &["plan", "coverage"],
    &["plan", "infer"],
    &["events"],
    &["events", "--requests"],
    &["tail"],
    &["tail", "--since", "now"],
    &["send", "jitsu"],
    &["export"],
    &["replay", "--to", "/jitsu"],
    &["fault", "arm", "503"],
    &["fault", "list"],
    &["fault", "disarm", "f1"],
    &["prune", "--requests", "1", "--dry-run"],
    &["baseline", "save", "-"],
];

#[test]
fn what_is_no_eventpit_says_nothing_of_what_was_recorded() {
    let servers = [
        answering(
            "200 OK",
            "content-type: application/json\r\n",
            r#"{"ok":true}"#,
        ),
        answering("200 OK", "content-type: text/html\r\n", "<!DOCTYPE html>"),
        answering(
            "409 Conflict",
            "content-type: application/json\r\n",
            r#"{"holds":false}"#,
        ),
    ];
    for url in &servers {
        for args in ASKED {
            let output = Builder::new().args(*args).env("EVENTPIT_URL", url).run();
            assert_eq!(output.code, Some(3), "{args:?} of {url}: {output:#?}");
            assert_eq!(output.stdout, "", "{args:?}");
            assert!(
                output.stderr.contains("not what an eventpit answers")
                    && output.stderr.contains("hint: start one"),
                "{args:?}: {output:#?}"
            );
        }
    }
}

#[test]
fn a_baseline_is_not_held_against_what_is_no_eventpit() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("baseline.json");
    let server = Server::start();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    server.request("POST", "/jitsu/api/s/track", &headers, br#"{"event":"a"}"#);
    let asked = |what: &str, url: &str| {
        let builder = Builder::new().args(["baseline", what, "--url", url]);
        builder.args([&file]).run()
    };
    let saved = asked("save", &server.url());
    assert_eq!(saved.code, Some(0), "{saved:#?}");
    assert!(
        saved.stderr.contains("a baseline of 1 event."),
        "{saved:#?}"
    );
    assert_eq!(asked("diff", &server.url()).code, Some(0));
    assert_eq!(server.stop().code, Some(0));
    let url = answering("200 OK", "", r#"{"ok":true}"#);
    let output = asked("diff", &url);
    assert_eq!(output.code, Some(3), "{output:#?}");
}

#[test]
fn a_server_that_stops_decides_nothing() {
    let stops = r#"{"status":503,"code":"recording-closed","title":"The server is stopping","detail":"the recording is closed","hint":"eventpit is shutting down"}"#;
    let url = answering(
        "503 Service Unavailable",
        "eventpit-version: 0.1.0\r\ncontent-type: application/problem+json\r\n",
        stops,
    );
    for args in [&["wait", "name:never"][..], &["assert", "none"], &["tail"]] {
        let output = Builder::new().args(args).env("EVENTPIT_URL", &url).run();
        assert_eq!(output.code, Some(3), "{args:?}: {output:#?}");
        assert!(output.stderr.contains("[recording-closed]"), "{output:#?}");
    }
}
