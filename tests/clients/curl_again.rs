use std::process::Command;

use crate::support::{Server, require, require::program};

/// A request: method, target, headers, body.
type Sent = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [u8],
);

/// What a line for curl has to send again to the letter.
const SENT: [Sent; 7] = [
    (
        "POST",
        "/api/s/track",
        &[
            ("X-Write-Key", "demo:secret"),
            ("Content-Type", "application/json"),
        ],
        br#"{"event":"It's $(id) `x` \"quoted\" \\n","n":1}"#,
    ),
    (
        "POST",
        "/nowhere/../x//y?a=[1-3]&b={c,d}&e=%20'",
        &[("Accept", "*/*")],
        b"@/etc/hostname\n",
    ),
    (
        "PUT",
        "/nowhere",
        &[("X-Empty", ""), ("User-Agent", "'; echo hacked #")],
        b"\xff\x00\xfe",
    ),
    ("GET", "/v1/pixel/t", &[], b""),
    ("HEAD", "/nowhere?a=1", &[("Accept", "*/*")], b""),
    ("HEAD", "/nowhere", &[("Content-Type", "text/plain")], b"a"),
    (
        "DELETE",
        "/nowhere?'",
        &[("Cookie", "a=1; b=$HOME")],
        b"a=b&c=d",
    ),
];

#[test]
fn the_line_for_curl_sends_the_same_again() {
    if !require("curl", program("curl", "curl")) {
        return;
    }
    let server = Server::start();
    for (method, target, headers, body) in SENT {
        server.request(method, target, headers, body);
        let first = server.last_request();
        let id = first["id"].as_str().expect("an id");
        let line = server.get(&format!("/inspector/requests/{id}/curl")).text();
        let output = Command::new("sh").args(["-c", &line]).output();
        let output = output.expect("sh runs");
        assert!(output.status.success(), "{line}: {output:?}");
        let again = server.last_request();
        assert_ne!(again["id"], first["id"], "{line}");
        for field in ["method", "path", "query", "body", "body_base64", "outcome"] {
            assert_eq!(again[field], first[field], "{field} of {line}");
        }
        let lines = |request: &serde_json::Value| {
            let lines = request["headers"].as_array().expect("headers").clone();
            let left_out = ["host", "content-length", "connection"];
            let kept = lines
                .into_iter()
                .filter(|line| !left_out.contains(&line[0].as_str().unwrap_or_default()));
            let mut kept: Vec<String> = kept.map(|line| line.to_string()).collect();
            kept.sort();
            kept
        };
        assert_eq!(lines(&again), lines(&first), "{line}");
    }
    server.stop();
}
