use serde_json::Value;

use super::format::{Format, first};
use super::{kinds, standard};
use crate::event::Finding;

/// What is wrong with an event by the events reference. The endpoint enforces none of it.
pub fn validate(payload: &Value, format: Format, name: Option<&str>) -> Vec<Finding> {
    let properties = payload.pointer(format.prefix()).unwrap_or(&Value::Null);
    let mut findings = Vec::new();
    if format == Format::V1 {
        findings.push(
            kinds::FORMAT_1
                .says("the event is in format 1.0")
                .expected("format 2.0: properties at the root, meta data in context"),
        );
    }
    match name {
        None => findings.push(
            kinds::NO_EVENT_NAME
                .says("the event has no name")
                .at("/event_name")
                .expected("the event's name, such as page_view"),
        ),
        Some(name) => {
            let (pointer, _) = first(payload, format.names()).unwrap_or_default();
            findings.extend(misspelt(name).map(|finding| finding.at(pointer)));
            findings.extend(missing(name, properties, format));
        }
    }
    findings.extend(currency(properties, format, &findings));
    findings.extend(items(properties, format));
    findings
}

fn misspelt(name: &str) -> Option<Finding> {
    let standard = standard::meant(name)?;
    Some(
        kinds::MISSPELT_EVENT_NAME
            .says(format!("most likely {standard} is meant"))
            .expected(standard)
            .got(name),
    )
}

fn missing(name: &str, properties: &Value, format: Format) -> Vec<Finding> {
    let required = standard::required(name).unwrap_or_default();
    let given = |property: &str| {
        properties
            .get(property)
            .is_some_and(|value| !value.is_null())
    };
    required
        .iter()
        .filter(|either| !either.split('|').any(given))
        .map(|either| {
            let property = either.split('|').next().unwrap_or(either);
            kinds::MISSING_PROPERTY
                .says(format!("{name} requires {}", either.replace('|', " or ")))
                .at(format.pointer(property))
        })
        .collect()
}

/// The rules on `currency`: its pattern, and that it goes with a value.
fn currency(properties: &Value, format: Format, earlier: &[Finding]) -> Option<Finding> {
    let pointer = format.pointer("currency");
    let given = |name: &str| properties.get(name).filter(|value| !value.is_null());
    match given("currency") {
        Some(currency) => {
            let text = currency.as_str().unwrap_or_default();
            let fits = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
            (!fits).then(|| {
                kinds::CURRENCY_PATTERN
                    .says("this is no currency code")
                    .at(pointer)
                    .expected("three upper-case letters, such as EUR")
                    .got(
                        currency
                            .as_str()
                            .map_or_else(|| currency.to_string(), str::to_string),
                    )
            })
        }
        None => {
            let said = earlier.iter().any(|finding| finding.pointer == pointer);
            let value = ["value", "revenue"]
                .into_iter()
                .find(|name| given(name).is_some())?;
            (!said).then(|| {
                kinds::VALUE_WITHOUT_CURRENCY
                    .says(format!("{value} has no currency"))
                    .at(pointer)
                    .expected("a currency code, such as EUR")
            })
        }
    }
}

/// What each item lacks. Items occur in custom events too, and their table is the same there.
fn items(properties: &Value, format: Format) -> Vec<Finding> {
    let items = properties.get("items").and_then(Value::as_array);
    let mut findings = Vec::new();
    for (at, item) in items.into_iter().flatten().enumerate() {
        for property in standard::ITEM {
            if item.get(property).is_none_or(Value::is_null) {
                findings.push(
                    kinds::MISSING_PROPERTY
                        .says(format!("an item requires {property}"))
                        .at(format.pointer(&format!("items/{at}/{property}"))),
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(payload: Value) -> Vec<(&'static str, String)> {
        let name = payload.get("event_name").and_then(Value::as_str);
        let findings = validate(&payload, Format::of(&payload), name);
        findings
            .into_iter()
            .map(|finding| (finding.kind.code, finding.pointer))
            .collect()
    }

    #[test]
    fn a_standard_event_misses_what_its_table_requires() {
        assert_eq!(
            said(json!({"event_name": "add_to_cart", "value": 1, "user": {},
                "items": [{"id": "1", "quantity": 1, "product": {}}, {"id": null, "quantity": 1}]})),
            [
                ("commanders-act-missing-property", "/currency".to_string()),
                ("commanders-act-missing-property", "/items/1/id".to_string()),
                (
                    "commanders-act-missing-property",
                    "/items/1/product".to_string()
                ),
            ]
        );
        assert_eq!(
            said(
                json!({"event_name": "view_item", "revenue": 1, "currency": "EUR", "user": {},
                "items": []})
            ),
            []
        );
        assert_eq!(
            said(json!({"event_name": "search", "properties": {"user": {}}})),
            [
                ("commanders-act-format-1", String::new()),
                (
                    "commanders-act-missing-property",
                    "/properties/search_term".to_string()
                ),
            ]
        );
    }

    #[test]
    fn names_and_currencies_are_looked_at() {
        assert_eq!(
            said(json!({"event_name": "addToCart", "value": 1})),
            [
                (
                    "commanders-act-misspelt-event-name",
                    "/event_name".to_string()
                ),
                (
                    "commanders-act-value-without-currency",
                    "/currency".to_string()
                ),
            ]
        );
        for currency in [json!("euros"), json!("eur"), json!(978), json!("")] {
            assert_eq!(
                said(json!({"event_name": "custom", "currency": currency})),
                [("commanders-act-currency-pattern", "/currency".to_string())]
            );
        }
        assert_eq!(
            said(json!({"value": 1, "currency": "EUR"})),
            [("commanders-act-no-event-name", "/event_name".to_string())]
        );
    }
}
