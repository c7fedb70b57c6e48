use serde_json::{Map, Value};

use crate::event::{CanonicalEvent, Page};

use super::submission::text_at;
use super::{commands, products};

/// What tells of the visitor, and where it stands.
const USER: &[(&str, &str)] = &[
    ("anonymous_id", "/data/identifier/user/id"),
    ("fb_browser_id", "/data/variables/fb_browser_id"),
];

/// What surrounds the event, and where it stands. `href` goes out as the `Referer` (documented).
const CONTEXT: &[(&str, &str)] = &[
    ("user_agent", "/system/navigator-userAgent"),
    ("referer", "/system/href"),
    ("jtsAutomationId", "/configuration/jtsAutomationId"),
];

/// Variables of an order and GA4's names for them: `brutto` is the total with taxes.
const PARAMS: &[(&str, &str)] = &[("orderid", "transaction_id"), ("brutto", "value")];

/// Variables that are told elsewhere in the canonical event.
const ELSEWHERE: [&str; 4] = [
    "jtspushedcommands",
    "document_location_href",
    "pagetitle",
    "fb_browser_id",
];

/// A body in the common vocabulary.
pub fn canonical(name: &str, body: &Value) -> CanonicalEvent {
    let url = text_at(body, "/data/variables/document_location_href")
        .or_else(|| text_at(body, "/system/href"));
    let mut event = CanonicalEvent {
        name: commands::canonical_name(name).to_string(),
        page: Page {
            path: url.as_deref().and_then(path_of).map(str::to_string),
            url,
            title: text_at(body, "/data/variables/pagetitle"),
            referrer: None,
        },
        ..CanonicalEvent::default()
    };
    let copy = |map: &mut Map<String, Value>, fields: &[(&str, &str)]| {
        for (name, pointer) in fields {
            if let Some(text) = text_at(body, pointer) {
                map.insert((*name).into(), text.into());
            }
        }
    };
    copy(&mut event.user, USER);
    copy(&mut event.context, CONTEXT);
    if let Some(variables) = body.pointer("/data/variables").and_then(Value::as_object) {
        spread(variables, &mut event);
    }
    event
}

/// Spreads the variables over context (`app_…`: device and application) and parameters.
fn spread(variables: &Map<String, Value>, event: &mut CanonicalEvent) {
    for (key, value) in variables {
        if ELSEWHERE.contains(&key.as_str()) || products::is_product_array(key, value) {
            continue;
        }
        if key.starts_with("app_") {
            event.context.insert(key.clone(), value.clone());
        } else {
            let renamed = PARAMS.iter().find(|(from, _)| from == key);
            let name = renamed.map_or(key.as_str(), |(_, to)| to);
            event.params.insert(name.into(), value.clone());
        }
    }
    let items = products::items(variables);
    if !items.is_empty() {
        event.params.insert("items".into(), items.into());
    }
}

/// The path of an address, without query and fragment.
fn path_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    match rest.find('/') {
        Some(start) => rest.get(start..),
        None => Some("/"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_order_becomes_a_purchase() {
        let body = json!({
            "configuration": {"jtsAutomationId": "run-7"},
            "system": {"navigator-userAgent": "UA", "href": "https://shop.example.com/thanks?x=/y#z"},
            "data": {"identifier": {"user": {"id": "7"}}, "variables": {
                "jtspushedcommands": ["product", "order", "submit"], "pagetitle": "Thanks",
                "product_id": ["1"], "orderid": "o", "brutto": 9.5, "currency": "EUR",
                "app_device_os": "iOS", "fb_browser_id": "fb.1"}},
        });
        let event = canonical("order", &body);
        let expected = json!({
            "name": "purchase",
            "page": {"url": "https://shop.example.com/thanks?x=/y#z", "path": "/thanks", "title": "Thanks"},
            "user": {"anonymous_id": "7", "fb_browser_id": "fb.1"},
            "context": {"user_agent": "UA", "referer": "https://shop.example.com/thanks?x=/y#z",
                "jtsAutomationId": "run-7", "app_device_os": "iOS"},
            "params": {"transaction_id": "o", "value": 9.5, "currency": "EUR", "items": [{"item_id": "1"}]},
        });
        assert_eq!(serde_json::to_value(event).ok(), Some(expected));
    }

    #[test]
    fn a_path_is_found_in_any_address() {
        assert_eq!(path_of("https://a.example/?"), Some("/"));
        assert_eq!(path_of("https://a.example?q=/x"), Some("/"));
        assert_eq!(path_of("no address"), None);
    }
}
