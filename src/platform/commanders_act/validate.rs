use serde_json::Value;

use super::format::{Format, first};
use super::hashes::hashes;
use super::user::shapes;
use super::{kinds, standard};
use crate::event::Finding;

/// What is wrong with an event, besides the `anomalies` that its tables know. The endpoint
/// enforces none of it.
pub fn validate(
    payload: &Value,
    format: Format,
    name: Option<&str>,
    anomalies: &[Finding],
) -> Vec<Finding> {
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
        }
    }
    findings.extend(currency(properties, format, anomalies));
    findings.extend(hashes(payload, format));
    findings.extend(shapes(payload, format));
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

/// What the pages say of `currency`: it goes with a value.
fn currency(properties: &Value, format: Format, anomalies: &[Finding]) -> Option<Finding> {
    let pointer = format.pointer("currency");
    let given = |name: &str| properties.get(name).is_some_and(|value| !value.is_null());
    let said = anomalies.iter().any(|finding| finding.pointer == pointer);
    let value = ["value", "revenue"].into_iter().find(|name| given(name))?;
    (!given("currency") && !said).then(|| {
        kinds::VALUE_WITHOUT_CURRENCY
            .says(format!("{value} has no currency"))
            .at(pointer)
            .expected("a currency code, such as EUR")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::specification::anomalies;
    use super::*;

    fn said(payload: Value) -> Vec<(&'static str, String)> {
        let name = payload.get("event_name").and_then(Value::as_str);
        let anomalies = anomalies(&payload, false);
        let findings = validate(&payload, Format::of(&payload), name, &anomalies);
        let all = findings.into_iter().chain(anomalies);
        all.map(|finding| (finding.kind.code, finding.pointer))
            .collect()
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
        for currency in [json!(978), json!(null)] {
            assert_eq!(
                said(json!({"event_name": "custom", "currency": currency})),
                [("commanders-act-wrong-type", "/currency".to_string())]
            );
        }
        for currency in [json!("euros"), json!("eur"), json!("")] {
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

    #[test]
    fn a_currency_that_the_table_misses_already_is_said_once() {
        assert_eq!(
            said(json!({"event_name": "add_to_cart", "value": 1, "user": {}, "items": []})),
            [("commanders-act-missing-property", "/currency".to_string())]
        );
    }
}
