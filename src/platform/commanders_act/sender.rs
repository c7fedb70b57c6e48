use serde_json::Value;

use super::format::Format;
use super::kinds;
use crate::capture::Request;
use crate::event::Finding;

/// What a server of the customer's has to say itself, because the platform has it from the client
/// for client-side events only. Of format 2.0: the old one's page is silent.
pub fn findings(request: &Request, payload: &Value) -> Vec<Finding> {
    if Format::of(payload) != Format::V2 || !is_server(request, payload) {
        return Vec::new();
    }
    let has = |pointer: &str| payload.pointer(pointer).is_some_and(|it| !it.is_null());
    let mut findings = Vec::new();
    if !has("/user/consistent_anonymous_id") {
        findings.push(
            kinds::NO_ANONYMOUS_ID
                .says("the event has no user.consistent_anonymous_id")
                .at("/user/consistent_anonymous_id")
                .expected("the visitor's id, as the CAID cookie of a page"),
        );
    }
    let missing: Vec<_> = ["ip", "user_agent"]
        .into_iter()
        .filter(|name| !has(&format!("/context/device/{name}")))
        .collect();
    if !missing.is_empty() {
        findings.push(
            kinds::NO_DEVICE
                .says(format!(
                    "context.device has no {}",
                    missing.join(" and no ")
                ))
                .at("/context/device")
                .expected("the visitor's ip and user_agent"),
        );
    }
    findings
}

/// Whether a server sent it, by all that can be told: no page (`Origin`, or the web container's
/// `eventId`) and no app (the mobile SDKs' `sdk_id`).
fn is_server(request: &Request, payload: &Value) -> bool {
    let clients = ["/context/eventId", "/context/device/sdk_id"];
    request.header("origin").is_none() && clients.iter().all(|it| payload.pointer(it).is_none())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::capture::Body;

    fn codes(payload: Value, origin: Option<&str>) -> Vec<&'static str> {
        let origin = origin.map(|origin| ("origin".to_string(), origin.to_string()));
        let request = Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/events".into(),
            query: String::new(),
            headers: origin.into_iter().collect(),
            body: Body::complete(""),
        };
        let found = findings(&request, &payload).into_iter();
        found.map(|finding| finding.kind.code).collect()
    }

    #[test]
    fn only_a_server_has_to_tell_of_the_visitor() {
        let missing = ["commanders-act-no-anonymous-id", "commanders-act-no-device"];
        assert_eq!(codes(json!({"event_name": "a"}), None), missing);
        let given = json!({"user": {"consistent_anonymous_id": "1"},
            "context": {"device": {"ip": "1.2.3.4", "user_agent": "UA"}}});
        assert!(codes(given, None).is_empty());
        for client in [
            json!({"context": {"eventId": "1"}}),
            json!({"context": {"device": {"sdk_id": "1"}}}),
            json!({"event": "a", "properties": {}}),
        ] {
            assert!(codes(client, None).is_empty());
        }
        assert!(codes(json!({}), Some("https://shop.example")).is_empty());
    }
}
