//! Clients that break off, go away before their answer, or send more than is kept.

use std::io::{ErrorKind, Read};
use std::net::Shutdown;
use std::time::Duration;

use serde_json::Value;

use crate::support::recording::body_of;
use crate::support::{Builder, Connection, Server, head_bytes, until};

const HEADERS: &[(&str, &str)] = &[("X-Write-Key", "a:b"), ("Content-Type", "application/json")];

/// Closes a connection with a reset instead of an orderly end.
pub fn reset(mut connection: Connection) {
    socket2::SockRef::from(&*connection.stream())
        .set_linger(Some(Duration::ZERO))
        .expect("linger");
}

/// The head of a request that promises `length` bytes, and the bytes that come.
fn promise(server: &Server, target: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let mut message = head_bytes("POST", target, &server.address, HEADERS, Some(length));
    message.extend_from_slice(body);
    message
}

/// Waits until so many requests are recorded, and gives them.
fn recorded(server: &Server, count: usize) -> Vec<Value> {
    until("the recording", || {
        let requests = server.requests();
        (requests.len() >= count).then_some(requests)
    })
}

fn codes(request: &Value) -> Vec<&str> {
    let findings = request["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect()
}

/// The body of a listed request.
fn body_in(server: &Server, request: &Value) -> Vec<u8> {
    let id = request["id"].as_str().expect("an id");
    body_of(&server.api(&format!("/requests/{id}")))
}

#[test]
fn a_body_that_breaks_off_is_kept_as_far_as_it_came() {
    let server = Server::start();
    let half = br#"{"event":"hal"#;
    for target in ["/jitsu/api/s/track", "/nowhere"] {
        for how in ["shutdown", "close"] {
            let before = server.requests().len();
            let mut connection = server.connect();
            let message = promise(&server, target, 1000, half);
            connection.send(&message).expect("half a body");
            if how == "shutdown" {
                let socket = connection.stream();
                socket.shutdown(Shutdown::Write).expect("an end");
            } else {
                drop(connection);
            }
            let requests = recorded(&server, before + 1);
            let request = requests.last().expect("a request");
            assert_eq!(request["body_state"], "incomplete", "{target} {how}");
            assert_eq!(request["body_length"], half.len(), "{target} {how}");
            let told = codes(request);
            let told = told.iter().filter(|code| **code == "body-incomplete");
            assert_eq!(told.count(), 1, "{target} {how}: {request:#}");
            assert_eq!(body_in(&server, request), half, "{target} {how}");
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_chunked_body_that_breaks_off_is_incomplete() {
    let server = Server::start();
    let mut connection = server.connect();
    let headers = [("Transfer-Encoding", "chunked")];
    let head = head_bytes("POST", "/nowhere", &server.address, &headers, None);
    connection
        .send(&[&head[..], b"5\r\nhello\r\n", b"5\r\nwo"].concat())
        .expect("a chunk and a half");
    drop(connection);
    let requests = recorded(&server, 1);
    assert_eq!(requests[0]["body_state"], "incomplete", "{:#}", requests[0]);
    assert!(codes(&requests[0]).contains(&"body-incomplete"));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_client_that_goes_away_before_its_answer_is_recorded_all_the_same() {
    let server = Server::start();
    let body = br#"{"event":"unload"}"#;
    let clients = 50;
    for _ in 0..clients {
        let mut connection = server.connect();
        let message = promise(&server, "/jitsu/api/s/track", body.len(), body);
        connection.send(&message).expect("a request");
        // An orderly end, at once: what a page does that unloads.
        drop(connection);
    }
    let requests = recorded(&server, clients);
    assert_eq!(requests.len(), clients);
    for request in &requests {
        assert_eq!(request["body_state"], "complete");
        assert_eq!(body_in(&server, request), body);
    }
    assert_eq!(server.events().len(), clients);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_answer_that_found_nobody_is_not_delivered() {
    let server = Server::start();
    // Promised and never sent, so the reset always comes before the answer.
    let mut connection = server.connect();
    let mut headers = HEADERS.to_vec();
    headers.push(("Expect", "100-continue"));
    let target = "/jitsu/api/s/track";
    let head = head_bytes("POST", target, &server.address, &headers, Some(1000));
    connection.send(&head).expect("a head");
    assert_eq!(connection.read_answer("POST").expect("go on").status, 100);
    reset(connection);
    let request = until("the row of the answer that was not delivered", || {
        let request = server.requests().pop()?;
        (request["delivered"] == false).then_some(request)
    });
    assert_eq!(request["body_state"], "incomplete");
    let answer = server.request("POST", target, HEADERS, b"{\"event\":\"e\"}");
    assert_eq!(answer.status, 200);
    assert_eq!(server.last_request()["delivered"], true);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_body_up_to_16_mib_is_kept_whole_and_of_a_larger_one_the_first_mib() {
    let server = Server::start();
    let mib = 1024 * 1024;
    for (length, state, kept) in [
        (16 * mib, "complete", 16 * mib),
        (16 * mib + 1, "truncated", mib),
        (20 * mib + 7, "truncated", mib),
    ] {
        let body: Vec<u8> = (0..length).map(|at| b'a' + (at % 23) as u8).collect();
        let answer = server.request("POST", "/nowhere", &[], &body);
        assert_eq!(answer.status, 404, "{}", answer.text());
        let request = server.last_request();
        assert_eq!(request["body_state"], state);
        assert_eq!(request["body_length"], length);
        let text = request["body"].as_str().expect("a body");
        assert_eq!(text.len(), kept);
        assert!(text.as_bytes() == &body[..kept], "not its beginning");
        assert_eq!(
            codes(&request).contains(&"body-truncated"),
            state == "truncated"
        );
    }
    assert_eq!(server.stop().code, Some(0));
}

/// The finding's message and its answer of a request whose body ended too early, as `server` tells
/// it of the newest request.
fn broken_off(server: &Server) -> (Value, String) {
    let request = server.requests().pop().expect("a request");
    assert_eq!(request["body_state"], "incomplete", "{request:#}");
    let findings = request["findings"].as_array().expect("findings");
    let mut told = findings
        .iter()
        .filter(|finding| finding["code"] == "body-incomplete");
    let message = told.next().expect("the finding")["message"].as_str();
    let message = message.expect("a message").to_string();
    assert!(told.next().is_none(), "told twice: {request:#}");
    (request, message)
}

/// Reads to the end of the connection; what came is dropped.
fn assert_closes(mut connection: Connection) {
    let mut rest = Vec::new();
    let read = connection.stream().read_to_end(&mut rest);
    assert!(
        read.is_ok() || read.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset),
        "it stays open"
    );
    assert_eq!(rest, b"", "more than one answer");
}

#[test]
fn a_body_that_stalls_ends_and_is_said_to_have_stalled() {
    let server = Builder::new().args(["--idle-timeout", "200ms"]).start();
    for target in [
        "/jitsu/api/s/track",
        "/events?tc_s=1&token=demo",
        "/v1/t",
        "/",
    ] {
        let mut connection = server.connect();
        let message = promise(&server, target, 1000, br#"{"event":"hal"#);
        connection.send(&message).expect("half a body");
        let answer = connection.read_answer("POST").expect("an answer");
        let (request, message) = broken_off(&server);
        assert!(message.contains("stalled"), "{message}");
        assert_ne!(request["outcome"], "accepted", "{target}");
        assert_eq!(request["status"], answer.status, "{target}");
        assert!(server.events().is_empty(), "{target}");
        assert_closes(connection);
    }
    assert_eq!(server.stop().code, Some(0));
}

/// The HTTP library would wait for the last chunk of a body that nobody reads any more.
#[test]
fn a_chunked_body_that_stalls_does_not_hold_its_connection() {
    let server = Builder::new().args(["--idle-timeout", "200ms"]).start();
    for target in ["/jitsu/api/s/track", "/inspector/nowhere"] {
        let mut connection = server.connect();
        let chunked = [("Transfer-Encoding", "chunked")];
        let head = head_bytes("POST", target, &server.address, &chunked, None);
        connection.send(&head).expect("a head");
        connection.send(b"5\r\nab").expect("half a chunk");
        connection.read_answer("POST").expect("an answer");
        assert_closes(connection);
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_body_that_trickles_for_ever_ends() {
    let server = Builder::new()
        .env("EVENTPIT_IDLE_TIMEOUT", "20s")
        .env("EVENTPIT_BODY_TIMEOUT", "300ms")
        .start();
    let mut connection = server.connect();
    let message = promise(&server, "/jitsu/api/s/track", 1_000_000, b"[");
    connection.send(&message).expect("a head");
    // A byte for each time that waiting for the answer was in vain.
    let pace = Some(Duration::from_millis(20));
    connection.stream().set_read_timeout(pace).expect("a pace");
    until("the answer", || {
        let answered = connection.stream().peek(&mut [0]).is_ok();
        if !answered {
            connection.send(b" ").expect("a byte");
        }
        answered.then_some(())
    });
    let answer = connection.read_answer("POST").expect("an answer");
    let (request, message) = broken_off(&server);
    assert!(message.contains("too slowly"), "{message}");
    assert_eq!(request["status"], answer.status);
    assert!(
        request["body_length"]
            .as_i64()
            .is_some_and(|length| length > 1)
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_body_that_is_cut_is_said_to_be_cut() {
    let server = Server::start();
    let mut connection = server.connect();
    let message = promise(&server, "/jitsu/api/s/track", 1000, b"{");
    connection.send(&message).expect("a byte of a body");
    drop(connection);
    recorded(&server, 1);
    let (_, message) = broken_off(&server);
    assert!(
        message.contains("cut the body off after 1 bytes"),
        "{message}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_time_out_needs_a_time() {
    for flag in ["--idle-timeout", "--body-timeout"] {
        for text in ["0s", "5", "-5s", "9999999y"] {
            let refused = Builder::new().args([flag, text]).run();
            assert_eq!(refused.code, Some(2), "{refused:#?}");
        }
    }
}
