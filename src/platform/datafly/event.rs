use serde_json::{Map, Value};

use super::canonical::{canonical, object, text};
use super::consent;
use super::dfid;
use super::item::Item;
use super::routes::Endpoint;
use super::validate::{iso8601, present};
use crate::event::{CanonicalEvent, Event, rfc3339_from_micros};
use crate::platform::Call;

/// An event of a request that is taken, findings aside. One of a batch may be refused: it is shown
/// as far as it can be read.
pub fn event(call: &Call, item: &Item, from_server: bool) -> Event {
    let kind = match item.endpoint {
        Some(endpoint) => endpoint.as_str(),
        None => item
            .value
            .get("type")
            .and_then(Value::as_str)
            .filter(|kind| !kind.is_empty())
            .unwrap_or("event"),
    };
    let Value::Object(fields) = &item.value else {
        return Event {
            outcome: item.outcome(),
            canonical: CanonicalEvent {
                name: kind.into(),
                ..CanonicalEvent::default()
            },
            ..Event::new(kind, item.value.clone())
        };
    };
    let received_at = || rfc3339_from_micros(call.moment.received_at);
    let user_id = text(fields, "userId");
    let anonymous_id = text(fields, "anonymousId").unwrap_or_else(|| dfid::anonymous_id(call));
    Event {
        name: match item.endpoint {
            Some(Endpoint::Track) => text(fields, "event"),
            Some(Endpoint::Page) => text(fields, "name"),
            Some(Endpoint::Identify | Endpoint::Group) | None => None,
        },
        outcome: item.outcome(),
        session_id: session_id(fields),
        message_id: text(fields, "messageId"),
        // Documented: "defaults to server receipt time".
        timestamp: match present(fields, "timestamp") {
            None => Some(received_at()),
            Some(sent) => sent.as_str().and_then(iso8601),
        },
        consent: consent::decisions(fields),
        canonical: canonical(
            (!from_server).then_some(call.request),
            (item.endpoint, kind),
            fields,
            user_id.as_deref(),
            &anonymous_id,
        ),
        user_id,
        anonymous_id: Some(anonymous_id),
        ..Event::new(kind, item.value.clone())
    }
}

/// The visit: the mobile SDKs number it in milliseconds since 1970
/// (<https://docs.dataflysignal.com/mobile-sdks/lifecycle>).
fn session_id(fields: &Map<String, Value>) -> Option<String> {
    let of = |fields: Option<&Map<String, Value>>| match fields?.get("session")?.get("id")? {
        Value::String(id) if !id.is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    of(object(fields, "context")).or_else(|| of(Some(fields)))
}
