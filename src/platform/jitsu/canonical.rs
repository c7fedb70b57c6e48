use serde_json::{Map, Value, json};

use crate::event::{CanonicalEvent, Page, canonical_name, segment_params};
use crate::platform::json::id_text;

/// Parts of `context` that have a place of their own, or another name, in the common vocabulary.
const RENAMED: &[(&str, Option<&str>)] = &[
    ("page", None),
    ("traits", None),
    ("consent", None),
    ("consentManagement", None),
    ("userAgent", Some("user_agent")),
    ("clientIds", Some("client_ids")),
    ("groupId", Some("group_id")),
];

/// An event of type `kind`, with all that Jitsu wrote into it, in the common vocabulary.
pub fn canonical(kind: &str, event: &Map<String, Value>) -> CanonicalEvent {
    let name = match kind {
        "page" => "page_view".to_string(),
        "screen" => "screen_view".to_string(),
        "group" => "join_group".to_string(),
        "track" => canonical_name(text(event, "event").unwrap_or_default()),
        "" => "event".to_string(),
        other => other.to_string(),
    };
    CanonicalEvent {
        params: params(kind, &name, event),
        page: page(kind, event),
        user: user(kind, event),
        context: context(event),
        name,
    }
}

fn params(kind: &str, name: &str, event: &Map<String, Value>) -> Map<String, Value> {
    let mut params = segment_params(name, object(event, "properties"));
    let own: &[(&str, &str)] = match kind {
        "group" => &[("groupId", "group_id"), ("traits", "traits")],
        "alias" => &[("previousId", "previous_id")],
        "page" => &[("name", "page_name"), ("category", "page_category")],
        "screen" => &[("name", "screen_name")],
        _ => &[],
    };
    for (from, to) in own {
        if let Some(value) = event.get(*from) {
            params.insert((*to).to_string(), value.clone());
        }
    }
    params
}

/// A page event's own properties say more of the page than its context does.
fn page(kind: &str, event: &Map<String, Value>) -> Page {
    let properties = object(event, "properties").filter(|_| kind == "page");
    let context = object(event, "context").and_then(|context| object(context, "page"));
    let find = |key: &str| {
        let mut places = properties.into_iter().chain(context);
        places
            .find_map(|place| text(place, key))
            .map(str::to_string)
    };
    Page {
        url: find("url"),
        path: find("path"),
        title: find("title"),
        referrer: find("referrer"),
    }
}

fn user(kind: &str, event: &Map<String, Value>) -> Map<String, Value> {
    let mut user = Map::new();
    for (from, to) in [("userId", "user_id"), ("anonymousId", "anonymous_id")] {
        if let Some(id) = event.get(from).filter(|id| id_text(id).is_some()) {
            user.insert(to.into(), id.clone());
        }
    }
    let context = object(event, "context").and_then(|context| object(context, "traits"));
    let own = object(event, "traits").filter(|_| kind == "identify");
    for (key, value) in context.into_iter().chain(own).flatten() {
        user.insert(key.clone(), value.clone());
    }
    user
}

fn context(event: &Map<String, Value>) -> Map<String, Value> {
    let mut context = Map::new();
    for (key, value) in object(event, "context").into_iter().flatten() {
        let renamed = RENAMED.iter().find(|(from, _)| from == key);
        let Some(name) = renamed.map_or(Some(key.as_str()), |(_, to)| *to) else {
            continue;
        };
        if *value != json!("") {
            context.insert(name.into(), value.clone());
        }
    }
    context
}

fn object<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Map<String, Value>> {
    map.get(key)?.as_object()
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key)?.as_str()
}
