use serde_json::{Map, Value};

use super::routes::Endpoint;
use super::validate::present;
use crate::capture::Request;
use crate::event::{CanonicalEvent, Page, canonical_name, segment_params};

/// An event in the common vocabulary. Without an endpoint, or a name where it needs one, it is
/// called by its `kind`. `visitor` is the request, if the visitor's browser sent it.
pub fn canonical(
    visitor: Option<&Request>,
    (endpoint, kind): (Option<Endpoint>, &str),
    event: &Map<String, Value>,
    user_id: Option<&str>,
    anonymous_id: &str,
) -> CanonicalEvent {
    let name = match endpoint {
        Some(Endpoint::Track) => {
            text(event, "event").map_or_else(|| kind.into(), |name| canonical_name(&name))
        }
        Some(Endpoint::Page) => "page_view".into(),
        Some(Endpoint::Identify) => "identify".into(),
        Some(Endpoint::Group) => "join_group".into(),
        None => kind.into(),
    };
    let mut user = Map::new();
    user.extend(user_id.map(|id| ("user_id".into(), id.into())));
    user.insert("anonymous_id".into(), anonymous_id.into());
    user.extend(traits(endpoint, event));
    CanonicalEvent {
        params: params(endpoint, &name, event),
        page: page(endpoint, event),
        user,
        context: surroundings(visitor, object(event, "context")),
        name,
    }
}

fn params(
    endpoint: Option<Endpoint>,
    name: &str,
    event: &Map<String, Value>,
) -> Map<String, Value> {
    let mut params = segment_params(name, object(event, "properties"));
    let own: &[(&str, &str)] = match endpoint {
        Some(Endpoint::Page) => &[("name", "page_name")],
        Some(Endpoint::Group) => &[("groupId", "group_id"), ("traits", "traits")],
        _ => &[],
    };
    for (from, to) in own {
        if let Some(value) = present(event, from) {
            params.insert((*to).into(), value.clone());
        }
    }
    params
}

/// The visitor's traits. Those of a group event are the group's.
fn traits(endpoint: Option<Endpoint>, event: &Map<String, Value>) -> Map<String, Value> {
    let of_context = object(event, "context").and_then(|context| object(context, "traits"));
    let own = object(event, "traits").filter(|_| endpoint != Some(Endpoint::Group));
    of_context
        .into_iter()
        .chain(own)
        .flatten()
        .map(owned)
        .collect()
}

/// The page: a page event's properties say more of it than its context.
fn page(endpoint: Option<Endpoint>, event: &Map<String, Value>) -> Page {
    let properties = object(event, "properties").filter(|_| endpoint == Some(Endpoint::Page));
    let context = object(event, "context").and_then(|context| object(context, "page"));
    let field = |name| {
        let mut places = properties.into_iter().chain(context);
        places.find_map(|place| text(place, name))
    };
    Page {
        url: field("url"),
        path: field("path"),
        title: field("title"),
        referrer: field("referrer"),
    }
}

/// What surrounds the event. The gateway adds the address (documented) and, where the event says
/// nothing of it, the browser (inferred). A server's own are not the visitor's: its events say
/// these (documented: <https://docs.dataflysignal.com/ingestion/server-side>).
fn surroundings(
    visitor: Option<&Request>,
    context: Option<&Map<String, Value>>,
) -> Map<String, Value> {
    let mut all = Map::new();
    for (key, value) in context.into_iter().flatten() {
        match key.as_str() {
            "page" | "traits" | "consent" | "consentManagement" => {}
            "userAgent" => {
                all.insert("user_agent".into(), value.clone());
            }
            _ => {
                all.insert(key.clone(), value.clone());
            }
        }
    }
    let Some(request) = visitor else {
        return all;
    };
    if present(&all, "ip").is_none() {
        all.insert("ip".into(), request.peer.clone().into());
    }
    if present(&all, "user_agent").is_none()
        && let Some(agent) = request.header("user-agent")
    {
        all.insert("user_agent".into(), agent.into());
    }
    all
}

/// A field that is a text and not empty.
pub fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let text = fields.get(name)?.as_str()?;
    (!text.is_empty()).then(|| text.to_string())
}

/// A field that is an object.
pub fn object<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Map<String, Value>> {
    fields.get(name)?.as_object()
}

fn owned((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}
