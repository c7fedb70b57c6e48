use serde_json::{Map, Value, json};

use super::{basic, parse, pixel_headers};
use crate::platform::Call;

/// Parameters that are no part of the event (`ingest/router_pixel_handler.go`).
const OWN: [&str; 4] = ["data", "cookie_domain", "process_headers", DESTINATION];

/// Where a click goes on to.
pub const DESTINATION: &str = "destination_url";

/// A dotted name is read to this many levels; the rest of it is the last one's name. Jitsu has no
/// limit, but a query is long enough to nest deeper than a reader's stack.
const DEPTH: usize = 32;

/// The event in a pixel's query: `data` is the base64 of one, and every other parameter is put
/// into it, at the place that its dotted name says (observed). `None` for `null`.
///
/// # Errors
/// What is wrong with `data`. The words in front are Jitsu's; those of its parser are so only where
/// `data` does not begin as an object does (read in its code).
pub fn event(call: Call) -> Result<Option<Map<String, Value>>, String> {
    let data = call.request.query_value("data").unwrap_or_default();
    let mut event = Map::new();
    if !data.is_empty() {
        let bytes = basic::decode(&data).map_err(|at| {
            format!(
                "Error decoding event from \"data\" field in tracking pixel: illegal base64 data \
                 at input byte {at}"
            )
        })?;
        let read = parse::object(&bytes)
            .map_err(|words| format!("Error unmarshalling event from \"data\": {words}"))?;
        let Some(read) = read else { return Ok(None) };
        event = read;
    }
    for (name, value) in parameters(call) {
        put(&mut event, &name, value);
    }
    if pixel_headers::wanted(call.request) {
        pixel_headers::add(call, &mut event);
    }
    Ok(Some(event))
}

/// The parameters that belong to the event: a text each, or a list if the name repeats.
fn parameters(call: Call) -> Map<String, Value> {
    let mut parameters = Map::new();
    for (name, value) in call.request.query_pairs() {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        match parameters.get_mut(&name) {
            None => {
                parameters.insert(name, Value::String(value));
            }
            Some(Value::Array(values)) => values.push(value.into()),
            Some(first) => *first = Value::Array(vec![first.take(), value.into()]),
        }
    }
    parameters
}

/// Puts a value at a dotted name. It is lost if something that is no object stands in the way
/// (`jitsubase/types/orderedmap.go`).
fn put(event: &mut Map<String, Value>, name: &str, value: Value) {
    let mut parts = name.splitn(DEPTH, '.').peekable();
    let mut object = event;
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            object.insert(part.to_string(), value);
            return;
        }
        let next = object.entry(part).or_insert_with(|| json!({}));
        let Value::Object(inner) = next else { return };
        object = inner;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(names: &[&str]) -> Value {
        let mut event = Map::new();
        for name in names {
            put(&mut event, name, "v".into());
        }
        event.into()
    }

    #[test]
    fn a_dotted_name_is_a_place() {
        assert_eq!(with(&["a.b", "a.c"]), json!({"a": {"b": "v", "c": "v"}}));
        assert_eq!(with(&["a", "a.b"]), json!({"a": "v"}));
        assert_eq!(with(&["a.b", "a"]), json!({"a": "v"}));
        assert_eq!(with(&["a..b"]), json!({"a": {"": {"b": "v"}}}));
    }

    #[test]
    fn no_name_nests_without_end() {
        let event = with(&["a.".repeat(60_000).as_str()]);
        let mut levels = 0;
        let mut inner = &event;
        while let Some(next) = inner.get("a") {
            levels += 1;
            inner = next;
        }
        assert_eq!(levels, DEPTH - 1);
    }
}
