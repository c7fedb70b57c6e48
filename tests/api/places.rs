//! Places in a recording: where a question, a list or a page begins.

use serde_json::json;

use crate::send::track;
use crate::support::Server;

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
