//! The running server, over a raw socket.

use std::path::Path;

use eventpit::platform::Platform;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use serde_json::Value;

use crate::case::Case;
use crate::generate::case;
use crate::seeds::seeds;
use crate::support::recording::body_of;
use crate::support::{Response, Server, head_bytes};

/// Requests on one connection, and whether each body goes in chunks.
type Sent = Vec<(Case, bool)>;

#[test]
fn any_request_is_answered_recorded_and_explained() {
    let server = Server::start();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let all = Platform::ALL.map(|platform| case(seeds(platform, &tests)).boxed());
    let requests = prop::collection::vec((prop::strategy::Union::new(all), any::<bool>()), 1..30);
    let default = Config::default();
    let config = Config {
        failure_persistence: None,
        cases: default.cases.div_ceil(8),
        max_shrink_iters: 500,
        ..default
    };
    let ran = TestRunner::new(config).run(&requests, |requests| {
        are_recorded(&server, &requests);
        Ok(())
    });
    match ran {
        Err(TestError::Fail(why, requests)) => {
            let sent = requests
                .iter()
                .map(|(case, chunked)| message(case, *chunked, "host"));
            let sent: Vec<_> = sent.map(|sent| sent.escape_ascii().to_string()).collect();
            panic!("{why}\n{}\n{}", sent.join("\n"), server.stderr());
        }
        ran => ran.expect("a run"),
    }
    assert_eq!(server.stop().code, Some(0));
}

fn are_recorded(server: &Server, requests: &Sent) {
    let before = server.head();
    let mut connection = server.connect();
    let mut answers = Vec::new();
    for (case, chunked) in requests {
        let message = message(case, *chunked, &server.address);
        connection.send(&message).expect("sent");
        let answer = connection
            .read_answer(&case.request.method)
            .expect("an answer");
        if answer.header("connection") == Some("close") {
            connection = server.connect();
        }
        answers.push(answer);
    }
    let head = server.wait_projected();
    let path = format!("/requests?order=asc&limit=1000&after={before}&at_least={head}");
    let listed = server.api(&path);
    let listed = listed["items"].as_array().expect("items");
    assert_eq!(listed.len(), requests.len(), "one row each");
    for ((listed, (case, _)), answer) in listed.iter().zip(requests).zip(&answers) {
        let id = listed["id"].as_str().expect("an id");
        is_what_was_sent(&server.api(&format!("/requests/{id}")), case, answer);
    }
}

fn is_what_was_sent(recorded: &Value, case: &Case, answer: &Response) {
    let sent = &case.request;
    assert_eq!(recorded["platform"], case.platform.as_str());
    for (key, value) in [
        ("method", &sent.method),
        ("path", &sent.path),
        ("query", &sent.query),
    ] {
        assert_eq!(recorded[key], **value);
    }
    assert!(body_of(recorded) == sent.body.bytes, "{recorded:#}");
    let headers = recorded["headers"].as_array().expect("headers");
    for (name, value) in headers_of(case) {
        let header = serde_json::json!([name, value]);
        assert!(headers.contains(&header), "{header}: {recorded:#}");
    }
    assert_eq!(recorded["answer"]["status"], answer.status);
    if !answer.body.is_empty() {
        assert!(body_of(&recorded["answer"]) == answer.body, "{recorded:#}");
    }
    // A 500 may be the vendor's own; this one is ours.
    assert!(!answer.text().contains("eventpit failed"), "{recorded:#}");
    let findings = recorded["findings"].to_string();
    assert!(!findings.contains("not-explained"), "{recorded:#}");
}

/// The case's headers, but for a second `Host`, of which HTTP has one.
fn headers_of(case: &Case) -> Vec<(&str, &str)> {
    let mut headers: Vec<(&str, &str)> = Vec::new();
    for (name, value) in &case.request.headers {
        if name != "host" || !headers.iter().any(|(name, _)| *name == "host") {
            headers.push((name, value));
        }
    }
    headers
}

fn message(case: &Case, chunked: bool, host: &str) -> Vec<u8> {
    let request = &case.request;
    let body = &request.body.bytes;
    let target = match request.query.as_str() {
        "" => request.path.clone(),
        query => format!("{}?{query}", request.path),
    };
    let mut headers = headers_of(case);
    let chunked = chunked && !body.is_empty();
    if chunked {
        headers.push(("transfer-encoding", "chunked"));
    }
    let mut message = head_bytes(&request.method, &target, host, &headers, Some(body.len()));
    if !chunked {
        message.extend_from_slice(body);
        return message;
    }
    for chunk in body.chunks(1000) {
        message.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        message.extend_from_slice(chunk);
        message.extend(b"\r\n");
    }
    message.extend(b"0\r\n\r\n");
    message
}
