use std::cell::Cell;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Document, Query};
use super::generate::expression;
use super::{NOW, parsed};
use crate::connector::DeliveryResult;

pub fn payload() -> Value {
    json!({
        "type": "track",
        "event": "Add To Cart",
        "status": 3,
        "my key": true,
        "list": [1, "two", null],
        "properties": {
            "price": "12.5", "count": 3, "name": "Crème", "none": null, "shown": "true",
            "items": [{"id": "a", "price": 5}, {"id": "b", "price": 20}],
        },
    })
}

pub fn canonical() -> Value {
    json!({"name": "add_to_cart", "params": {"value": 5.5, "currency": "EUR"}})
}

pub fn event<'a>(payload: &'a Value, canonical: &'a Value) -> Document<'a> {
    Document {
        platform: Some("jitsu"),
        source: Some("Web"),
        session: "default",
        kind: Some("track"),
        name: Some("Add To Cart"),
        canonical_name: Some("add_to_cart"),
        outcome: "dropped",
        findings: vec!["duplicate", "key-not-checked"],
        consent: vec![("marketing", "denied"), ("3", "granted")],
        user_id: Some("U1"),
        anonymous_id: Some("a1"),
        message_id: Some("m1"),
        url: Some("https://shop.example/checkout/step-1"),
        status: 200,
        transport: Some("beacon"),
        received_at: NOW,
        duplicate: true,
        payload: Some(payload),
        canonical: Some(canonical),
        ..Document::default()
    }
}

/// Asserts which queries hold for `document`.
fn hold(document: &Document, holds: bool, queries: &[&str]) {
    for query in queries {
        assert_eq!(parsed(query).matches(document), holds, "{query}");
    }
}

#[test]
fn words_hold_for_what_they_name() {
    let (payload, canonical) = (payload(), canonical());
    let event = event(&payload, &canonical);
    hold(
        &event,
        true,
        &[
            "",
            "platform:jitsu",
            "platform:J*",
            "source:Web",
            "source:W*",
            "session:default",
            "type:Track",
            "name:\"add to cart\"",
            "name:ADD_TO_CART",
            "name:add*",
            "outcome:dropped",
            "finding:duplicate",
            "finding:key*",
            "user:U1",
            "anonymous_id:a1",
            "message_id:m*",
            "status:200",
            "status:2xx",
            "transport:beacon",
            "is:duplicate",
            "consent:denied",
            "consent.marketing:denied",
            "consent.3:granted",
            "url:checkout",
            "url:check",
            "url:\"checkout step\"",
            "url:shop.example",
            "after:-1s",
            "before:2026-02-25T14:30:01Z",
            "after:2026-02-25T14:30:00Z",
            "-session_id:*",
            "user:*",
        ],
    );
    hold(
        &event,
        false,
        &[
            "platform:jentis",
            "source:web",
            "type:page",
            "name:\"add to\"",
            "name:cart",
            "outcome:accepted",
            "user:u1",
            "user:U",
            "session_id:*",
            "transport:pixel",
            "is:double",
            "consent:essential",
            "consent.marketing:granted",
            "consent.Marketing:denied",
            "url:step-2",
            "before:2026-02-25T14:30:00Z",
            "after:2026-02-25T14:30:00.000001Z",
        ],
    );
}

#[test]
fn free_text_is_found_by_its_words() {
    let (payload, canonical) = (payload(), canonical());
    let event = event(&payload, &canonical);
    hold(
        &event,
        true,
        &[
            "cart",
            "addToCart",
            "add_to_cart",
            "\"add to cart\"",
            "creme",
            "CRÈME",
            "12.5",
            "price",
            "\"price 12\"",
            "my_key",
            "car",
            "two shown",
            "a OR nothing",
        ],
    );
    hold(
        &event,
        false,
        &[
            "art",
            "\"cart add\"",
            "cart nothing",
            "-cart",
            "EUR",
            "checkout",
        ],
    );
}

#[test]
fn paths_compare_by_type() {
    let (payload, canonical) = (payload(), canonical());
    let event = event(&payload, &canonical);
    hold(
        &event,
        true,
        &[
            "properties.price>10",
            "properties.price=12.5",
            "properties.price=\"12.5\"",
            "properties.price<=12.5",
            "properties.count=3",
            "properties.count>=3",
            "properties.count!=4",
            "properties.count!=\"3\"",
            "properties.name=Crème",
            "properties.name>Cr",
            "properties.name!=creme",
            "\"my key\"=true",
            "properties.none=null",
            "properties.none!=1",
            "has:properties.none",
            "missing:properties.other",
            "properties.items[].id=\"b\"",
            "properties.items[].price>10",
            "properties.items[0].id=a",
            "properties.items.1.id=b",
            "properties.items[].id!=a",
            "has:properties.items[1]",
            "list[]=two",
            "list[]=null",
            "list!=1",
            "has:list",
            "canonical.params.value>=5",
            "canonical.name=add_to_cart",
            "\"status\"=3",
            "properties.shown=\"true\"",
            "missing:properties.items.id",
        ],
    );
    hold(
        &event,
        false,
        &[
            "properties.price>12.5",
            "properties.price=\"12.50\"",
            "properties.count=\"3\"",
            "properties.name=creme",
            "properties.other!=1",
            "properties.items.id=a",
            "properties.items[2].id=a",
            "properties.items.\"0\".id=a",
            "list=1",
            "\"my key\"=\"true\"",
            "\"my key\">\"a\"",
            "properties.shown=true",
            "properties.none=0",
            "properties.name>10",
            "has:properties.items[2]",
            "canonical.price>1",
            "params.value>1",
            "list[]>two",
            "-properties.price>10",
        ],
    );
}

#[test]
fn destinations_are_asked_only_where_the_query_asks() {
    let (payload, canonical) = (payload(), canonical());
    let asked = Cell::new(0);
    let ask = || {
        asked.set(asked.get() + 1);
        vec![
            ("ga4".to_string(), DeliveryResult::Sent),
            ("meta".to_string(), DeliveryResult::Invalid),
        ]
    };
    let event = Document {
        connectors: Some(&ask),
        ..event(&payload, &canonical)
    };
    hold(&event, true, &["cart"]);
    hold(&event, false, &["platform:jentis connector.ga4:sent"]);
    assert_eq!(asked.get(), 0);
    hold(
        &event,
        true,
        &["connector.ga4:sent connector:invalid -connector.meta:sent"],
    );
    assert_eq!(asked.get(), 1);
    hold(
        &event,
        false,
        &["connector.ga4:invalid", "connector:undecided"],
    );
}

#[test]
fn a_request_has_what_one_of_its_events_has() {
    let (payload, canonical) = (payload(), canonical());
    let page = json!({"type": "page"});
    let request = Document {
        platform: Some("jitsu"),
        session: "default",
        outcome: "partial",
        findings: vec!["body-incomplete"],
        url: Some("/api/s/batch?x=Query"),
        body: Some("{\"batch\": [{\"secretWord\": 1}]}"),
        status: 200,
        received_at: NOW,
        events: vec![
            event(&payload, &canonical),
            Document {
                kind: Some("page"),
                payload: Some(&page),
                ..Document::default()
            },
        ],
        ..Document::default()
    };
    hold(
        &request,
        true,
        &[
            "outcome:partial",
            "type:track type:page",
            "name:add_to_cart",
            "finding:duplicate",
            "finding:body-incomplete",
            "consent:denied",
            "properties.price>10",
            "is:duplicate",
            "cart",
            "secret",
            "batch",
            "url:batch",
            "url:query",
            "user:U1",
            "missing:other",
        ],
    );
    hold(
        &request,
        false,
        &[
            "outcome:dropped",
            "source:Web",
            "url:checkout",
            "-type:page",
            "transport:beacon",
            "checkout",
        ],
    );
    let empty = Document {
        outcome: "served",
        ..Document::default()
    };
    hold(
        &empty,
        true,
        &["outcome:served", "-type:*", "missing:a", "-cart", "-url:a"],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_query_makes_the_predicate_stumble(expression in expression()) {
        let (payload, canonical) = (payload(), canonical());
        let event = event(&payload, &canonical);
        let request = Document { events: vec![event.clone()], ..Document::default() };
        let query = Query::new(expression);
        let not = Query::new(super::super::Expression::Not(Box::new(query.expression().clone())));
        for document in [&event, &request] {
            let matches = query.matches(document);
            prop_assert_ne!(matches, not.matches(document));
            prop_assert_eq!(query.misses(document).is_empty(), matches);
            prop_assert_eq!(query.distance(document) == 0, matches);
        }
    }
}
