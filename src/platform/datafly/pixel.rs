use serde_json::{Map, Value};

use super::item::Item;
use super::routes::Endpoint;
use crate::capture::{Answer, Request};
use crate::event::epoch_millis;
use crate::platform::gif::TRANSPARENT_GIF;
use crate::workspace::DataflySource;

/// The parameter of the pipeline key (documented).
pub const KEY: &str = "wk";

/// The parameters of <https://docs.dataflysignal.com/ingestion/pixel> that are a field of the
/// event, and the field.
const FIELDS: [(&str, &str); 5] = [
    ("e", "event"),
    ("uid", "userId"),
    ("aid", "anonymousId"),
    ("ts", "timestamp"),
    ("mid", "messageId"),
];

/// Prefixes of parameters, and the field that they fill (documented).
const GROUPS: [(&str, &str); 2] = [("p.", "properties"), ("t.", "traits")];

/// A pixel's query.
#[derive(Debug, PartialEq)]
pub struct Pixel {
    /// The event in it, in the form of the other endpoints.
    pub event: Map<String, Value>,
    /// The parameters that are no part of it, each once.
    pub ignored: Vec<String>,
}

/// Reads a pixel's query. Of a parameter that comes twice the first counts, as Go's
/// `url.Values.Get` has it (inferred: the gateway is in Go). An empty one is none.
pub fn read(request: &Request, endpoint: Endpoint, source: &DataflySource) -> Pixel {
    let mut event = Map::new();
    event.insert("type".into(), endpoint.as_str().into());
    let mut ignored: Vec<String> = Vec::new();
    for (name, value) in request.query_pairs() {
        if name == KEY || name == "cb" || value.is_empty() {
            continue;
        }
        if !put(&mut event, &name, value, source) && !ignored.contains(&name) {
            ignored.push(name);
        }
    }
    Pixel { event, ignored }
}

/// The event of a pixel.
pub fn item(request: &Request, endpoint: Endpoint, source: &DataflySource) -> Item {
    let event = read(request, endpoint, source).event;
    Item::judged(Value::Object(event), Some(endpoint), source)
}

/// The image, with the headers that the page gives.
pub fn image() -> Answer {
    Answer::new(200, "image/gif", TRANSPARENT_GIF)
        .header("cache-control", "no-store, no-cache, must-revalidate")
        .header("pragma", "no-cache")
        .header("expires", "0")
}

/// Adds a parameter to the event; says whether it is there now.
fn put(event: &mut Map<String, Value>, name: &str, value: String, source: &DataflySource) -> bool {
    let group_id = (source.pixel_group_id.as_str(), "groupId");
    let mut fields = FIELDS.into_iter().chain([group_id]);
    if let Some((_, field)) = fields.find(|(known, _)| *known == name) {
        return put_new(event, field, of_field(field, value));
    }
    for (prefix, field) in GROUPS {
        let Some(rest) = name.strip_prefix(prefix).filter(|rest| !rest.is_empty()) else {
            continue;
        };
        let group = event
            .entry(field)
            .or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(group) = group else {
            return false;
        };
        return nest(group, rest, source.pixel_depth, value);
    }
    false
}

/// `ts` is in milliseconds since 1970 (documented). Another text is judged as an event's timestamp.
fn of_field(field: &str, value: String) -> Value {
    let value = Value::String(value);
    if field != "timestamp" {
        return value;
    }
    epoch_millis(&value).map_or(value, Value::String)
}

/// Adds a name with dots, each dot an object in an object as long as `depth` allows. Where another
/// parameter has made a text of the outer name, the dots stay in the name.
fn nest(fields: &mut Map<String, Value>, name: &str, depth: u8, value: String) -> bool {
    let parts = name
        .split_once('.')
        .filter(|(outer, inner)| depth > 1 && !outer.is_empty() && !inner.is_empty());
    if let Some((outer, inner)) = parts
        && let Value::Object(group) = fields
            .entry(outer)
            .or_insert_with(|| Value::Object(Map::new()))
    {
        return nest(group, inner, depth - 1, value);
    }
    put_new(fields, name, Value::String(value))
}

fn put_new(fields: &mut Map<String, Value>, name: &str, value: Value) -> bool {
    if fields.contains_key(name) {
        return false;
    }
    fields.insert(name.into(), value);
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::capture::Body;

    fn pixel(query: &str, source: Value) -> Pixel {
        let request = Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "GET".into(),
            path: "/v1/pixel/track".into(),
            query: query.into(),
            headers: Vec::new(),
            body: Body::complete(""),
        };
        let source: Option<DataflySource> = serde_json::from_value(source).ok();
        match source {
            Some(source) => read(&request, Endpoint::Track, &source),
            None => Pixel {
                event: Map::new(),
                ignored: vec!["the source".into()],
            },
        }
    }

    #[test]
    fn the_image_is_43_bytes() {
        assert_eq!(image().body.len(), 43);
    }

    #[test]
    fn parameters_are_the_fields_of_an_event() {
        let read = pixel(
            "wk=dk_a&e=Email%20Opened&uid=u1&aid=a1&ts=1772029800000&mid=m1&cb=9&p.price=79.99&t.plan=pro&gid=",
            json!({"name": "a"}),
        );
        let event = json!({
            "type": "track", "event": "Email Opened", "userId": "u1", "anonymousId": "a1",
            "timestamp": "2026-02-25T14:30:00.000Z", "messageId": "m1",
            "properties": {"price": "79.99"}, "traits": {"plan": "pro"}
        });
        assert_eq!(
            (Value::Object(read.event), read.ignored),
            (event, Vec::new())
        );
    }

    #[test]
    fn what_is_no_part_of_the_event_is_told_once() {
        let read = pixel("e=A&e=B&e=C&event=D&p.=1&p=2&ts=noon", json!({"name": "a"}));
        let event = json!({"type": "track", "event": "A", "timestamp": "noon"});
        assert_eq!(Value::Object(read.event), event);
        assert_eq!(read.ignored, ["e", "event", "p.", "p"]);
    }

    #[test]
    fn dots_nest_as_deep_as_the_source_says() {
        let query = "p.a.b.c.d=1&p.a=2&p.x=3&p.x.y=4&p..z=5&p.w.=6";
        let flat = pixel(query, json!({"name": "a"}));
        let properties =
            json!({"a.b.c.d": "1", "a": "2", "x": "3", "x.y": "4", ".z": "5", "w.": "6"});
        assert_eq!(flat.event.get("properties"), Some(&properties));
        let deep = pixel(query, json!({"name": "a", "pixel_depth": 3}));
        let properties =
            json!({"a": {"b": {"c.d": "1"}}, "x": "3", "x.y": "4", ".z": "5", "w.": "6"});
        assert_eq!(deep.event.get("properties"), Some(&properties));
        assert_eq!(deep.ignored, ["p.a"]);
    }
}
