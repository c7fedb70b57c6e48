//! Stopping while a client holds back the rest of its body.

use crate::support::{Builder, head_bytes, recording};

#[test]
fn a_body_that_never_ends_is_recorded_before_the_server_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    let mut connection = server.connect();
    let headers = [("X-Write-Key", "a:b"), ("Expect", "100-continue")];
    let head = head_bytes(
        "POST",
        "/api/s/track",
        &server.address,
        &headers,
        Some(1000),
    );
    // `100 Continue` says that the server is at work on this very request.
    connection.send(&head).expect("the head");
    assert_eq!(connection.read_answer("POST").expect("go on").status, 100);
    connection.send(b"{\"half").expect("half");
    let output = server.stop();
    assert_eq!(output.code, Some(0), "{output:#?}");
    let bodies = recording::bodies(&data.join("journal.db"));
    assert_eq!(bodies, [b"{\"half"]);
    let server = Builder::new().data(&data).start();
    assert_eq!(server.last_request()["body_state"], "incomplete");
}
