//! `@segment/analytics-node`, whose batches Jitsu takes.

use serde_json::{Value, json};

use crate::support::Server;
use crate::{assert_consent, run};

#[test]
fn batches_are_understood() {
    let server = Server::start();
    let arguments = [&server.url()[..], "demo:secret", "/v1/batch"];
    let Some(ran) = run("segment.mjs", &arguments) else {
        return;
    };
    assert_eq!(ran["errors"], json!([]));
    let sent = ran["sent"].as_array().expect("requests");
    let sizes: Vec<usize> = sent
        .iter()
        .map(|request| request["body"]["batch"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(sizes, [3, 2]);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for (request, sent) in requests.iter().zip(sent) {
        assert_eq!(sent["status"], 200, "{sent:#}");
        assert_eq!(request["outcome"], "accepted");
        assert_eq!(request["platform"], "jitsu");
        assert_eq!(request["path"], "/v1/batch");
    }
    let events = server.events();
    let shown = |event: &Value| {
        [
            "type",
            "name",
            "outcome",
            "user_id",
            "anonymous_id",
            "message_id",
        ]
        .map(|key| event[key].clone())
    };
    let expected = [
        json!(["page", "Shoes", "accepted", null, "visitor-2", "m-page"]),
        json!([
            "track",
            "Product Added",
            "accepted",
            null,
            "visitor-2",
            "m-track"
        ]),
        json!([
            "identify",
            null,
            "accepted",
            "user-2",
            "visitor-2",
            "m-identify"
        ]),
        json!(["group", null, "accepted", "user-2", "visitor-2", "m-group"]),
        json!([
            "track",
            "Order Completed",
            "accepted",
            "user-2",
            null,
            "m-order"
        ]),
    ];
    assert_eq!(
        events
            .iter()
            .map(|event| json!(shown(event)))
            .collect::<Vec<_>>(),
        expected
    );
    let each = sent
        .iter()
        .flat_map(|request| request["body"]["batch"].as_array().into_iter().flatten());
    for (sent, event) in each.zip(&events) {
        assert_eq!(event["timestamp"], "2026-02-03T04:05:06.789Z");
        // As the platform takes it: what the batch adds may stand beside what was sent.
        for (key, value) in sent.as_object().expect("an event") {
            if key == "context" {
                for (key, value) in value.as_object().expect("a context") {
                    assert_eq!(&event["payload"]["context"][key], value, "context.{key}");
                }
            } else {
                assert_eq!(&event["payload"][key], value, "{key}");
            }
        }
    }
    assert_eq!(events[1]["canonical_name"], "add_to_cart");
    assert_eq!(events[4]["canonical_name"], "purchase");
    assert_consent(&events[4]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_key_that_is_refused_is_seen_by_the_client() {
    let server = Server::start();
    let arguments = [&server.url()[..], "wrong:key", "/v1/batch"];
    let Some(ran) = run("segment.mjs", &arguments) else {
        return;
    };
    let sent = ran["sent"].as_array().expect("requests");
    assert_eq!(sent.len(), 2);
    assert!(
        sent.iter().all(|request| request["status"] == 401),
        "{ran:#}"
    );
    assert!(
        ran["errors"]
            .as_array()
            .is_some_and(|errors| !errors.is_empty())
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| request["outcome"] == "rejected")
    );
    assert_eq!(server.stop().code, Some(0));
}
