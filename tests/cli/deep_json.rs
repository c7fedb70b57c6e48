//! JSON as deep as a platform takes it: what eventpit puts around it must not make it unreadable.

use crate::support::Server;

#[test]
fn the_deepest_event_is_shown_whole() {
    let server = Server::start();
    let samples = [
        (
            "/commanders-act/events?tc_s=1&token=demo",
            r#"{"event_name":"search","deep":DEEP}"#,
        ),
        (
            "/jitsu/api/s/track?writekey=a:b",
            r#"{"event":"x","properties":{"deep":DEEP}}"#,
        ),
        (
            "/jentis/",
            r#"{"version":"3","data":{"variables":{"deep":DEEP}}}"#,
        ),
    ];
    for (path, event) in samples {
        // 127 levels are the most that are read: three of them are the event's own at most.
        for levels in 120..=127 {
            let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            let headers = [
                ("Content-Type", "application/json"),
                ("Authorization", "Bearer a:b"),
            ];
            let body = event.replace("DEEP", &deep);
            server.request("POST", path, &headers, body.as_bytes());
        }
    }
    let events = server
        .get("/inspector/api/v1/events?at_least=24&limit=100")
        .text();
    assert!(
        events.matches("\"canonical_name\"").count() > 10,
        "{events}"
    );
    for column in ["payload", "canonical", "consent", "findings"] {
        let lost = format!("\"{column}\":null");
        assert!(!events.contains(&lost), "{lost} in {events}");
    }
}
