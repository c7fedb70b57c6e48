use serde_json::{Map, Value};

use super::consent;
use super::dfid;
use super::judge::Taken;
use super::routes::Endpoint;
use super::validate::{iso8601, present};
use crate::event::{
    CanonicalEvent, Event, Outcome, Page, canonical_name, rfc3339_from_micros, segment_params,
};
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

fn canonical(
    call: &Call,
    taken: &Taken,
    user_id: Option<&str>,
    anonymous_id: &str,
) -> CanonicalEvent {
    let fields = &taken.valid.event;
    let context = object(fields, "context");
    let properties = object(fields, "properties");
    let name = match taken.endpoint {
        Endpoint::Track => canonical_name(&text(fields, "event").unwrap_or_default()),
        Endpoint::Page => "page_view".into(),
        Endpoint::Identify => "identify".into(),
        Endpoint::Group => "join_group".into(),
    };
    let mut user = Map::new();
    user.extend(user_id.map(|id| ("user_id".into(), id.into())));
    user.insert("anonymous_id".into(), anonymous_id.into());
    let mut params = segment_params(&name, properties);
    match taken.endpoint {
        Endpoint::Group => {
            params.extend(text(fields, "groupId").map(|id| ("group_id".into(), id.into())));
            params.extend(object(fields, "traits").into_iter().flatten().map(owned));
        }
        Endpoint::Page => {
            for field in PAGE_FIELDS {
                params.shift_remove(field);
            }
        }
        Endpoint::Track | Endpoint::Identify => {}
    }
    // A group's traits are the group's, all others are the visitor's.
    if taken.endpoint != Endpoint::Group {
        user.extend(object(fields, "traits").into_iter().flatten().map(owned));
    }
    CanonicalEvent {
        page: page(
            context.and_then(|context| object(context, "page")),
            properties.filter(|_| taken.endpoint == Endpoint::Page),
        ),
        user,
        context: surroundings(call, context),
        params,
        name,
    }
}

/// What a page event says of its page, which `CanonicalEvent::page` holds.
const PAGE_FIELDS: [&str; 4] = ["url", "path", "title", "referrer"];

/// The page by `context.page`; a page event says it in its properties.
fn page(context: Option<&Map<String, Value>>, properties: Option<&Map<String, Value>>) -> Page {
    let field = |name| {
        let of = |fields: Option<&Map<String, Value>>| fields.and_then(|fields| text(fields, name));
        of(context).or_else(|| of(properties))
    };
    Page {
        url: field("url"),
        path: field("path"),
        title: field("title"),
        referrer: field("referrer"),
    }
}

/// What surrounds the event. The gateway adds the address (documented) and, where the event says
/// nothing of it, the browser (inferred).
fn surroundings(call: &Call, context: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut all: Map<String, Value> = context
        .into_iter()
        .flatten()
        .filter(|(key, _)| !matches!(key.as_str(), "page" | "consent"))
        .map(owned)
        .collect();
    if present(&all, "ip").is_none() {
        all.insert("ip".into(), call.request.peer.clone().into());
    }
    if present(&all, "userAgent").is_none()
        && let Some(agent) = call.request.header("user-agent")
    {
        all.insert("userAgent".into(), agent.into());
    }
    all
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

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let text = fields.get(name)?.as_str()?;
    (!text.is_empty()).then(|| text.to_string())
}

fn object<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    fields.get(name)?.as_object()
}

fn owned((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}
