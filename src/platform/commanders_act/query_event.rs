use serde_json::{Map, Value};

use crate::capture::Request;

/// Query parameters that address the source or steer the client, and are no property of an event.
const NOT_OF_THE_EVENT: &[&str] = &[
    "tc_s",
    "token",
    "tc_skey",
    "tc_firsttime",
    "tc_do_not_track",
];

/// The event in a query, if there is one: the GA4 proxy mode posts an empty body with
/// `event_name` and the whole GA4 hit in the query. Every value is a text; a name that repeats
/// has its last value.
pub fn query_event(request: &Request) -> Option<Map<String, Value>> {
    let event: Map<String, Value> = request
        .query_pairs()
        .into_iter()
        .filter(|(key, _)| !key.is_empty() && !NOT_OF_THE_EVENT.contains(&key.as_str()))
        .map(|(key, value)| (key, Value::String(value)))
        .collect();
    (!event.is_empty()).then_some(event)
}
