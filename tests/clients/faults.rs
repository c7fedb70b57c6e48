//! `@segment/analytics-node` meets faults, and does what it does: it comes again.

use serde_json::{Value, json};

use crate::run;
use crate::support::Server;

fn arm(server: &Server, fault: Value) {
    let path = "/inspector/api/v1/faults";
    let answer = server.request("POST", path, &[], fault.to_string().as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// What came of each request and of each event, oldest first.
fn fates(server: &Server) -> (Vec<Value>, Vec<Value>) {
    let requests = server.requests();
    let events = server.events();
    let outcomes = |rows: Vec<Value>| rows.iter().map(|row| row["outcome"].clone()).collect();
    (outcomes(requests), outcomes(events))
}

#[test]
fn a_429_is_retried_once_and_then_the_event_is_taken() {
    let server = Server::start();
    arm(
        &server,
        json!({"kind": "too-many-requests", "retry_after": 1, "times": 1, "platform": "datafly"}),
    );
    let Some(ran) = run("segment_rate.mjs", &[&server.url(), "dk_demo", "1"]) else {
        return;
    };
    assert_eq!(ran["errors"], json!([]), "{ran:#}");
    let statuses: Vec<&Value> = ran["sent"]
        .as_array()
        .expect("requests")
        .iter()
        .map(|it| &it["status"])
        .collect();
    assert_eq!(statuses, [429, 200]);
    let (requests, events) = fates(&server);
    assert_eq!(requests, ["faulted", "accepted"]);
    assert_eq!(
        events,
        ["faulted", "accepted"],
        "no duplicate: the first was never taken in"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_answer_that_breaks_off_makes_the_client_send_a_duplicate() {
    let server = Server::start();
    arm(
        &server,
        json!({"kind": "reset-peer", "taken_in": true, "times": 1}),
    );
    let Some(ran) = run("segment_rate.mjs", &[&server.url(), "dk_demo", "1"]) else {
        return;
    };
    assert_eq!(ran["errors"], json!([]), "{ran:#}");
    let (requests, events) = fates(&server);
    assert_eq!(requests, ["faulted", "dropped"]);
    assert_eq!(events, ["accepted", "dropped"]);
    assert_eq!(server.stop().code, Some(0));
}
