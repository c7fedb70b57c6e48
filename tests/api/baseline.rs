//! A baseline over HTTP.

use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU};
use crate::support::Server;

fn send(server: &Server, session: &str, path: &str, event: &Value) {
    let headers = match path.starts_with("/datafly") {
        true => DATAFLY,
        false => JITSU,
    };
    let path = format!("/~{session}{path}");
    let answer = server.request("POST", &path, headers, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn a_baseline_is_taken_and_held_against_another_run() {
    let server = Server::start();
    let jitsu = json!({"event": "Signed Up", "anonymousId": "a1"});
    let datafly = json!({"type": "track", "event": "Signed Up", "anonymousId": "a1"});
    let (first, second) = ("/jitsu/api/s/track", "/datafly/v1/t");
    send(&server, "a", first, &jitsu);
    send(&server, "a", second, &datafly);
    // Which of two platforms is first is chance.
    send(&server, "b", second, &datafly);
    send(&server, "b", first, &jitsu);
    let baseline = server.api("/baseline?session=a&q=name:%22Signed%20Up%22&ignore=x,/y");
    assert_eq!(baseline["baseline"], 1);
    assert_eq!(baseline["query"], "name:\"Signed Up\"");
    assert_eq!(baseline["ignore"], json!(["x", "/y"]));
    assert_eq!(baseline["events"].as_array().map(Vec::len), Some(2));
    let ask = |question: Value| server.ask("/assert/baseline", &question);
    let held = ask(json!({"baseline": baseline, "session": "b"}));
    assert_eq!(held.status, 200, "{}", held.text());
    assert_eq!(held.json()["holds"], true);
    let since = ask(json!({"baseline": baseline, "session": "b", "since": "now"}));
    assert_eq!(since.status, 409, "{}", since.text());
    let verdict = since.json();
    assert_eq!(verdict["code"], "does-not-hold");
    assert_eq!(verdict["differences"][1]["what"], "missing");
    assert_eq!(verdict["names"][0]["baseline"], 1);
    let page = verdict["inspector"].as_str().expect("a page");
    assert!(
        page.contains("/inspector/events?q=name%3A%22Signed%20Up%22&session=b&since="),
        "{page}"
    );
    // The query of the question is in the place of the baseline's.
    let other = ask(json!({"baseline": baseline, "session": "b", "q": "platform:jitsu"}));
    assert_eq!(
        other.json()["differences"].as_array().map(Vec::len),
        Some(1)
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = format!("{{\"baseline\":{deep}}}");
    let json = [("Content-Type", "application/json")];
    let path = "/inspector/api/v1/assert/baseline";
    let answer = server.request("POST", path, &json, deep.as_bytes());
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(answer.json()["code"], "bad-baseline");
    for (question, code) in [
        (json!({"session": "b"}), "bad-body"),
        (
            json!({"baseline": {"baseline": 9, "events": []}}),
            "bad-baseline",
        ),
        (json!({"baseline": [1]}), "bad-baseline"),
        (
            json!({"baseline": baseline, "q": "nmae:a"}),
            "query-unknown-word",
        ),
        (json!({"baseline": baseline, "since": "x"}), "bad-parameter"),
    ] {
        let answer = ask(question);
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(answer.json()["code"], code);
    }
    for path in ["?ignore=/a//b", "?q=nmae:a", "?since=x", "?nothing=1"] {
        let answer = server.get(&format!("/inspector/api/v1/baseline{path}"));
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_baseline_larger_than_any_other_body_is_read() {
    let server = Server::start();
    let event = json!({
        "platform": "jitsu", "name": "a", "outcome": "accepted", "payload": {"text": "x".repeat(1000)}
    });
    let baseline = json!({"baseline": 1, "events": vec![event; 2000]});
    let answer = server.ask("/assert/baseline", &json!({ "baseline": baseline }));
    assert_eq!(answer.status, 409, "{}", answer.text());
    let verdict = answer.json();
    assert_eq!(verdict["differences"].as_array().map(Vec::len), Some(200));
    assert_eq!(verdict["left_out"], 1800);
    assert_eq!(verdict["names"][0]["differences"], 2000);
    let large = vec![b' '; 17 << 20];
    for (path, content) in [
        (
            "/inspector/api/v1/assert/baseline",
            "application/problem+json",
        ),
        ("/inspector/api/v1/wait", "application/problem+json"),
        ("/inspector/baseline", "text/html; charset=utf-8"),
    ] {
        let answer = server.request("POST", path, &[], &large);
        assert_eq!(answer.status, 413, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), Some(content), "{path}");
    }
    assert_eq!(server.stop().code, Some(0));
}
