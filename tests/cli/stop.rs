//! Stopping: what is in flight is finished, and nothing is left behind.

use crate::support::{Builder, Connection, head_bytes, recording, until};

/// A request whose body is half sent when the signal comes is completed, answered and recorded.
fn finishes_what_is_in_flight(signal: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    let mut connection = server.connect();
    let body = br#"{"event":"half"}"#;
    let (first, rest) = body.split_at(7);
    let head = head_bytes(
        "POST",
        "/api/s/track",
        &server.address,
        &[
            ("X-Write-Key", "a:b"),
            ("Content-Type", "application/json"),
            ("Expect", "100-continue"),
        ],
        Some(body.len()),
    );
    // `100 Continue` says that the server is at work on this very request.
    connection.send(&head).expect("the head");
    assert_eq!(connection.read_answer("POST").expect("go on").status, 100);
    connection.send(first).expect("half");
    server.signal(signal);
    until("it to stop listening", || {
        Connection::open(&server.address).is_err().then_some(())
    });
    connection.send(rest).expect("the other half");
    let answer = connection.read_answer("POST").expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    let output = server.ended();
    assert_eq!(output.code, Some(0), "{output:#?}");
    for suffix in ["-wal", "-shm"] {
        let file = data.join(format!("journal.db{suffix}"));
        assert!(!file.exists(), "{} is left", file.display());
    }
    let bodies = recording::bodies(&data.join("journal.db"));
    assert_eq!(bodies.last().map(Vec::as_slice), Some(&body[..]));
}

#[test]
fn sigint_finishes_what_is_in_flight() {
    finishes_what_is_in_flight("INT");
}

#[test]
fn sigterm_finishes_what_is_in_flight() {
    finishes_what_is_in_flight("TERM");
}

#[test]
fn an_ephemeral_recording_leaves_nothing() {
    let temporary = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .bare()
        .args(["--listen", "0", "--ephemeral"])
        .env("TMPDIR", temporary.path())
        .start();
    server.request("POST", "/jitsu/api/s/track", &[], b"{}");
    let count = || {
        std::fs::read_dir(temporary.path())
            .expect("a folder")
            .count()
    };
    assert_eq!(
        count(),
        1,
        "the recording is in the folder for temporary files"
    );
    assert!(
        server.api("/health")["data"]
            .as_str()
            .is_some_and(|data| std::path::Path::new(data).is_dir())
    );
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.stop().code, Some(0));
    assert_eq!(count(), 0, "something is left");
}
