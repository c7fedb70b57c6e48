//! Holds an answer against its OpenAPI schema, more strictly than JSON Schema does: a field that
//! the schema does not name is an error too.

use std::collections::BTreeMap;

use serde_json::Value;

/// The schema that a `$ref` leads to, or the schema itself.
pub fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.trim_start_matches('#');
            let found = document.pointer(pointer);
            resolve(
                document,
                found.unwrap_or_else(|| panic!("{reference} leads nowhere")),
            )
        }
        None => schema,
    }
}

/// Fails the test where `value` has a field that its schema does not name.
pub fn assert_described(document: &Value, schema: &Value, value: &Value, at: &str) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for schema in facets(document, schema) {
                    if schema["items"].is_object() {
                        assert_described(
                            document,
                            &schema["items"],
                            item,
                            &format!("{at}/{index}"),
                        );
                    }
                }
            }
        }
        Value::Object(fields) => {
            let known = properties(document, schema);
            // An object of which nothing is said is free.
            if known.is_empty() {
                return;
            }
            for (name, value) in fields {
                let schema = known
                    .get(name.as_str())
                    .unwrap_or_else(|| panic!("{at}/{name} is in no schema"));
                assert_described(document, schema, value, &format!("{at}/{name}"));
            }
        }
        _ => {}
    }
}

/// The fields that a schema names, by itself or in a part of it.
fn properties<'a>(document: &'a Value, schema: &'a Value) -> BTreeMap<&'a str, &'a Value> {
    facets(document, schema)
        .into_iter()
        .filter_map(|schema| schema["properties"].as_object())
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
        .collect()
}

/// A schema and all that it is put together from.
fn facets<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = resolve(document, schema);
    let mut all = vec![schema];
    for part in ["allOf", "oneOf", "anyOf"] {
        for inner in schema[part].as_array().into_iter().flatten() {
            all.extend(facets(document, inner));
        }
    }
    all
}
