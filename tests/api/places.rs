//! Places in a recording: where a question, a list or a page begins.

use serde_json::{Value, json};

use crate::send::track;
use crate::support::{Response, Server};

fn refused(answer: &Response) {
    assert_eq!(answer.status, 400, "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["code"], "beyond-head", "{problem:#}");
    let detail = problem["detail"].as_str().expect("detail");
    assert!(detail.contains("the newest cursor is 2"), "{detail}");
    assert!(problem["hint"].is_string());
}

#[test]
fn a_place_beyond_the_newest_one_is_refused() {
    let server = Server::start();
    track(&server, "purchase");
    track(&server, "purchase");
    for path in [
        "/wait",
        "/assert",
        "/assert/none",
        "/assert/plan",
        "/assert/coverage",
    ] {
        for place in [json!(99_999), json!("99999"), json!("3.0")] {
            let question = json!({ "since": place });
            let answer = server.ask(path, &question);
            // Without a plan there is nothing to ask.
            if answer.json()["code"] != "no-plan" {
                refused(&answer);
            }
        }
    }
    refused(&server.ask(
        "/assert/sequence",
        &json!({"steps": ["name:a"], "since": 3}),
    ));
    for path in [
        "events",
        "requests",
        "count",
        "facets",
        "timeline",
        "export",
        "plan",
        "consent",
        "connectors",
        "visitors/a",
        "sessions",
        "baseline",
    ] {
        refused(&server.get(&format!("/inspector/api/v1/{path}?since=3")));
    }
    refused(&server.get("/inspector/api/v1/events?after=99999"));
    refused(&server.get("/inspector/api/v1/compare/sessions?a=a&b=b&since=3"));
    let page = server.get("/inspector/events?since=3");
    assert_eq!(page.status, 400);
    assert!(
        page.text().contains("the newest cursor is 2"),
        "{}",
        page.text()
    );
    // The newest place itself is one, explained or not.
    let head = server.head();
    let none = server.ask("/assert/none", &json!({ "since": head }));
    assert_eq!(none.status, 200, "{}", none.text());
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_page_of_a_failure_shows_what_was_looked_at() {
    let server = Server::start();
    track(&server, "purchase");
    track(&server, "scroll");
    let question = json!({"q": "name:purchase", "since": 1});
    let missed = server.ask("/assert", &question);
    assert_eq!(missed.status, 409, "{}", missed.text());
    let link = missed.json()["inspector"]
        .as_str()
        .expect("a link")
        .to_string();
    assert!(
        link.ends_with("/inspector/events?q=name%3Apurchase&since=1"),
        "{link}"
    );
    let page = |target: &str| server.get(target).text();
    let shown = page("/inspector/events?q=name%3Apurchase&since=1");
    assert!(shown.contains("No event matches"), "{shown}");
    assert!(shown.contains("since 1"), "{shown}");
    let later = page("/inspector/events?since=1");
    assert!(later.contains("data-id=\"2.0\"") && !later.contains("data-id=\"1.0\""));
    // What leads on keeps the place.
    assert!(
        later.contains("/inspector/api/v1/events?since=1"),
        "{later}"
    );
    assert!(page("/inspector/requests?since=1").contains("data-id=\"2\""));
    let csv = page("/inspector/events.csv?since=1");
    assert!(csv.contains("scroll") && !csv.contains("purchase"), "{csv}");
    assert_eq!(server.get("/inspector/events?since=x").status, 400);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn clearing_a_list_that_begins_at_a_place_leaves_what_came_before() {
    let server = Server::start();
    for name in ["one", "two", "three"] {
        track(&server, name);
    }
    let answer = server.ask("/clear", &json!({ "since": 2 }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cleared = answer.json();
    assert_eq!(cleared["events"], 1, "{cleared:#}");
    assert_eq!(cleared["cursor"], server.head(), "{cleared:#}");
    let names: Vec<Value> = server
        .events()
        .iter()
        .map(|it| it["name"].clone())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let page = server.request("POST", "/inspector/clear?view=events&since=1", &[], b"");
    assert_eq!(page.status, 303, "{}", page.text());
    assert_eq!(server.events()[0]["name"], "one");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_test_goes_on_from_the_cursor_of_any_answer() {
    let server = Server::start();
    let send = |session: &str, name: &str, id: &str| {
        let target = format!("/~{session}/jitsu/api/s/track");
        let body = json!({"event": name, "anonymousId": id}).to_string();
        let answer = server.request("POST", &target, crate::send::JITSU, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    send("a", "one", "v1");
    send("b", "one", "v2");
    let reset = server.ask("/sessions/a/reset", &Value::Null).json();
    let cursor = reset["cursor"].as_i64().expect("a cursor");
    assert_eq!(cursor, server.head());
    let fault = json!({"kind": "latency", "latency_ms": 1});
    for answer in [server.ask("/faults", &fault).json(), server.api("/faults")] {
        assert_eq!(answer["head"], cursor, "{answer:#}");
    }
    send("b", "two", "v2");
    server.wait_projected();
    let visitor = |since: &str| server.api(&format!("/visitors/v2?{since}"));
    let names = |visitor: &Value| {
        let events = visitor["events"].as_array().expect("events");
        events
            .iter()
            .map(|it| it["name"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&visitor("")), [r#""one""#, r#""two""#]);
    let later = visitor(&format!("since={cursor}"));
    assert_eq!(names(&later), [r#""two""#]);
    assert_eq!(later["head"], server.head(), "{later:#}");
    assert_eq!(names(&visitor("since=now")).len(), 0);
    let compared = server.api(&format!("/compare/sessions?a=a&b=b&since={cursor}"));
    assert_eq!(
        compared["events"].as_array().map(Vec::len),
        Some(1),
        "{compared:#}"
    );
    assert_eq!(compared["head"], server.head());
    let sessions = server.api(&format!("/sessions?since={cursor}"));
    assert_eq!(sessions["items"][0]["name"], "b", "{sessions:#}");
    let baseline = server.get("/inspector/api/v1/baseline?session=b");
    let told = baseline
        .header("x-eventpit-cursor")
        .and_then(|it| it.parse().ok());
    assert_eq!(told, Some(server.head()));
    assert_eq!(server.stop().code, Some(0));
}
