//! What the store finds is what the predicate holds for: whatever the query, both lists, both ways,
//! and whether or not the words are indexed.

use eventpit::query::{Document, Query};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::search::{counted, paged};
use crate::send::{DATAFLY, JITSU};
use crate::support::{Builder, Server};

/// Conditions, of which some hold for some of what [`record`] sends.
const CONDITIONS: [&str; 56] = [
    "platform:jitsu",
    "platform:data*",
    "source:nobody",
    "session:one",
    "session:o*",
    "type:track",
    "type:PAGE",
    "name:Added",
    "name:order*",
    "name:page_view",
    "outcome:accepted",
    "outcome:dropped",
    "outcome:unmatched",
    "finding:duplicate",
    "finding:key-not-checked",
    "finding:unmatched-path",
    "consent:granted",
    "consent:denied",
    "consent.marketing:granted",
    "consent.analytics:denied",
    "user:u1",
    "user:u*",
    "anonymous_id:v2",
    "session_id:s1",
    "message_id:m7",
    "message_id:m1*",
    "status:200",
    "status:4*",
    "transport:server",
    "transport:fetch",
    "url:checkout",
    "url:shop",
    "url:batch",
    "after:2001-01-01",
    "before:2001-01-01",
    "has:properties.price",
    "has:properties.items[].sku",
    "has:properties.items[1].sku",
    "has:properties.\"my key\"",
    "missing:properties",
    "has:canonical.params.value",
    "properties.price>20",
    "properties.price=12.5",
    "properties.price!=12.5",
    "properties.items[].sku=\"b-2\"",
    "properties.note=\"Crème brûlée\"",
    "canonical.name=\"purchase\"",
    "is:duplicate",
    "is:double",
    "cart",
    "car",
    "\"add to cart\"",
    "creme",
    "nowhere",
    "zebra",
    "properties",
];

/// A recording of a bit of everything.
fn record(server: &Server) {
    for at in 0..60 {
        let (visitor, id) = (at % 4, at % 25);
        let price = f64::from(at) * 2.5;
        let session = if at % 3 == 0 { "/~one" } else { "" };
        let (path, headers, body) = match at % 6 {
            0 => (
                "/jitsu/api/s/track",
                JITSU,
                json!({
                    "type": "track", "event": "Order Completed", "messageId": format!("m{id}"),
                    "anonymousId": format!("v{visitor}"), "userId": "u1",
                    "context": {"page": {"url": "https://shop.example/checkout?step=2"}},
                    "properties": {"price": price, "my key": null,
                                   "items": [{"sku": "a-1"}, {"sku": format!("b-{visitor}")}]}
                }),
            ),
            1 => (
                "/jitsu/v1/batch",
                JITSU,
                json!({"batch": [
                    {"type": "track", "event": "Added", "messageId": format!("m{id}"),
                     "anonymousId": "v2", "properties": {"price": "12.5", "what": "addToCart"}},
                    {"type": "track", "event": "Added", "messageId": format!("n{at}"),
                     "anonymousId": "v2", "properties": {"price": "12.5", "what": "addToCart"}},
                    {"type": "page", "messageId": format!("p{at}"), "anonymousId": "v1",
                     "properties": {"note": "Crème brûlée"}},
                ]}),
            ),
            2 => (
                "/datafly/v1/t",
                DATAFLY,
                json!({
                    "type": "track", "event": "Add To Cart", "messageId": format!("m{id}"),
                    "anonymousId": format!("v{visitor}"),
                    "context": {"consent": {"marketing": true, "analytics": at % 4 == 0}},
                    "properties": {"price": price}
                }),
            ),
            3 => ("/nowhere/to/go", JITSU, json!({"cart": "zebra"})),
            4 => ("/jitsu/api/s/track", JITSU, json!("no event")),
            _ => (
                "/commanders-act/events?tc_s=1&token=demo",
                JITSU,
                json!({"event_name": "purchase", "value": price, "currency": "EUR"}),
            ),
        };
        let path = format!("{session}{path}");
        server.request("POST", &path, headers, body.to_string().as_bytes());
    }
    server.request("GET", "/jitsu/health", &[], b"");
}

/// Any query over [`CONDITIONS`].
fn query() -> impl Strategy<Value = String> {
    let leaf = select(&CONDITIONS[..]).prop_map(str::to_string);
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|any| format!("({})", any.join(" OR "))),
            inner.prop_map(|one| format!("NOT {one}")),
        ]
    })
}

/// What a server has recorded, to hold queries against.
struct Recorded {
    events: Vec<Value>,
    requests: Vec<Value>,
}

impl Recorded {
    fn of(server: &Server) -> Recorded {
        let requests = server.requests();
        let whole = requests.iter().map(|row| {
            let id = row["id"].as_str().expect("an id");
            let mut whole = server.api(&format!("/requests/{id}"));
            whole["transport"] = row["transport"].clone();
            whole["status"] = row["status"].clone();
            let (path, query) = (text(&whole, "path"), text(&whole, "query"));
            let url = match query.unwrap_or_default() {
                "" => path.unwrap_or_default().to_string(),
                query => format!("{}?{query}", path.unwrap_or_default()),
            };
            whole["url"] = json!(url);
            whole
        });
        Recorded {
            requests: whole.collect(),
            events: server.events(),
        }
    }

    /// The ids of the rows for which the query holds, oldest first.
    fn matching(&self, list: &str, query: &Query) -> Vec<String> {
        let documents: Vec<(&Value, Document)> = match list {
            "events" => self.events.iter().map(|row| (row, event(row))).collect(),
            _ => self
                .requests
                .iter()
                .map(|row| (row, self.request(row)))
                .collect(),
        };
        let found = documents
            .iter()
            .filter(|(_, document)| query.matches(document));
        found
            .map(|(row, _)| row["id"].as_str().expect("an id").to_string())
            .collect()
    }

    fn request<'a>(&'a self, row: &'a Value) -> Document<'a> {
        let own = self
            .events
            .iter()
            .filter(|event| event["request_id"] == row["id"]);
        Document {
            body: text(row, "body"),
            events: own.map(event).collect(),
            ..common(row)
        }
    }
}

fn event(row: &Value) -> Document<'_> {
    let consent = row["consent"].as_array().expect("decisions");
    Document {
        kind: text(row, "type"),
        name: text(row, "name"),
        canonical_name: text(row, "canonical_name"),
        consent: consent
            .iter()
            .map(|it| {
                (
                    text(it, "id").expect("an id"),
                    text(it, "decision").expect("a decision"),
                )
            })
            .collect(),
        user_id: text(row, "user_id"),
        anonymous_id: text(row, "anonymous_id"),
        session_id: text(row, "session_id"),
        message_id: text(row, "message_id"),
        duplicate: row["duplicate"] == true,
        double: row["double"] == true,
        payload: Some(&row["payload"]),
        canonical: Some(&row["canonical"]),
        ..common(row)
    }
}

fn common(row: &Value) -> Document<'_> {
    let findings = row["findings"].as_array().expect("findings");
    let received: jiff::Timestamp = text(row, "received_at")
        .expect("a time")
        .parse()
        .expect("a time");
    Document {
        platform: text(row, "platform"),
        source: text(row, "source"),
        session: text(row, "session").expect("a session"),
        outcome: text(row, "outcome").expect("an outcome"),
        findings: findings.iter().filter_map(|it| text(it, "code")).collect(),
        url: text(row, "url"),
        status: row["status"]
            .as_u64()
            .and_then(|it| it.try_into().ok())
            .expect("a status"),
        transport: text(row, "transport"),
        received_at: received.as_microsecond(),
        ..Document::default()
    }
}

fn text<'a>(row: &'a Value, name: &str) -> Option<&'a str> {
    row[name].as_str()
}

fn hold_equal(server: &Server, recorded: &Recorded) {
    let config = Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    };
    let sizes = select(&[1usize, 7, 1000][..]);
    let outcome = TestRunner::new(config).run(&(query(), sizes), |(text, limit)| {
        let query = Query::parse(&text, 0).expect("a query");
        for list in ["events", "requests"] {
            let mut expected = recorded.matching(list, &query);
            prop_assert_eq!(
                &paged(server, list, "asc", limit, &text),
                &expected,
                "{} {}",
                list,
                text
            );
            prop_assert_eq!(
                counted(server, list, &text),
                expected.len(),
                "{} {}",
                list,
                text
            );
            expected.reverse();
            prop_assert_eq!(
                &paged(server, list, "desc", limit, &text),
                &expected,
                "{} {}",
                list,
                text
            );
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn every_condition_is_one_that_can_be_read() {
    for condition in CONDITIONS {
        Query::parse(condition, 0).unwrap_or_else(|error| panic!("{condition}: {error}"));
    }
}

#[test]
fn what_is_found_is_what_the_predicate_holds_for() {
    let server = Server::start();
    record(&server);
    server.wait_indexed();
    let recorded = Recorded::of(&server);
    // Each by itself first: what a failure of several would hide.
    for condition in CONDITIONS {
        let query = Query::parse(condition, 0).expect("a query");
        for list in ["events", "requests"] {
            let expected = recorded.matching(list, &query);
            assert_eq!(
                paged(&server, list, "asc", 1000, condition),
                expected,
                "{list} {condition}"
            );
        }
    }
    hold_equal(&server, &recorded);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_not_indexed_yet_is_found_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    record(&server);
    server.wait_indexed();
    let recorded = Recorded::of(&server);
    assert_eq!(server.stop().code, Some(0));
    // As if it had been killed before most words were written, and nobody writes any.
    let index = Connection::open(data.join("index.db")).expect("the index");
    index
        .execute_batch(
            "UPDATE progress SET text_to = 20, \
             text_ord = (SELECT max(ord) FROM event WHERE id < 21 << 24); BEGIN IMMEDIATE;",
        )
        .expect("the index");
    let mut server = Builder::new().data(&data).start();
    server.expect_errors();
    hold_equal(&server, &recorded);
    drop(index);
    server.stop();
}
