use serde_json::{Map, Value};

use super::super::json::id_text;
use super::consent::WAITING;
use super::format::{Format, first};
use super::kinds;
use super::reference::{ITEM, ITEM_REQUIRED, PRODUCT, PRODUCT_REQUIRED, USER};
use super::standard::standard;
use super::types::{Property, Type};
use crate::event::{Finding, FindingKind};

const CURRENCY: Property = ("currency", Type::Currency);

/// What is known of any event: the currency's pattern was seen to be a rule of the platform's own.
const CUSTOM: &[Property] = &[CURRENCY];

/// What breaks the tables of the events reference, in the words of the platform's own data
/// quality, which are those of Ajv 6 (observed on screenshots). A custom event has no table; a
/// user and items have theirs in any event. Of a query (`texts_only`), in which every value is a
/// text, a text that can be read as the type is of the type.
pub fn anomalies(payload: &Value, texts_only: bool) -> Vec<Finding> {
    let format = Format::of(payload);
    let Some(properties) = payload.pointer(format.prefix()).and_then(Value::as_object) else {
        return Vec::new();
    };
    let mut check = Check {
        texts_only,
        findings: Vec::new(),
    };
    let name = first(payload, format.names()).and_then(|(_, name)| id_text(name));
    let base = format.prefix();
    let event = name.as_deref().and_then(standard);
    let table = event.map_or(CUSTOM, |event| event.properties);
    let required = event.map_or(&[][..], |event| event.required);
    check.object(base, properties, required, table);
    if !table.contains(&CURRENCY) {
        check.object(base, properties, &[], CUSTOM);
    }
    if let Some(Value::Object(user)) = properties.get("user") {
        check.object(&format!("{base}/user"), user, &[], USER);
    }
    if let Some(Value::Array(items)) = properties.get("items") {
        for (at, item) in items.iter().enumerate() {
            check.item(&format!("{base}/items/{at}"), item);
        }
    }
    check.findings
}

struct Check {
    texts_only: bool,
    findings: Vec<Finding>,
}

impl Check {
    fn object(
        &mut self,
        base: &str,
        object: &Map<String, Value>,
        required: &[&str],
        properties: &[Property],
    ) {
        // As in Ajv, null is there, and of the wrong type.
        let given = |name: &str| object.contains_key(name);
        for either in required
            .iter()
            .filter(|either| !either.split('|').any(given))
        {
            let name = either.split('|').next().unwrap_or(either);
            let of_name = properties.iter().find(|(property, _)| *property == name);
            let word = of_name.map_or("", |(_, kind)| kind.word());
            let expected = format!("{}: {word}", either.replace('|', " or "));
            self.findings.push(
                kinds::MISSING_PROPERTY
                    .says(format!("should have required property '{name}'"))
                    .at(format!("{base}/{name}"))
                    .expected(expected),
            );
        }
        for (name, kind) in properties {
            if let Some(value) = object.get(*name) {
                self.value(format!("{base}/{name}"), value, *kind);
            }
        }
    }

    fn item(&mut self, base: &str, item: &Value) {
        let Value::Object(fields) = item else {
            return self.wrong(base.into(), item, Type::Object);
        };
        self.object(base, fields, ITEM_REQUIRED, ITEM);
        if let Some(Value::Object(product)) = fields.get("product") {
            self.object(
                &format!("{base}/product"),
                product,
                PRODUCT_REQUIRED,
                PRODUCT,
            );
        }
    }

    fn value(&mut self, pointer: String, value: &Value, kind: Type) {
        match (kind, value) {
            (Type::Currency, Value::String(text)) => self.currency(pointer, text),
            (Type::OneOf(values), Value::String(text)) => {
                if !values.contains(&text.as_str()) {
                    self.findings.push(
                        kinds::FOREIGN_VALUE
                            .says("should be equal to one of the allowed values")
                            .at(pointer)
                            .expected(values.join(", "))
                            .got(value.to_string()),
                    );
                }
            }
            (Type::Texts, Value::Array(texts)) => {
                for (at, text) in texts
                    .iter()
                    .enumerate()
                    .filter(|(_, text)| !text.is_string())
                {
                    self.wrong(format!("{pointer}/{at}"), text, Type::Text);
                }
            }
            // Android's placeholder has a finding of its own.
            (Type::Object, Value::String(text)) if text == WAITING => {}
            _ if kind.has(value) => {}
            (_, Value::String(text)) if kind.reads(text) => {
                if !self.texts_only {
                    self.say(kinds::TEXT_FOR_NUMBER, pointer, value, kind);
                }
            }
            _ => self.wrong(pointer, value, kind),
        }
    }

    fn currency(&mut self, pointer: String, text: &str) {
        if text.len() != 3 || !text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.findings.push(
                kinds::CURRENCY_PATTERN
                    .says(
                        "should match the standard currency pattern (3 characters max, Uppercase)",
                    )
                    .at(pointer)
                    .expected("three upper-case letters, such as EUR")
                    .got(text),
            );
        }
    }

    fn wrong(&mut self, pointer: String, value: &Value, kind: Type) {
        self.say(kinds::WRONG_TYPE, pointer, value, kind);
    }

    fn say(&mut self, finding: &'static FindingKind, pointer: String, value: &Value, kind: Type) {
        let word = kind.word();
        self.findings.push(
            finding
                .says(format!("should be {word}"))
                .at(pointer)
                .expected(word)
                .got(value.to_string()),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(payload: Value, texts_only: bool) -> Vec<(String, String)> {
        let findings = anomalies(&payload, texts_only);
        findings
            .into_iter()
            .map(|finding| (finding.pointer, finding.message))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(a, b): &(&str, &str)| (a.to_string(), b.to_string());
        expected.iter().map(owned).collect()
    }

    #[test]
    fn a_standard_event_is_held_against_its_table() {
        let event = json!({"event_name": "add_to_cart", "value": [1], "user": {"id": 5}, "items": [
            {"id": "1", "quantity": true, "product": {"id": "1", "name": "a", "price": 1, "colors": ["a", 1]}},
            {"id": null, "quantity": 1}, 7
        ]});
        assert_eq!(
            said(event, false),
            pairs(&[
                ("/currency", "should have required property 'currency'"),
                ("/value", "should be number"),
                ("/user/id", "should be string"),
                ("/items/0/quantity", "should be number"),
                ("/items/0/product/colors/1", "should be string"),
                (
                    "/items/1/product",
                    "should have required property 'product'"
                ),
                ("/items/1/id", "should be string"),
                ("/items/2", "should be object"),
            ])
        );
        let event = json!({"event_name": "view_item", "revenue": 1, "currency": "EUR", "user": {}, "items": []});
        assert_eq!(said(event, false), []);
        let event = json!({"event_name": "search", "properties": {"user": 1}});
        assert_eq!(
            said(event, false),
            pairs(&[
                (
                    "/properties/search_term",
                    "should have required property 'search_term'"
                ),
                ("/properties/user", "should be object"),
            ])
        );
    }

    #[test]
    fn a_text_that_reads_as_the_type_is_told_apart_and_is_none_of_a_query() {
        let event = json!({"event_name": "video_volume", "video_session_id": "1",
            "content_asset_id": "1", "cursor_position": "1.5", "total_length": "10", "bitrate": 1.0,
            "sound": "loud", "full_screen": "true"});
        let kinds = |texts_only| -> Vec<(String, &'static str)> {
            let findings = anomalies(&event, texts_only);
            findings
                .into_iter()
                .map(|finding| (finding.pointer, finding.kind.code))
                .collect()
        };
        let wrong = "commanders-act-wrong-type";
        let text = "commanders-act-text-for-number";
        let owned = |expected: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
            expected
                .iter()
                .map(|(at, code)| (at.to_string(), *code))
                .collect()
        };
        assert_eq!(
            kinds(false),
            owned(&[
                ("/cursor_position", wrong),
                ("/total_length", text),
                ("/sound", wrong),
                ("/full_screen", text),
            ])
        );
        assert_eq!(
            kinds(true),
            owned(&[("/cursor_position", wrong), ("/sound", wrong)])
        );
    }

    #[test]
    fn custom_events_and_properties_are_free() {
        let event = json!({"event_name": "custom", "value": "x", "id": 1, "own": {"a": 1}});
        assert_eq!(said(event, false), []);
        let event =
            json!({"event_name": "search", "search_term": "t", "user": {"vip": 1}, "own": 1});
        assert_eq!(said(event, false), []);
    }
}
