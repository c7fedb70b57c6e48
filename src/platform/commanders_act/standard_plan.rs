//! The tracking plan of the standard events that ships (`fixtures/plans/`), made from the tables.
//! `EVENTPIT_BLESS=1 cargo test --lib standard_plan` writes it.

use serde_json::{Map, Value, json};

use super::reference::{ITEM, ITEM_REQUIRED, PRODUCT, PRODUCT_REQUIRED, USER};
use super::standard::{Standard, standard_events};
use super::types::{Property, Type};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/plans/commanders-act-standard.json"
);

fn plan() -> Value {
    let event = |event: &Standard| (event.name.to_string(), json!({ "schema": of_event(event) }));
    let events: Map<String, Value> = standard_events().map(event).collect();
    json!({
        "title": "Commanders Act standard events",
        "description": "The tables of Commanders Act's events reference, for events of format 2.0 \
            sent as JSON. The endpoint enforces none of it, and the findings tell the same of each \
            event, so nothing here is more than an info; other names are free.",
        "platforms": ["commanders-act"],
        "severity": "info",
        "unexpected": "off",
        "$defs": {
            "user": object(&[], USER),
            "item": object(ITEM_REQUIRED, ITEM),
            "product": object(PRODUCT_REQUIRED, PRODUCT),
        },
        "events": events,
    })
}

fn of_event(event: &Standard) -> Value {
    let mut schema = object(event.required, event.properties);
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("type");
    }
    schema
}

fn object(required: &[&str], properties: &[Property]) -> Value {
    let (either, each): (Vec<&str>, Vec<&str>) =
        required.iter().partition(|name| name.contains('|'));
    let named: Map<String, Value> = properties
        .iter()
        .map(|(name, kind)| (name.to_string(), property(name, *kind)))
        .collect();
    let mut schema = json!({ "type": "object" });
    if !each.is_empty() {
        schema["required"] = json!(each);
    }
    if let Some(either) = either.first() {
        let ways = either.split('|').map(|name| json!({ "required": [name] }));
        schema["anyOf"] = ways.collect();
    }
    if !named.is_empty() {
        schema["properties"] = Value::Object(named);
    }
    schema
}

fn property(name: &str, kind: Type) -> Value {
    match (name, kind) {
        ("user", Type::Object) => json!({ "$ref": "#/$defs/user" }),
        ("product", Type::Object) => json!({ "$ref": "#/$defs/product" }),
        ("items", Type::List) => json!({ "type": "array", "items": { "$ref": "#/$defs/item" } }),
        (_, Type::Currency) => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        (_, Type::OneOf(values)) => json!({ "type": "string", "enum": values }),
        (_, Type::Texts) => json!({ "type": "array", "items": { "type": "string" } }),
        (_, kind) => json!({ "type": kind.word() }),
    }
}

#[test]
fn the_plan_that_ships_is_the_tables() {
    let plan = format!("{:#}\n", plan());
    if std::env::var_os("EVENTPIT_BLESS").is_some() {
        assert!(std::fs::write(FILE, &plan).is_ok(), "{FILE}");
    }
    let shipped = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        shipped == plan,
        "{FILE} says something else than the tables; EVENTPIT_BLESS=1 cargo test --lib standard_plan writes it"
    );
}

#[test]
fn it_finds_what_the_findings_find() {
    use super::specification::anomalies;
    use crate::event::Event;
    use crate::plan::judge;
    use crate::platform::Platform;
    use crate::workspace::Workspace;

    let plans = Workspace::load(None).map(|workspace| workspace.plans);
    let item = json!({"id": "1", "quantity": 1, "product": {"id": "1", "name": "a", "price": 1}});
    for (payload, broken) in [
        (
            json!({"event_name": "search", "search_term": "a", "user": {"id": "5"}}),
            0,
        ),
        (
            json!({"event_name": "search", "search_term": 7, "user": {"id": 5, "gender": "x"}}),
            3,
        ),
        (
            json!({"event_name": "add_to_cart", "value": "9", "currency": "eur", "user": [], "items": [item, 7]}),
            4,
        ),
        (
            json!({"event_name": "purchase", "items": [{"id": "1", "product": {"colors": ["a", 1]}}]}),
            13,
        ),
    ] {
        let name = payload["event_name"].as_str().map(str::to_string);
        let mut found: Vec<String> = anomalies(&payload, false)
            .into_iter()
            .map(|finding| finding.pointer)
            .collect();
        let event = Event {
            name,
            ..Event::new("event", payload.clone())
        };
        let plans = plans.as_deref().unwrap_or_default();
        let results = judge(plans, Platform::CommandersAct, Some("demo"), &event);
        let problems = results.into_iter().flat_map(|result| result.problems);
        let mut planned: Vec<String> = problems.map(|problem| problem.pointer).collect();
        found.sort();
        planned.sort();
        assert_eq!(planned, found, "{payload}");
        assert_eq!(found.len(), broken, "{payload}");
    }
}
