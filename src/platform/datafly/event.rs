use serde_json::{Map, Value};

use super::canonical::{canonical, object, text};
use super::consent;
use super::dfid;
use super::judge::Taken;
use super::routes::Endpoint;
use super::validate::{iso8601, present};
use crate::event::{Event, Outcome, rfc3339_from_micros};
use crate::platform::Call;

/// The event of a request that is taken, findings aside.
pub fn event(call: &Call, taken: &Taken) -> Event {
    let fields = &taken.valid.event;
    let received_at = || rfc3339_from_micros(call.moment.received_at);
    let user_id = text(fields, "userId");
    let anonymous_id = text(fields, "anonymousId").unwrap_or_else(|| dfid::anonymous_id(call));
    Event {
        name: match taken.endpoint {
            Endpoint::Track => text(fields, "event"),
            Endpoint::Page => text(fields, "name"),
            Endpoint::Identify | Endpoint::Group => None,
        },
        outcome: if taken.valid.wrong.is_empty() {
            Outcome::Accepted
        } else {
            Outcome::Dropped
        },
        session_id: session_id(fields),
        message_id: text(fields, "messageId"),
        // Documented: "defaults to server receipt time".
        timestamp: match present(fields, "timestamp") {
            None => Some(received_at()),
            Some(sent) => sent.as_str().and_then(iso8601),
        },
        consent: consent::decisions(fields),
        canonical: canonical(call, taken, user_id.as_deref(), &anonymous_id),
        user_id,
        anonymous_id: Some(anonymous_id),
        ..Event::new(taken.endpoint.as_str(), Value::Object(fields.clone()))
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
