//! `@segment/analytics-node` is told to come again later, and does: it reads `Retry-After`.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::run;
use crate::support::Builder;

#[test]
fn a_client_over_the_rate_waits_and_is_taken() {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/workspaces/datafly-slow");
    let server = Builder::new().args(["--workspace", workspace]).start();
    let Some(ran) = run("segment_rate.mjs", &[&server.url(), "dk_live_demo", "2"]) else {
        return;
    };
    assert_eq!(ran["errors"], json!([]), "{ran:#}");
    let requests: Vec<Value> = server
        .requests()
        .iter()
        .map(|request| {
            let id = request["id"].as_str().expect("an id");
            server.api(&format!("/requests/{id}"))
        })
        .collect();
    let mut waits = 0;
    for (at, refused) in requests.iter().enumerate() {
        assert_eq!(refused["platform"], "datafly");
        if refused["outcome"] == "accepted" {
            continue;
        }
        assert_eq!(refused["outcome"], "throttled", "{refused:#}");
        assert_eq!(refused["answer"]["status"], 429);
        let again = requests[at + 1..]
            .iter()
            .find(|request| message_id(request) == message_id(refused))
            .expect("it comes again");
        let waited = received(again).duration_since(received(refused));
        assert!(
            waited >= SignedDuration::from_secs(retry_after(refused)),
            "{waited:?}"
        );
        waits += 1;
    }
    assert!(
        waits > 0,
        "two events within a second are over one a second"
    );
    let mut taken: Vec<Value> = server.events().iter().map(taken).collect();
    taken.sort_by_key(Value::to_string);
    assert_eq!(
        taken,
        [json!(["m-0", "accepted"]), json!(["m-1", "accepted"])]
    );
    assert_eq!(server.stop().code, Some(0));
}

fn taken(event: &Value) -> Value {
    json!([event["message_id"], event["outcome"]])
}

fn message_id(request: &Value) -> Value {
    let body = request["body"].as_str().expect("a body");
    let body: Value = serde_json::from_str(body).expect("JSON");
    body["batch"][0]["messageId"].clone()
}

fn received(request: &Value) -> Timestamp {
    let time = request["received_at"].as_str().expect("a time");
    time.parse().expect("RFC 3339")
}

fn retry_after(request: &Value) -> i64 {
    let headers = request["answer"]["headers"].as_array().expect("headers");
    let header = headers.iter().find(|header| header[0] == "retry-after");
    let seconds = header.and_then(|header| header[1].as_str());
    seconds.expect("Retry-After").parse().expect("seconds")
}
