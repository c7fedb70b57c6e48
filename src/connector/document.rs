use serde_json::{Map, Value, json};

use crate::capture::Request;
use crate::event::Event;
use crate::platform::Platform;

/// The deepest event that is mapped: mapping recurses. No tracker nests a tenth of it.
const DEEPEST: usize = 100;

/// What a mapping's paths are looked up in, as docs/CONNECTORS.md lists it: the event in the
/// common vocabulary, its consent, the request's cookies, and the platform's own payload. `None`
/// if the event is nested too deep.
pub fn event_document(event: &Event, platform: Platform, request: &Request) -> Option<Value> {
    let canonical = &event.canonical;
    let parts = [&canonical.user, &canonical.context, &canonical.params];
    let members = parts.into_iter().flat_map(Map::values);
    if !members.chain([&event.payload]).all(is_shallow) {
        return None;
    }
    let mut document = json!({
        "platform": platform.as_str(),
        "kind": event.kind,
        "name": canonical.name,
        "sent_name": event.name,
        "message_id": event.message_id,
        "timestamp": event.timestamp,
        "received_at": crate::event::rfc3339_from_micros(request.received_at),
        "user_id": event.user_id,
        "anonymous_id": event.anonymous_id,
        "session_id": event.session_id,
        "page": canonical.page,
        "user": canonical.user,
        "context": canonical.context,
        "params": canonical.params,
        "consent": consent(event),
        "cookies": cookies(request),
        "request": {
            "ip": request.peer,
            "user_agent": request.header("user-agent"),
        },
    });
    if let Some(members) = document.as_object_mut() {
        members.insert("payload".into(), event.payload.clone());
    }
    Some(document)
}

/// `{"purpose": {"ad_user_data": "granted"}}`; of several decisions about the same, the first.
fn consent(event: &Event) -> Value {
    let mut kinds = Map::new();
    for decision in &event.consent {
        let ids = kinds.entry(decision.kind).or_insert_with(|| json!({}));
        if let Some(ids) = ids.as_object_mut()
            && !ids.contains_key(&decision.id)
        {
            ids.insert(decision.id.clone(), decision.decision.as_str().into());
        }
    }
    kinds.into()
}

/// The cookies of the request; of several of one name, the first.
fn cookies(request: &Request) -> Value {
    let lines = request.headers.iter().filter(|(name, _)| name == "cookie");
    let pairs = lines
        .flat_map(|(_, line)| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut cookies = Map::new();
    for (name, value) in pairs {
        if !cookies.contains_key(name) {
            cookies.insert(name.into(), value.into());
        }
    }
    cookies.into()
}

/// Whether a value is nested no deeper than what is mapped. It does not recurse.
fn is_shallow(value: &Value) -> bool {
    let mut left = vec![(value, 0)];
    while let Some((value, depth)) = left.pop() {
        if depth > DEEPEST {
            return false;
        }
        match value {
            Value::Array(items) => left.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => left.extend(members.values().map(|it| (it, depth + 1))),
            _ => {}
        }
    }
    true
}
