//! What the tests here send.

use crate::support::{Response, Server};

/// Headers that Jitsu takes.
pub const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

/// Headers that Datafly takes.
pub const DATAFLY: &[(&str, &str)] = &[
    ("Authorization", "Bearer dk_demo"),
    ("Content-Type", "application/json"),
];

/// One Jitsu event of that name.
pub fn track(server: &Server, name: &str) -> Response {
    let body = format!(r#"{{"event":"{name}"}}"#);
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// A Jitsu batch of so many events, named `NAME-0`, `NAME-1`, …
pub fn batch(server: &Server, name: &str, count: usize) -> Response {
    let events: Vec<String> = (0..count)
        .map(|at| format!(r#"{{"type":"track","event":"{name}-{at}","messageId":"{name}-{at}"}}"#))
        .collect();
    let body = format!(r#"{{"batch":[{}]}}"#, events.join(","));
    let answer = server.request("POST", "/jitsu/v1/batch", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}
