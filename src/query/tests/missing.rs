use serde_json::json;

use super::super::Document;
use super::matching::{canonical, event, payload};
use super::parsed;

/// Each miss of a query: the field, the condition, and what is there.
fn misses(query: &str, document: &Document) -> Vec<(String, String, Vec<String>)> {
    let misses = parsed(query).misses(document).into_iter();
    misses
        .map(|miss| (miss.field, miss.expected, miss.got))
        .collect()
}

#[test]
fn a_miss_says_what_was_wanted_and_what_is_there() {
    let (payload, canonical) = (payload(), canonical());
    let event = event(&payload, &canonical);
    for (query, expected) in [
        ("name:add* properties.price>10", vec![]),
        (
            "name:purchase",
            vec![("name", "name:purchase", vec!["Add To Cart", "add_to_cart"])],
        ),
        (
            "properties.price=13 type:page user:*",
            vec![
                ("properties.price", "properties.price=13", vec!["\"12.5\""]),
                ("type", "type:page", vec!["track"]),
            ],
        ),
        (
            "properties.items[].price>100",
            vec![(
                "properties.items[].price",
                "properties.items[].price>100",
                vec!["5", "20"],
            )],
        ),
        (
            "properties.items=1",
            vec![(
                "properties.items",
                "properties.items=1",
                vec!["a list of 2"],
            )],
        ),
        ("has:other", vec![("other", "has:other", vec![])]),
        (
            "missing:list[]",
            vec![("list[]", "missing:list[]", vec!["1", "\"two\"", "null"])],
        ),
        ("-type:track", vec![("type", "-type:track", vec!["track"])]),
        ("-(type:track name:other)", vec![]),
        (
            "-(cart OR type:track)",
            vec![
                ("text", "-cart", vec![]),
                ("type", "-type:track", vec!["track"]),
            ],
        ),
        // Of alternatives, the nearest.
        (
            "(type:page cart) OR status:404",
            vec![("status", "status:404", vec!["200"])],
        ),
        (
            "consent.marketing:granted",
            vec![(
                "consent.marketing",
                "consent.marketing:granted",
                vec!["marketing: denied"],
            )],
        ),
        (
            "before:2026-01-01",
            vec![(
                "received_at",
                "before:2026-01-01T00:00:00Z",
                vec!["2026-02-25T14:30:00Z"],
            )],
        ),
    ] {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(field, wanted, got)| {
                let got: Vec<String> = got.into_iter().map(String::from).collect();
                (field.to_string(), wanted.to_string(), got)
            })
            .collect();
        assert_eq!(misses(query, &event), expected, "{query}");
    }
}

#[test]
fn the_same_event_with_another_value_is_nearer_than_another_event() {
    let query = parsed("name:purchase properties.value=5");
    let distance = |name: &str, value: Option<i64>| {
        let payload = match value {
            Some(value) => json!({"properties": {"value": value}}),
            None => json!({}),
        };
        query.distance(&Document {
            name: Some(name),
            payload: Some(&payload),
            ..Document::default()
        })
    };
    let nearer = [
        distance("purchase", Some(5)),
        distance("purchase", Some(6)),
        distance("purchase", None),
        distance("refund", Some(5)),
        distance("refund", None),
    ];
    assert_eq!(nearer.first(), Some(&0));
    assert!(nearer.is_sorted_by(|a, b| a < b), "{nearer:?}");
}

#[test]
fn long_values_are_cut() {
    let long = "x".repeat(10_000);
    let event = Document {
        user_id: Some(&long),
        ..Document::default()
    };
    let misses = misses("user:u1", &event);
    assert_eq!(misses[0].2[0].chars().count(), 201);
}
