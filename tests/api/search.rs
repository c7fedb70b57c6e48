//! Queries: what they find, how often, when, and what is said of one that cannot be read.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU, batch, track};
use crate::support::{Server, until};

/// `path?q=…` with the query encoded.
pub fn asking(path: &str, query: &str) -> String {
    let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
    let start = if path.contains('?') { '&' } else { '?' };
    format!("{path}{start}q={query}")
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["id"].as_str().expect("an id").to_string())
        .collect()
}

/// The ids of a list, page by page: a page may end early where the machine is slow.
pub fn paged(server: &Server, list: &str, order: &str, limit: usize, query: &str) -> Vec<String> {
    let bound = if order == "asc" { "after" } else { "before" };
    let (mut all, mut next) = (Vec::new(), None::<String>);
    loop {
        let mut path = format!("/{list}?order={order}&limit={limit}");
        if let Some(next) = &next {
            path.push_str(&format!("&{bound}={next}"));
        }
        let page = server.api(&asking(&path, query));
        let found = ids(&page);
        assert!(found.len() <= limit, "{page}");
        all.extend(found);
        match page["next"].as_str() {
            Some(more) => {
                assert_ne!(next.as_deref(), Some(more), "it does not go on");
                next = Some(more.into());
            }
            None => return all,
        }
    }
}

/// How many the server counts, once it had the time to look at all of them.
pub fn counted(server: &Server, list: &str, query: &str) -> Value {
    until("an exact count", || {
        let counted = server.api(&asking(&format!("/count?list={list}"), query));
        (counted["exact"] == true).then(|| counted["count"].clone())
    })
}

fn found(server: &Server, query: &str) -> Vec<String> {
    paged(server, "events", "asc", 1000, query)
}

fn jitsu(server: &Server, body: &Value) {
    let body = body.to_string();
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn purchase(id: &str, price: f64, title: &str) -> Value {
    json!({
        "type": "track", "event": "Order Completed", "messageId": id, "anonymousId": "ann",
        "context": {"page": {"url": "https://shop.example/checkout/thanks", "title": title}},
        "properties": {"price": price, "items": [{"sku": "a-1"}, {"sku": "b-2"}]}
    })
}

/// Three purchases, of which one came before, and two other events.
fn recording() -> Server {
    let server = Server::start();
    jitsu(&server, &purchase("m1", 9.5, "Thank you"));
    jitsu(&server, &purchase("m2", 100.0, "Merci"));
    jitsu(&server, &purchase("m1", 9.5, "Thank you"));
    track(&server, "addToCart");
    server.request(
        "POST",
        "/datafly/v1/t",
        DATAFLY,
        br#"{"type":"track","event":"add_to_cart","userId":"u1","messageId":"d1"}"#,
    );
    server.wait_indexed();
    server
}

#[test]
fn a_query_narrows_a_list() {
    let server = recording();
    for (query, expected) in [
        ("", &["1.0", "2.0", "3.0", "4.0", "5.0"][..]),
        ("platform:jitsu", &["1.0", "2.0", "3.0", "4.0"]),
        ("-platform:jitsu", &["5.0"]),
        ("name:\"order completed\"", &["1.0", "2.0", "3.0"]),
        ("name:order*", &["1.0", "2.0", "3.0"]),
        ("name:purchase", &["1.0", "2.0", "3.0"]),
        ("cart", &["4.0", "5.0"]),
        ("\"add to cart\"", &["4.0", "5.0"]),
        ("addtocart", &["4.0", "5.0"]),
        ("merci", &["2.0"]),
        ("mer", &["2.0"]),
        ("\"thank merci\"", &[]),
        ("user:u1", &["5.0"]),
        ("anonymous_id:ann", &["1.0", "2.0", "3.0"]),
        ("message_id:m1", &["1.0", "3.0"]),
        ("message_id:m*", &["1.0", "2.0", "3.0"]),
        ("url:checkout", &["1.0", "2.0", "3.0"]),
        ("properties.price>10", &["2.0"]),
        ("properties.price<=9.5", &["1.0", "3.0"]),
        ("properties.items[].sku=\"b-2\"", &["1.0", "2.0", "3.0"]),
        ("properties.items[0].sku=\"b-2\"", &[]),
        ("has:properties.items[1]", &["1.0", "2.0", "3.0"]),
        ("missing:properties.price", &["4.0", "5.0"]),
        ("is:duplicate", &["3.0"]),
        ("merci OR user:u1", &["2.0", "5.0"]),
        ("before:2001-01-01", &[]),
        ("after:2001-01-01 cart", &["4.0", "5.0"]),
        ("transport:server -cart", &["1.0", "2.0", "3.0"]),
        ("status:200 name:add*", &["4.0", "5.0"]),
    ] {
        assert_eq!(found(&server, query), expected, "{query}");
        assert_eq!(counted(&server, "events", query), expected.len(), "{query}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_double_fire_is_found_but_for_what_differs_each_time() {
    let server = Server::start();
    let event = |id: &str, price: i64, at: &str| {
        json!({
            "type": "track", "event": "Added", "messageId": id, "anonymousId": "ann",
            "timestamp": at, "properties": {"price": price}
        })
    };
    let (one, two) = ("2026-11-20T10:00:00.000Z", "2026-11-20T10:00:00.050Z");
    let body = json!({"batch": [
        event("a", 1, one), event("b", 1, two), event("c", 2, two),
        {"type": "track", "event": "Added", "messageId": "d", "anonymousId": "bob",
         "timestamp": two, "properties": {"price": 1}},
    ]});
    server.request(
        "POST",
        "/jitsu/v1/batch",
        JITSU,
        body.to_string().as_bytes(),
    );
    server.wait_projected();
    assert_eq!(found(&server, "is:double"), ["1.1"]);
    assert_eq!(found(&server, "is:duplicate"), Vec::<String>::new());
    assert_eq!(server.api("/events/1.1")["double"], true);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_destination_s_result_is_found_by_the_workspace_of_then() {
    let server = recording();
    let all = found(&server, "");
    for id in all {
        let then = server.api(&format!("/events/{id}/deliveries?workspace=then"));
        for delivery in then["deliveries"].as_array().expect("deliveries") {
            let (name, result) = (&delivery["connector"], &delivery["result"]);
            let query = format!(
                "connector.{}:{}",
                name.as_str().expect("a name"),
                result.as_str().expect("a result")
            );
            assert!(found(&server, &query).contains(&id), "{query} {id}");
            assert!(!found(&server, &format!("NOT {query}")).contains(&id));
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn facets_and_the_timeline_count_what_a_query_finds() {
    let server = recording();
    let facets = server.api(&asking("/facets", "cart"));
    assert_eq!(facets["total"], json!({"count": 2, "exact": true}));
    let of = |word: &str| {
        let all = facets["facets"].as_array().expect("facets");
        let facet = all.iter().find(|facet| facet["word"] == word);
        facet.expect("a facet")["values"].clone()
    };
    assert_eq!(
        of("platform"),
        json!([{"value": "datafly", "count": 1}, {"value": "jitsu", "count": 1}])
    );
    assert_eq!(
        of("name"),
        json!([{"value": "addToCart", "count": 1}, {"value": "add_to_cart", "count": 1}])
    );
    let requests = server.api(&asking("/facets?list=requests", "name:purchase"));
    assert_eq!(requests["total"]["count"], 3);
    for (query, expected) in [("", 5), ("cart", 2)] {
        let timeline = server.api(&asking("/timeline?buckets=10", query));
        let buckets = timeline["buckets"].as_array().expect("buckets");
        let counts = buckets.iter().flat_map(|bucket| {
            let counts = bucket["counts"].as_object().expect("counts");
            counts
                .values()
                .map(|count| count.as_u64().expect("a count"))
        });
        assert_eq!(counts.sum::<u64>(), expected, "{timeline}");
        assert_eq!(timeline["exact"], true);
        assert!(buckets.len() <= 10);
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_list_that_is_narrowed_is_paged_both_ways_while_events_arrive() {
    let server = Server::start();
    batch(&server, "a", 50);
    batch(&server, "b", 50);
    server.wait_projected();
    let mut expected: Vec<String> = found(&server, "name:a* OR name:b-1*");
    assert_eq!(expected.len(), 61);
    for order in ["asc", "desc"] {
        let bound = if order == "asc" { "after" } else { "before" };
        let (mut all, mut next) = (Vec::new(), None::<String>);
        loop {
            let mut path = format!("/events?order={order}&limit=7");
            if let Some(next) = &next {
                path.push_str(&format!("&{bound}={next}"));
            }
            let page = server.api(&asking(&path, "name:a* OR name:b-1*"));
            all.extend(ids(&page));
            // It matches nothing of the query.
            track(&server, "meanwhile");
            match page["next"].as_str() {
                Some(more) => next = Some(more.into()),
                None => break,
            }
        }
        assert_eq!(all, expected, "{order}");
        expected.reverse();
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_query_that_cannot_be_read_is_an_error_with_its_place() {
    let server = recording();
    for path in ["/events", "/requests", "/count", "/facets", "/timeline"] {
        let answer = server.get(&format!(
            "/inspector/api/v1{}",
            asking(path, "platfrom:jitsu")
        ));
        assert_eq!(answer.status, 400, "{path}");
        let problem: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(problem["position"], 0, "{problem}");
        assert_eq!(problem["length"], 8, "{problem}");
        assert!(problem["expected"].is_string(), "{problem}");
        assert!(
            problem["hint"]
                .as_str()
                .expect("a hint")
                .contains("platform")
        );
    }
    let help = server.api(&asking("/query", "platfrom:jitsu"));
    assert_eq!(
        (&help["means"], &help["query"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(help["error"]["position"], 0);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_query_is_explained_and_completed_with_what_was_seen() {
    let server = recording();
    let help = server.api(&asking("/query", "platform:jitsu cart"));
    assert_eq!(help["error"], Value::Null);
    let means = help["means"].as_str().expect("a sentence");
    assert!(means.contains("cart"), "{means}");
    for (typed, expected) in [
        ("name:Ord", "\"Order Completed\""),
        ("properties.pr", "properties.price"),
        ("platf", "platform:"),
        ("type:", "track"),
    ] {
        let texts = suggested(&server, typed, "");
        assert!(texts.contains(&expected.into()), "{typed}: {texts:?}");
    }
    assert_eq!(server.stop().code, Some(0));
}

/// What is suggested behind `typed`.
fn suggested(server: &Server, typed: &str, more: &str) -> Vec<String> {
    let help = server.api(&format!("{}{more}", asking("/query", typed)));
    let items = help["suggestions"]["items"].as_array().expect("items");
    let texts = items.iter().filter_map(|it| it["text"].as_str());
    texts.map(str::to_string).collect()
}

#[test]
fn ids_and_what_only_requests_have_are_suggested_and_not_while_masking_is_on() {
    let server = Server::start();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    let track = "/jitsu/api/s/track";
    let body = br#"{"event":"A","userId":"u-1","anonymousId":"a-1","messageId":"m-1",
        "context":{"page":{"url":"https://shop.example/cart"}}}"#;
    let sent = |body: &[u8]| server.request("POST", track, &headers, body).status;
    assert_eq!(sent(body), 200);
    assert_eq!(sent(br#"{"event":"A jane@example.com"}"#), 200);
    assert_eq!(
        server.request("GET", "/nowhere/at/all", &[], b"").status,
        404
    );
    server.wait_projected();
    for (typed, list, expected) in [
        ("user:", "events", vec!["u-1"]),
        ("anonymous_id:a", "events", vec!["a-1"]),
        ("message_id:", "requests", vec!["m-1"]),
        ("url:", "events", vec!["\"https://shop.example/cart\""]),
        ("url:/no", "requests", vec!["/nowhere/at/all"]),
        ("status:", "events", vec!["200"]),
        ("status:", "requests", vec!["200", "404"]),
        ("name:", "requests", vec!["A", "\"A jane@example.com\""]),
    ] {
        let texts = suggested(&server, typed, &format!("&list={list}"));
        assert_eq!(texts, expected, "{typed} {list}");
        let masked = suggested(&server, typed, &format!("&list={list}&mask=1"));
        let told: &[&str] = match typed {
            "status:" => &expected,
            "name:" => &["A"],
            _ => &[],
        };
        assert_eq!(masked, told, "{typed} {list}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_list_that_takes_long_is_found_page_by_page() {
    let server = Server::start();
    // Nothing but looking at each of them tells whether it is one of these.
    for at in 0..40 {
        batch(&server, &format!("n{at}"), 500);
    }
    server.wait_projected();
    let all = paged(
        &server,
        "events",
        "desc",
        1000,
        "messageId>=\"n39-99\" messageId<\"n4\"",
    );
    assert_eq!(all, ["40.99"]);
    assert_eq!(server.stop().code, Some(0));
}
