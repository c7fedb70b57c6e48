use proptest::prelude::*;
use serde_json::{Map, Value};

use super::super::{DIRECTIVES, Incoming, TRANSFORMS, Terms, preview};
use super::{connector, event, request};
use crate::platform::Platform;

/// Paths, conditions and templates that are right, nearly right and wrong.
const TEXTS: [&str; 20] = [
    "$",
    "@",
    "$.params",
    "$.params.*",
    "@.a",
    "$.params.items[*]",
    "$['{id}']",
    "{$.name}",
    "$.name == 'purchase'",
    "@.a > 1",
    "!@.a",
    "$[?@.a]",
    "$.params.a[0]",
    "",
    "{",
    "$..a",
    "é",
    "match(@.a, '.*')",
    "2024-01-02T03:04:05Z",
    "203.0.113.7",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(TEXTS.as_slice()).prop_map(Value::from),
    ]
}

fn tree(names: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 60, 6, move |inner| {
        let members = prop::collection::vec((names.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            members.prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn mapping() -> impl Strategy<Value = Value> {
    let directives: Vec<&str> = DIRECTIVES.iter().map(|(name, _)| *name).collect();
    let names = prop_oneof![
        3 => prop::sample::select(directives).prop_map(str::to_string),
        1 => "[a-c@]{1,2}",
    ];
    let path = prop::sample::select(TEXTS.as_slice());
    let transforms: Vec<&str> = TRANSFORMS.iter().map(|it| it.name).collect();
    let right = (path, prop::sample::select(transforms), any::<u8>()).prop_map(
        |(path, transform, argument)| {
            let by = match argument % 3 {
                0 => serde_json::json!([transform]),
                1 => serde_json::json!({ transform: argument }),
                _ => serde_json::json!({ transform: "a" }),
            };
            serde_json::json!({"@from": path, "@by": by})
        },
    );
    let each = (right.clone(), tree(names.clone().boxed())).prop_map(
        |(one, other)| serde_json::json!({"@each": "$.params", "@to": {"a": one, "b": other}}),
    );
    prop_oneof![tree(names.boxed()), right, each]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the mapping and the event, reading and mapping end without a panic; the same
    /// event gives the same preview; and a body is bounded by the mapping's size and the event's.
    #[test]
    fn any_mapping_of_any_event(mapping in mapping(), params in tree("[a-c]{1,2}".boxed())) {
        if let Ok(connector) = connector(mapping.clone()) {
            let event = event(serde_json::json!({"a": params, "items": params}));
            let made = preview(&connector, Incoming { event: &event, platform: Platform::Jitsu, request: &request() }, Terms::default());
            let again = preview(&connector, Incoming { event: &event, platform: Platform::Jitsu, request: &request() }, Terms::default());
            prop_assert_eq!(&made, &again);
            if let Some(request) = made.request {
                let bound = (mapping.to_string().len() + 1) * (4 * params.to_string().len() + 4096);
                prop_assert!(request.body.to_string().len() <= bound);
            }
        }
    }
}
