//! A tracking plan that is edited while the server runs judges what was recorded before it.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Builder, Server, recording, until};

fn plan(events: Value) -> String {
    json!({ "events": events }).to_string()
}

fn send(server: &Server, name: &str, visitor: &str) {
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    let body = json!({"event": name, "anonymousId": visitor}).to_string();
    let answer = server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn results(server: &Server) -> Vec<Value> {
    let events = server.events().into_iter();
    events
        .map(|event| event["plan"][0]["result"].clone())
        .collect()
}

#[test]
fn what_was_recorded_is_held_against_the_new_plan_in_its_order() {
    let data = tempfile::tempdir().expect("a folder");
    let first = plan(json!({"Seen": {}}));
    let builder = Builder::new()
        .workspace(&[("plans/shop.json", &first)])
        .data(data.path());
    let file = builder.folder().join("workspace/plans/shop.json");
    let server = builder.start();
    for (name, visitor) in [("Bought", "a"), ("Seen", "b"), ("Bought", "b")] {
        send(&server, name, visitor);
    }
    assert_eq!(results(&server), ["unexpected", "valid", "unexpected"]);
    // From now on what is bought has to have been seen.
    let second = plan(json!({"Seen": {}, "Bought": {"after": ["Seen"]}}));
    fs::write(&file, &second).expect("the plan");
    let judged = until("the plan to be in force", || {
        let judged = results(&server);
        (judged[0] != "unexpected").then_some(judged)
    });
    assert_eq!(judged, ["invalid", "valid", "valid"]);
    send(&server, "Bought", "b");
    assert_eq!(
        results(&server),
        ["invalid", "valid", "valid", "valid"],
        "it was seen before"
    );
    let checklist = server.api("/plan")["plans"][0].clone();
    let bought = &checklist["events"][1];
    assert_eq!(
        (&bought["seen"], &bought["out_of_order"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(checklist["unexpected"], json!([]));
    // What it was judged by when it came is kept with the request.
    let requests = server.requests();
    assert_ne!(requests[0]["workspace"], requests[3]["workspace"]);
    server.wait_indexed();
    assert_eq!(server.stop().code, Some(0));
    let index = data.path().join("index.db");
    let before = recording::dump_index(&index);
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.path().join(format!("index.db{suffix}")));
    }
    let start = |plan: &str| {
        let builder = Builder::new().workspace(&[("plans/shop.json", plan)]);
        builder.data(data.path()).start()
    };
    let again = start(&second);
    assert_eq!(results(&again), ["invalid", "valid", "valid", "valid"]);
    again.wait_indexed();
    assert_eq!(again.stop().code, Some(0));
    assert_eq!(recording::dump_index(&index), before);
    // An eventpit that starts with another plan judges anew just so.
    let third = start(&plan(json!({"Bought": {"severity": "info"}})));
    assert_eq!(results(&third), ["valid", "unexpected", "valid", "valid"]);
    assert_eq!(third.stop().code, Some(0));
}
