//! What is recorded is cleared: it is gone at once, wherever one looks, and can be brought back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU, batch, track};
use crate::support::{Builder, Response, Server, recording, until};

const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/workspaces/plan-shop");

/// Asks the API to change something.
pub fn post(server: &Server, path: &str) -> Response {
    server.request("POST", &format!("/inspector/api/v1{path}"), &[], b"")
}

fn clear(server: &Server, query: &str) -> Value {
    let answer = post(server, &format!("/clear{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn undo(server: &Server, cleared: &Value) -> Response {
    let id = cleared["id"].as_str().expect("an id");
    post(server, &format!("/clear/{id}/undo"))
}

fn datafly(server: &Server, session: &str, event: &Value) {
    let kind = match event["type"].as_str() {
        Some("identify") => "i",
        _ => "t",
    };
    let path = format!("/~{session}/datafly/v1/{kind}");
    let answer = server.request("POST", &path, DATAFLY, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// Everything that the API tells of the recording, but for where it stands.
fn told(server: &Server) -> Value {
    let head = server.wait_projected();
    let requests = server.requests();
    let whole: Vec<Value> = requests
        .iter()
        .map(|row| server.api(&format!("/requests/{}", row["id"].as_str().expect("id"))))
        .collect();
    let plans = server.api(&format!("/plan?at_least={head}"))["plans"].clone();
    json!({"requests": requests, "events": server.events(), "whole": whole, "plans": plans})
}

pub fn remove_index(data: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.join(format!("index.db{suffix}")));
    }
}

#[test]
fn an_empty_list_says_that_it_was_cleared_and_how_it_comes_back() {
    let server = Server::start();
    let shown = || server.request("GET", "/inspector/events", &[], b"").text();
    track(&server, "Odd");
    server.wait_projected();
    let cleared = clear(&server, "");
    let head = server.head();
    server.api(&format!("/events?at_least={head}"));
    let page = shown();
    assert!(page.contains("<strong>Cleared 1 request</strong> with 1 event."));
    let id = cleared["id"].as_str().expect("an id");
    assert!(page.contains(&format!(
        "action=\"/inspector/clear/{id}/undo?view=events\""
    )));
    assert!(!page.contains("Requests came"), "they are cleared");
    assert_eq!(undo(&server, &cleared).status, 200);
    server.wait_projected();
    assert!(!shown().contains("<strong>Cleared"));
}

#[test]
fn what_is_cleared_is_nowhere_and_comes_back_as_it_was() {
    let server = Builder::new().args(["--workspace", SHOP]).start();
    track(&server, "Odd");
    batch(&server, "many", 3);
    let added =
        json!({"event": "Product Added", "properties": {"product_id": "SKU-7", "price": 3}});
    let path = "/jitsu/api/s/track";
    server.request("POST", path, JITSU, added.to_string().as_bytes());
    let before = told(&server);
    assert_eq!(before["plans"][0]["coverage"]["covered"], 1);
    let cleared = clear(&server, "");
    assert_eq!(
        (&cleared["requests"], &cleared["events"]),
        (&json!(3), &json!(5))
    );
    let nothing = told(&server);
    assert_eq!(
        (&nothing["requests"], &nothing["events"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(nothing["plans"][0]["coverage"]["covered"], 0);
    assert_eq!(nothing["plans"][0]["unexpected"], json!([]));
    for path in [
        "/requests/1",
        "/events/1.0",
        "/events/2.1",
        "/events/1.0/deliveries",
    ] {
        let answer = server.get(&format!("/inspector/api/v1{path}"));
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    // The pages say the same.
    assert!(!server.get("/inspector/events").text().contains("many-1"));
    let undone = undo(&server, &cleared);
    assert_eq!(undone.status, 200, "{}", undone.text());
    assert_eq!(undone.json()["events"], 5);
    assert_eq!(told(&server), before);
    assert_eq!(undo(&server, &cleared).json()["code"], "clear-undone");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn only_what_is_named_is_cleared() {
    let server = Server::start();
    let send = |session: &str, name: &str| {
        let body = json!({ "event": name }).to_string();
        let path = format!("/~{session}/jitsu/api/s/track");
        server.request("POST", &path, JITSU, body.as_bytes());
    };
    send("a", "a1");
    send("b", "b1");
    send("a", "a2");
    send("a", "a3");
    let names = || -> Vec<Value> {
        let events = server.events().into_iter();
        events.map(|event| event["name"].clone()).collect()
    };
    let some = clear(&server, "?session=a&upto=3");
    assert_eq!(
        (&some["requests"], names()),
        (&json!(2), vec![json!("b1"), json!("a3")])
    );
    let more = clear(&server, "?session=a");
    assert_eq!(
        more["requests"], 1,
        "what was cleared already is not counted again"
    );
    assert_eq!(names(), [json!("b1")]);
    send("a", "a4");
    assert_eq!(names(), [json!("b1"), json!("a4")]);
    clear(&server, "?upto=2");
    assert_eq!(names(), [json!("a4")]);
    assert_eq!(undo(&server, &some).status, 200);
    assert_eq!(names(), [json!("a4")], "some of it is cleared twice");
    assert_eq!(undo(&server, &more).status, 200);
    assert_eq!(names(), [json!("a2"), json!("a3"), json!("a4")]);
    // Newest first, page by page.
    let page = server.api("/events?limit=1");
    assert_eq!(page["items"][0]["name"], "a4");
    let next = page["next"].as_str().expect("next");
    let page = server.api(&format!("/events?limit=2&before={next}"));
    assert_eq!(
        (&page["items"][0]["name"], &page["next"]),
        (&json!("a3"), &json!(null))
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_a_query_holds_for_is_cleared_with_its_whole_request() {
    let server = Server::start();
    track(&server, "keep");
    batch(&server, "many", 3);
    track(&server, "lose");
    track(&server, "keep");
    let names = |list: &str| -> Vec<Value> {
        let page = server.api(&format!("/{list}?order=asc&q=-type:page"));
        let items = page["items"].as_array().expect("items").iter();
        items.map(|item| item["id"].clone()).collect()
    };
    server.wait_projected();
    let cleared = clear(&server, "?q=name:many-1%20OR%20name:lose");
    assert_eq!(
        (&cleared["requests"], &cleared["events"]),
        (&json!(2), &json!(4))
    );
    assert_eq!(
        (names("events"), names("requests")),
        (
            vec![json!("1.0"), json!("4.0")],
            vec![json!("1"), json!("4")]
        )
    );
    assert_eq!(server.api("/count?q=name:keep")["count"], 2);
    assert_eq!(server.api("/count")["count"], 2);
    assert_eq!(server.api("/count?list=requests")["count"], 2);
    let facets = server.api("/facets");
    assert_eq!(facets["total"]["count"], 2, "{facets}");
    assert!(!facets.to_string().contains("many-1"), "{facets}");
    let seen = server.api("/query?q=name:&at=5").to_string();
    assert!(!seen.contains("many-1") && seen.contains("keep"), "{seen}");
    assert_eq!(undo(&server, &cleared).status, 200);
    assert_eq!(names("events").len(), 6);
    let none = clear(&server, "?q=name:nothing");
    assert_eq!(none["requests"], 0);
    assert_eq!(server.events().len(), 6);
    let bad = post(&server, "/clear?q=platform:nobody");
    assert_eq!(bad.status, 400, "{}", bad.text());
    assert_eq!(server.events().len(), 6, "a bad query clears nothing");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_cleared_session_starts_fresh_and_no_other_does() {
    let server = Server::start();
    let one = json!({"type": "track", "event": "A", "anonymousId": "v", "messageId": "m1"});
    let who = json!({"type": "identify", "anonymousId": "v", "userId": "u", "messageId": "m2"});
    for session in ["a", "b"] {
        datafly(&server, session, &who);
        datafly(&server, session, &one);
    }
    let again = |session: &str| {
        datafly(&server, session, &one);
        let event = server.events().pop().expect("an event");
        (event["outcome"].clone(), event["user_id"].clone())
    };
    assert_eq!(again("a").0, "dropped");
    let cleared = clear(&server, "?session=a");
    assert_eq!(again("a"), (json!("accepted"), json!(null)));
    assert_eq!(again("a").0, "dropped", "it is remembered from now on");
    assert_eq!(again("b").0, "dropped");
    let mut other = one.clone();
    other["messageId"] = json!("m3");
    assert_eq!(undo(&server, &cleared).status, 200);
    datafly(&server, "a", &other);
    let event = server.events().pop().expect("an event");
    assert_eq!(event["user_id"], "u", "what it taught is back with it");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_index_made_anew_hides_the_same() {
    let data = tempfile::tempdir().expect("a folder");
    let start = || {
        let builder = Builder::new().args(["--workspace", SHOP]);
        builder.data(data.path()).start()
    };
    let server = start();
    let one = json!({"type": "track", "event": "A", "anonymousId": "v", "messageId": "m1"});
    for session in ["a", "b", "a"] {
        datafly(&server, session, &one);
        track(&server, "Odd");
    }
    clear(&server, "?session=a");
    datafly(&server, "a", &one);
    let undone = clear(&server, "?upto=4");
    datafly(&server, "b", &one);
    undo(&server, &undone);
    track(&server, "Odder");
    let before = told(&server);
    server.wait_indexed();
    assert_eq!(server.stop().code, Some(0));
    let kept = recording::dump_index(&data.path().join("index.db"));
    remove_index(data.path());
    let server = start();
    assert_eq!(told(&server), before);
    server.wait_indexed();
    assert_eq!(server.stop().code, Some(0));
    let anew = recording::dump_index(&data.path().join("index.db"));
    assert!(anew == kept, "{anew:#?}\nis not\n{kept:#?}");
}

#[test]
fn what_cannot_be_undone_any_more_is_removed_for_good() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .workspace(&[("workspace.json", r#"{"retention": {"undo": "0s"}}"#)])
        .data(data.path())
        .start();
    batch(&server, "many", 2500);
    for at in 0..300 {
        track(&server, &format!("secret-{at}"));
    }
    server.wait_projected();
    let cleared = clear(&server, "");
    let journal = data.path().join("journal.db");
    until("the requests to be removed", || {
        recording::bodies(&journal).is_empty().then_some(())
    });
    until("the clear to be done", || {
        let index = recording::open(&data.path().join("index.db"));
        let left = "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM cleared)";
        let left: i64 = index
            .query_row(left, [], |row| row.get(0))
            .expect("a count");
        (left == 0).then_some(())
    });
    let late = undo(&server, &cleared);
    assert_eq!(
        (late.status, &late.json()["code"]),
        (409, &json!("clear-final"))
    );
    // A cursor is never given twice.
    let head = server.head();
    track(&server, "new");
    assert!(server.head() > head);
    assert_eq!(server.events().len(), 1);
    assert_eq!(server.stop().code, Some(0));
    let size = fs::metadata(&journal).expect("the journal").len();
    assert!(size < 500_000, "{size} bytes are kept for nothing");
    let text = String::from_utf8_lossy(&fs::read(&journal).expect("the journal")).into_owned();
    assert!(
        !text.contains("secret-299"),
        "what was cleared can be read in the file"
    );
}

/// A narrowing in the body, where the other questions have theirs, clears no more than it says.
#[test]
fn the_parameters_may_stand_in_the_body() {
    let server = Server::start();
    for name in ["one", "two", "three"] {
        track(&server, name);
    }
    server.wait_projected();
    let ask = |path: &str, body: Value| {
        let answer = server.ask(path, &body);
        (answer.status, answer.json())
    };
    let (status, dry) = ask("/prune", json!({"requests": 1, "dry_run": true}));
    assert_eq!((status, &dry["requests"]), (200, &json!(2)), "{dry}");
    assert_eq!(server.events().len(), 3);
    let (status, cleared) = ask("/clear", json!({"q": "name:one OR name:three", "upto": 2}));
    assert_eq!(
        (status, &cleared["requests"]),
        (200, &json!(1)),
        "{cleared}"
    );
    for (path, body) in [
        ("/clear", json!({"query": "name:two"})),
        ("/clear", json!({"q": ["name:two"]})),
        ("/clear", json!("name:two")),
        ("/clear?session=none", json!({"q": "name:two"})),
        ("/prune", json!({"keep": 1})),
    ] {
        let (status, problem) = ask(path, body);
        assert_eq!(
            (status, &problem["code"]),
            (400, &json!("bad-body")),
            "{path}"
        );
    }
    assert_eq!(server.events().len(), 2);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_clear_that_cannot_be_is_said() {
    let server = Server::start();
    track(&server, "one");
    for (path, status, code) in [
        ("/clear?sesion=a", 400, "bad-parameter"),
        ("/clear?upto=x", 400, "bad-parameter"),
        ("/clear?upto=-1", 400, "bad-parameter"),
        ("/clear/1/undo", 404, "no-such-clear"),
        ("/clear/x/undo", 404, "not-found"),
    ] {
        let answer = post(&server, path);
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (status, &json!(code)),
            "{path}"
        );
    }
    let answer = server.get("/inspector/api/v1/clear");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    let evil = [("Origin", "https://evil.example")];
    let answer = server.request("POST", "/inspector/api/v1/clear", &evil, b"");
    assert_eq!(answer.status, 403);
    assert_eq!(server.events().len(), 1);
    assert_eq!(server.stop().code, Some(0));
}
