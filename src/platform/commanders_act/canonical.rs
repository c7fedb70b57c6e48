use serde_json::{Map, Value};

use super::super::json::id_text;
use super::format::{Format, first};
use super::items::items;
use crate::event::{CanonicalEvent, Page};

/// What Commanders Act calls a parameter, and GA4's name for it: the field map of the vendor's
/// own GA4 destination.
const PARAMS: &[(&str, &str)] = &[
    ("payment_method", "payment_type"),
    ("shipping_amount", "shipping"),
    ("tax_amount", "tax"),
];

/// What of an event is no parameter of it.
const NOT_PARAMS: &[&str] = &[
    "event_name",
    "event_id",
    "event_timestamp",
    "user",
    "context",
    "items",
];

/// What of the root is no parameter in format 1.0, where an event has no `properties`.
const NOT_PARAMS_V1: &[&str] = &[
    "event",
    "eventId",
    "eventTimestamp",
    "version",
    "page",
    "device",
    "app",
];

/// What of the user is consent and has a place of its own.
const CONSENT: &[&str] = &[
    "consent_categories",
    "rejected_vendors",
    "refused_vendors",
    "google_consent_mode",
];

/// The event in the common vocabulary. Commanders Act's event names are GA4's: they pass through.
pub fn canonical(payload: &Value, format: Format, name: Option<&str>) -> CanonicalEvent {
    let properties = format.properties(payload);
    CanonicalEvent {
        name: name.unwrap_or_default().to_string(),
        page: page(payload, format, name, &properties),
        user: user(payload.pointer(&format.pointer("user"))),
        context: context(payload, format),
        params: params(properties, format, name),
    }
}

fn params(
    properties: Map<String, Value>,
    format: Format,
    name: Option<&str>,
) -> Map<String, Value> {
    let is_order = matches!(name, Some("purchase" | "refund"));
    let mut params = Map::new();
    for (key, value) in properties {
        let key = key.as_str();
        let meta_of_v1 = format == Format::V1 && NOT_PARAMS_V1.contains(&key);
        if key == "items" {
            params.insert("items".into(), items(&value));
        } else if key == "id" && is_order {
            params.insert("transaction_id".into(), value);
        } else if !NOT_PARAMS.contains(&key) && !meta_of_v1 {
            let ga4 = PARAMS.iter().find(|(own, _)| *own == key);
            params.insert(ga4.map_or(key, |(_, ga4)| ga4).to_string(), value);
        }
    }
    params
}

/// The page from the context; the web container repeats it at the root of a `page_view`.
fn page(
    payload: &Value,
    format: Format,
    name: Option<&str>,
    properties: &Map<String, Value>,
) -> Page {
    let page = payload.pointer(&format!("{}/page", format.meta()));
    let of_page = |key: &str| page.and_then(|page| page.get(key)).and_then(id_text);
    let of_root = |key: &str| {
        let repeated = name == Some("page_view");
        repeated
            .then(|| properties.get(key).and_then(id_text))
            .flatten()
    };
    let url = first(payload, format.page_urls()).and_then(|(_, url)| id_text(url));
    Page {
        url: url.or_else(|| of_root("url")),
        path: of_page("path").or_else(|| of_root("path")),
        title: of_page("title").or_else(|| of_root("title")),
        referrer: of_page("referrer").or_else(|| of_root("referrer")),
    }
}

fn user(user: Option<&Value>) -> Map<String, Value> {
    let fields = user.and_then(Value::as_object).cloned().unwrap_or_default();
    fields
        .into_iter()
        .filter(|(key, _)| !CONSENT.contains(&key.as_str()))
        .map(|(key, value)| match key.as_str() {
            "id" => ("user_id".to_string(), value),
            "consistent_anonymous_id" => ("anonymous_id".to_string(), value),
            _ => (key, value),
        })
        .collect()
}

/// What surrounds the event: address, user agent and locale by their common names, device and app
/// as sent. The web calls the locale `lang`, mobile `language`.
fn context(payload: &Value, format: Format) -> Map<String, Value> {
    let mut context = Map::new();
    let meta = format.meta();
    let device = payload.pointer(&format!("{meta}/device"));
    for (name, keys) in [
        ("ip", ["ip", "ip"]),
        ("user_agent", ["user_agent", "userAgent"]),
        ("locale", ["lang", "language"]),
        ("timezone", ["timezone", "timezone"]),
    ] {
        let value = keys.iter().find_map(|key| device?.get(key));
        if let Some(value) = value {
            context.insert(name.into(), value.clone());
        }
    }
    for name in ["device", "app"] {
        if let Some(value) = payload.pointer(&format!("{meta}/{name}")) {
            context.insert(name.into(), value.clone());
        }
    }
    context
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_purchase_speaks_ga4() {
        let payload = json!({
            "event_name": "purchase", "id": "O_1", "value": 22.53, "currency": "EUR",
            "tax_amount": 3.2, "shipping_amount": 5, "payment_method": "card", "status": "shipped",
            "user": {"id": 7, "consistent_anonymous_id": "a", "email": "x@y.z",
                "consent_categories": [1]},
            "context": {"page": {"url": "https://s.x/p", "title": "T"},
                "device": {"ip": "1.2.3.4", "lang": "fr"}}
        });
        let event = canonical(&payload, Format::V2, Some("purchase"));
        assert_eq!(
            Value::Object(event.params),
            json!({"transaction_id": "O_1", "value": 22.53, "currency": "EUR", "tax": 3.2,
                "shipping": 5, "payment_type": "card", "status": "shipped"})
        );
        assert_eq!(
            Value::Object(event.user),
            json!({"user_id": 7, "anonymous_id": "a", "email": "x@y.z"})
        );
        assert_eq!(
            Value::Object(event.context),
            json!({"ip": "1.2.3.4", "locale": "fr", "device": {"ip": "1.2.3.4", "lang": "fr"}})
        );
        assert_eq!(
            (event.page.url.as_deref(), event.page.title.as_deref()),
            (Some("https://s.x/p"), Some("T"))
        );
    }

    #[test]
    fn format_1_is_read_from_its_own_places() {
        let payload = json!({
            "event": "search", "eventId": "1", "page": {"location": "https://s.x/"},
            "device": {"userAgent": "UA"},
            "properties": {"search_term": "t", "id": "7", "user": {"id": "1"}}
        });
        let event = canonical(&payload, Format::V1, Some("search"));
        assert_eq!(
            Value::Object(event.params),
            json!({"search_term": "t", "id": "7"})
        );
        assert_eq!(event.page.url.as_deref(), Some("https://s.x/"));
        assert_eq!(event.context.get("user_agent"), Some(&json!("UA")));
        assert_eq!(Value::Object(event.user), json!({"user_id": "1"}));
    }
}
