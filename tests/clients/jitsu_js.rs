//! `@jitsu/js` from Node, once as a browser sends and once as a server does.

use serde_json::{Value, json};

use crate::support::Server;
use crate::{assert_consent, run};

#[test]
fn as_a_browser() {
    sends_and_is_understood("browser", "/api/s/");
}

#[test]
fn as_a_server() {
    sends_and_is_understood("s2s", "/api/s/s2s/");
}

fn sends_and_is_understood(mode: &str, path: &str) {
    let server = Server::start();
    let Some(sent) = run("jitsu.mjs", &[&server.url(), "demo:secret", mode]) else {
        return;
    };
    let sent = sent.as_array().expect("requests");
    let events = server.events();
    let shown = |event: &Value| {
        ["type", "name", "outcome", "user_id", "anonymous_id"].map(|key| event[key].clone())
    };
    let expected = [
        json!(["page", null, "accepted", null, "visitor-1"]),
        json!(["track", "Product Added", "accepted", null, "visitor-1"]),
        json!(["identify", null, "accepted", "user-1", "visitor-1"]),
        json!(["group", null, "accepted", "user-1", "visitor-1"]),
        json!([
            "track",
            "Order Completed",
            "accepted",
            "user-1",
            "visitor-1"
        ]),
    ];
    assert_eq!(
        events
            .iter()
            .map(|event| json!(shown(event)))
            .collect::<Vec<_>>(),
        expected
    );
    assert_eq!(sent.len(), events.len());
    for (sent, event) in sent.iter().zip(&events) {
        assert_eq!(sent["status"], 200, "{sent:#}");
        let kind = event["type"].as_str().expect("a type");
        assert_eq!(sent["url"], format!("{}{path}{kind}", server.url()));
        // The event is the one that the SDK sent, key by key.
        assert_eq!(event["payload"], sent["body"]);
        assert_eq!(event["message_id"], sent["body"]["messageId"]);
        assert_eq!(event["timestamp"], sent["body"]["timestamp"]);
        assert_consent(event);
        let id = event["request_id"].as_str().expect("an id");
        let request = server.api(&format!("/requests/{id}"));
        assert_eq!(request["platform"], "jitsu");
        assert_eq!(request["outcome"], "accepted");
        assert_eq!(request["answer"]["body"], sent["answer"]);
        let body: Value =
            serde_json::from_str(request["body"].as_str().expect("a body")).expect("JSON");
        assert_eq!(body, sent["body"]);
    }
    assert_eq!(events[0]["payload"]["properties"]["name"], "Shoes");
    let added = &events[1];
    assert_eq!(added["canonical_name"], "add_to_cart");
    assert_eq!(added["payload"]["properties"]["price"], 19.9);
    assert_eq!(events[4]["canonical_name"], "purchase");
    assert_eq!(events[0]["canonical"]["page"]["title"], "Shoes – Größe 42");
    assert_eq!(server.stop().code, Some(0));
}
