use crate::support::Server;

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn batch_of(events: usize, context: &str) -> Vec<u8> {
    let mut body = format!(r#"{{"context":{{"filler":"{context}"}},"batch":["#).into_bytes();
    body.extend(vec!["{}"; events].join(",").into_bytes());
    body.extend(b"]}");
    body
}

/// Millions of empty events fit into a body of 16 MiB, and each would be given all of the batch's
/// context: explained, they would fill the memory now and at each next start.
#[test]
fn a_batch_that_would_fill_the_memory_is_refused_and_recorded() {
    let server = Server::start();
    for body in [
        batch_of(5_000_000, ""),
        batch_of(100_000, &"x".repeat(1_000_000)),
    ] {
        let headers = [JSON, ("X-Write-Key", "a:b")];
        let answer = server.request("POST", "/jitsu/v1/batch", &headers, &body);
        assert_eq!(answer.status, 400, "{}", answer.text());
        let request = server.last_request();
        assert_eq!(request["body_length"], body.len());
        assert_eq!(request["findings"][0]["code"], "jitsu-too-many-events");
    }
    server.stop();
}

#[test]
fn of_a_batch_that_is_taken_only_the_first_events_are_shown() {
    let server = Server::start();
    let path = "/commanders-act/events/batch?tc_s=1&token=k";
    let answer = server.request("POST", path, &[JSON], &batch_of(160_000, ""));
    assert_eq!(answer.status, 200);
    let request = server.last_request();
    let shown = request["events"].as_array().map_or(0, Vec::len);
    assert!((10_000..160_000).contains(&shown), "{shown} events");
    let codes = request["findings"].as_array().into_iter().flatten();
    assert!(
        codes
            .into_iter()
            .any(|finding| finding["code"] == "events-left-out")
    );
    server.stop();
}
