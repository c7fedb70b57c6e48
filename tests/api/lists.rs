//! Lists: paging, bounds, waiting.

use std::time::Duration;

use serde_json::Value;

use crate::send::{batch, track};
use crate::support::Server;

/// A recording with batches that any page size cuts in the middle, and requests without events.
fn recording() -> Server {
    let server = Server::start();
    track(&server, "first");
    batch(&server, "a", 5);
    server.request("POST", "/nowhere", &[], b"");
    batch(&server, "b", 40);
    server.request("GET", "/jitsu/health", &[], b"");
    batch(&server, "c", 3);
    track(&server, "last");
    server.wait_projected();
    server
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["id"].as_str().expect("an id").to_string())
        .collect()
}

/// All ids of a list, page by page.
fn paged(server: &Server, list: &str, order: &str, limit: usize) -> Vec<String> {
    let bound = if order == "asc" { "after" } else { "before" };
    let mut all = Vec::new();
    let mut path = format!("/{list}?order={order}&limit={limit}");
    loop {
        let page = server.api(&path);
        assert_eq!(page["head"], page["projected_to"]);
        let ids = ids(&page);
        assert!(ids.len() <= limit);
        all.extend(ids.clone());
        match &page["next"] {
            Value::Null => return all,
            Value::String(next) => {
                assert_eq!(ids.len(), limit, "a page that is not full has a next one");
                path = format!("/{list}?order={order}&limit={limit}&{bound}={next}");
            }
            other => panic!("next is {other}"),
        }
    }
}

#[test]
fn paging_has_no_gap_and_no_double() {
    let server = recording();
    let mut events = vec!["1.0".to_string()];
    events.extend((0..5).map(|place| format!("2.{place}")));
    events.extend((0..40).map(|place| format!("4.{place}")));
    events.extend((0..3).map(|place| format!("6.{place}")));
    events.push("7.0".into());
    let requests: Vec<String> = (1..=7).map(|cursor| cursor.to_string()).collect();
    for (list, expected) in [("events", &events), ("requests", &requests)] {
        let backwards: Vec<String> = expected.iter().rev().cloned().collect();
        // One by one, cut in the middle, exactly all, more than all.
        for limit in [1, 2, 3, 7, expected.len() - 1, expected.len(), 1000] {
            assert_eq!(
                &paged(&server, list, "asc", limit),
                expected,
                "{list} {limit}"
            );
            assert_eq!(
                paged(&server, list, "desc", limit),
                backwards,
                "{list} {limit}"
            );
        }
        // Newest first is what a list is without being asked.
        assert_eq!(ids(&server.api(&format!("/{list}"))), backwards);
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn paging_forward_goes_on_where_new_events_arrive() {
    let server = Server::start();
    batch(&server, "a", 3);
    server.wait_projected();
    let page = server.api("/events?order=asc&limit=2");
    assert_eq!(
        (ids(&page), &page["next"]),
        (vec!["1.0".into(), "1.1".into()], &"1.1".into())
    );
    batch(&server, "b", 2);
    server.wait_projected();
    let page = server.api("/events?order=asc&limit=1000&after=1.1");
    assert_eq!(ids(&page), ["1.2", "2.0", "2.1"]);
    // Whoever came to the end asks again after the last one that he saw.
    assert_eq!(
        ids(&server.api("/events?order=asc&after=2.1")),
        Vec::<String>::new()
    );
}

#[test]
fn bounds_are_exclusive_and_a_cursor_stands_for_all_its_events() {
    let server = recording();
    let asc = |filter: &str| ids(&server.api(&format!("/events?order=asc&limit=1000&{filter}")));
    let all = asc("");
    let cursor_of = |id: &String| -> i64 {
        let cursor = id.split('.').next().and_then(|cursor| cursor.parse().ok());
        cursor.expect("a cursor")
    };
    let kept = |keep: &dyn Fn(i64) -> bool| -> Vec<String> {
        all.iter()
            .filter(|id| keep(cursor_of(id)))
            .cloned()
            .collect()
    };
    for bound in 0..=8 {
        if bound <= 7 {
            assert_eq!(
                asc(&format!("after={bound}")),
                kept(&|cursor| cursor > bound)
            );
        }
        assert_eq!(
            asc(&format!("before={bound}")),
            kept(&|cursor| cursor < bound)
        );
    }
    for (at, id) in all.iter().enumerate() {
        assert_eq!(asc(&format!("after={id}")), all[at + 1..]);
        assert_eq!(asc(&format!("before={id}")), all[..at]);
    }
    assert_eq!(asc("after=2.3&before=4.2"), ["2.4", "4.0", "4.1"]);
    assert_eq!(asc("after=4&before=2"), Vec::<String>::new());
    let requests = ids(&server.api("/requests?order=asc&after=2&before=6"));
    assert_eq!(requests, ["3", "4", "5"]);
    // Far beyond anything there is nothing to come after, and all comes before.
    for far in ["9223372036854775807", "9223372036854775807.4294967295"] {
        let after = server.get(&format!("/inspector/api/v1/events?after={far}"));
        assert_eq!(after.json()["code"], "beyond-head", "{far}");
        assert_eq!(asc(&format!("before={far}")), all, "{far}");
    }
}

#[test]
fn a_list_can_be_of_one_platform() {
    let server = recording();
    let of = |platform: &str| ids(&server.api(&format!("/requests?order=asc&platform={platform}")));
    assert_eq!(of("jitsu"), ["1", "2", "4", "5", "6", "7"]);
    assert_eq!(of("jentis"), Vec::<String>::new());
    let events = server.api("/events?platform=jitsu&limit=1");
    assert_eq!(ids(&events), ["7.0"]);
    assert_eq!(events["next"], "7.0");
}

#[test]
fn at_least_waits_for_what_is_still_to_come() {
    let server = Server::start();
    track(&server, "first");
    let head = server.wait_projected();
    let (asked, waiting) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let server = &server;
        let list = scope.spawn(move || {
            asked.send(()).expect("somebody waits");
            server.api(&format!("/events?at_least={}", head + 1))
        });
        waiting
            .recv_timeout(Duration::from_secs(60))
            .expect("asked");
        track(server, "second");
        let page = list.join().expect("a list");
        assert_eq!(ids(&page), ["2.0", "1.0"]);
    });
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn at_least_gives_up_and_says_so() {
    let server = Server::start();
    track(&server, "only");
    let answer = server.get("/inspector/api/v1/requests?at_least=1000");
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(answer.json()["code"], "projection-behind");
    assert_eq!(server.stop().code, Some(0));
}

/// A place is called as the questions call it, and every answer says how far it looked.
#[test]
fn since_is_understood_everywhere_and_every_answer_carries_the_cursor() {
    let server = Server::start();
    for name in ["one", "two", "three"] {
        track(&server, name);
    }
    server.wait_projected();
    let counted = |path: &str, place: &str| -> u64 {
        let answer = server.api(&format!("/{path}since={place}"));
        for cursor in ["head", "projected_to"] {
            assert_eq!(answer[cursor], 3, "{path}: {answer}");
        }
        let rows = |rows: &Value| rows.as_array().map(|rows| rows.len() as u64);
        let all = [
            rows(&answer["items"]),
            answer["count"].as_u64(),
            answer["total"]["count"].as_u64(),
            answer["looked_at"].as_u64(),
            answer["buckets"].as_array().map(|buckets| {
                let counts = buckets.iter().filter_map(|it| it["counts"].as_object());
                counts
                    .flat_map(|it| it.values())
                    .filter_map(Value::as_u64)
                    .sum()
            }),
            rows(&answer["plans"]),
        ];
        let found = all.into_iter().flatten().next();
        found.unwrap_or_else(|| panic!("{path}: {answer}"))
    };
    for path in [
        "events?",
        "requests?",
        "count?",
        "count?list=requests&",
        "facets?",
        "timeline?",
        "consent?",
        "connectors?",
    ] {
        let counts = ["0", "1", "1.0", "now"].map(|place| counted(path, place));
        assert_eq!(counts, [3, 2, 2, 0], "{path}");
    }
    counted("plan?", "2");
    let kinds = |place: &str| {
        let answer = server.get(&format!("/inspector/api/v1/export?since={place}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().matches("\"kind\":\"request\"").count()
    };
    assert_eq!(["1", "now"].map(kinds), [2, 0]);
    for path in ["events", "count", "export", "stream", "consent"] {
        for (place, code) in [("since=x", 400), ("since=1&after=1", 400)] {
            let answer = server.get(&format!("/inspector/api/v1/{path}?{place}"));
            assert_eq!(answer.status, code, "{path}?{place}: {}", answer.text());
        }
    }
    assert_eq!(server.stop().code, Some(0));
}
