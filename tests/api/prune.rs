//! How much is kept: by the workspace, and when it is asked for.

use std::fs;

use serde_json::{Value, json};

use crate::clear::{post, remove_index};
use crate::send::{batch, track};
use crate::support::{Builder, Server, recording, until};

fn names(server: &Server) -> Vec<Value> {
    let events = server.events().into_iter();
    events.map(|event| event["name"].clone()).collect()
}

#[test]
fn only_the_newest_requests_are_kept_and_what_is_pruned_is_counted() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .workspace(&[("workspace.json", r#"{"retention": {"requests": 3}}"#)])
        .data(data.path())
        .start();
    batch(&server, "many", 5);
    for at in 0..20 {
        track(&server, &format!("e{at}"));
    }
    let kept = until("the rest to be pruned", || {
        let kept = names(&server);
        (kept.len() == 3).then_some(kept)
    });
    assert_eq!(kept, [json!("e17"), json!("e18"), json!("e19")]);
    let journal = data.path().join("journal.db");
    until("the journal to be pruned", || {
        (recording::bodies(&journal).len() == 3).then_some(())
    });
    let health = server.api("/health");
    assert_eq!(
        (&health["pruned"]["requests"], &health["pruned"]["events"]),
        (&json!(18), &json!(22)),
        "{health}"
    );
    for list in ["events", "requests"] {
        let page = server.get(&format!("/inspector/{list}")).text();
        assert!(page.contains("18 requests with 22 events"), "{page}");
    }
    let oldest = health["oldest"].as_i64().expect("a cursor");
    assert!(health["pruned"]["upto"].as_i64().expect("a cursor") < oldest);
    assert_eq!(server.requests()[0]["cursor"], oldest);
    // The same again, with an index made anew.
    assert_eq!(server.stop().code, Some(0));
    remove_index(data.path());
    let server = Builder::new().data(data.path()).start();
    assert_eq!(names(&server), kept);
    assert_eq!(server.api("/health")["pruned"], health["pruned"]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_too_old_or_too_much_is_pruned_by_a_changed_workspace() {
    let server = Builder::new().workspace(&[("workspace.json", "{}")]);
    let file = server.folder().join("workspace/workspace.json");
    let server = server.start();
    for at in 0..300 {
        track(&server, &format!("{at}-{}", "x".repeat(4000)));
    }
    server.wait_projected();
    fs::write(&file, r#"{"retention": {"size": "1MB"}}"#).expect("the file");
    until("the recording to be smaller", || {
        let left = server.requests().len();
        assert!(left > 0, "not all of it");
        (left < 200).then_some(())
    });
    fs::write(&file, r#"{"retention": {"age": "0s"}}"#).expect("the file");
    until("all to be too old", || {
        server.requests().is_empty().then_some(())
    });
    // What a list leaves out is counted when it is taken out of the index, a moment later.
    until("all to be counted", || {
        (server.api("/health")["pruned"]["requests"] == 300).then_some(())
    });
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_dry_run_prunes_nothing_and_says_what_it_would() {
    let server = Server::start();
    batch(&server, "many", 5);
    for name in ["a", "b", "c"] {
        track(&server, name);
    }
    server.wait_projected();
    let would = json!({"requests": 2, "events": 6, "upto": 2});
    let dry = post(&server, "/prune?requests=2&dry_run=true");
    assert_eq!((dry.status, dry.json()), (200, would.clone()));
    assert_eq!(server.requests().len(), 4);
    assert_eq!(post(&server, "/prune?requests=2").json(), would);
    assert_eq!(names(&server), [json!("b"), json!("c")]);
    let nothing = json!({"requests": 0, "events": 0, "upto": null});
    assert_eq!(post(&server, "/prune?requests=2").json(), nothing);
    assert_eq!(post(&server, "/prune?age=1h").json(), nothing);
    for (query, code) in [
        ("", "no-limit"),
        ("?age=soon", "bad-parameter"),
        ("?size=5", "bad-parameter"),
        ("?requests=-1", "bad-parameter"),
        ("?requests=1&dry_run=yes", "bad-parameter"),
    ] {
        let answer = post(&server, &format!("/prune{query}"));
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (400, &json!(code)),
            "{query}"
        );
    }
    assert_eq!(server.stop().code, Some(0));
}
