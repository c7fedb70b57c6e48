use serde_json::Value;

use crate::platform::pointer_step;
use crate::workspace::nearest_name;

/// Keywords whose value is a schema.
const ONE: &[&str] = &[
    "items",
    "additionalProperties",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "not",
    "if",
    "then",
    "else",
    "contentSchema",
];

/// Keywords whose value is a list of schemas.
const LISTS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords whose value has schemas by name.
const NAMED: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
];

/// The others of draft 2020-12
/// (<https://json-schema.org/draft/2020-12/json-schema-core> and `json-schema-validation`).
const PLAIN: &[&str] = &[
    "$schema",
    "$id",
    "$ref",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$vocabulary",
    "$comment",
    "type",
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "required",
    "dependentRequired",
    "format",
    "contentEncoding",
    "contentMediaType",
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
];

/// The keywords in a schema that draft 2020-12 does not have: it would pass over them without a
/// word. Each with its pointer in the schema and what is wrong; names that begin with `x-` are the
/// author's own.
pub fn unknown_keywords(schema: &Value, at: &str, found: &mut Vec<(String, String)>) {
    let Some(fields) = schema.as_object() else {
        return;
    };
    for (key, value) in fields {
        let pointer = format!("{at}/{}", pointer_step(key));
        let word = key.as_str();
        if ONE.contains(&word) {
            unknown_keywords(value, &pointer, found);
        } else if LISTS.contains(&word) {
            for (place, schema) in value.as_array().into_iter().flatten().enumerate() {
                unknown_keywords(schema, &format!("{pointer}/{place}"), found);
            }
        } else if NAMED.contains(&word) {
            for (name, schema) in value.as_object().into_iter().flatten() {
                unknown_keywords(schema, &format!("{pointer}/{}", pointer_step(name)), found);
            }
        } else if !PLAIN.contains(&word) && !word.starts_with("x-") {
            found.push((pointer, unknown(word)));
        }
    }
}

fn unknown(key: &str) -> String {
    let known = [ONE, LISTS, NAMED, PLAIN].into_iter().flatten().copied();
    let meant = match nearest_name(key, known) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "names of your own begin with x-".into(),
    };
    format!("JSON Schema has no keyword \"{key}\"; {meant}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_misspelt_keyword_is_found_wherever_a_schema_stands() {
        let schema = json!({
            "requierd": ["a"],
            "x-owner": "shop",
            "properties": {"requierd": {"typ": "string"}, "enum": {"enum": [{"typ": 1}]}},
            "anyOf": [{"colour": 1}],
            "$defs": {"a/b": {"items": {"minlength": 1}}},
        });
        let mut found = Vec::new();
        unknown_keywords(&schema, "", &mut found);
        let told: Vec<String> = found
            .iter()
            .map(|(at, why)| format!("{at}: {why}"))
            .collect();
        let says =
            |key: &str, meant: &str| format!("JSON Schema has no keyword \"{key}\"; {meant}");
        assert_eq!(
            told,
            [
                format!(
                    "/requierd: {}",
                    says("requierd", "did you mean \"required\"?")
                ),
                format!(
                    "/properties/requierd/typ: {}",
                    says("typ", "did you mean \"type\"?")
                ),
                format!(
                    "/anyOf/0/colour: {}",
                    says("colour", "names of your own begin with x-")
                ),
                format!(
                    "/$defs/a~1b/items/minlength: {}",
                    says("minlength", "did you mean \"minLength\"?")
                ),
            ]
        );
    }
}
