use serde_json::{Map, Value};

use super::nested_query::NestedQuery;
use crate::capture::Request;
use crate::workspace::CommandersActSettings;

/// Query parameters that address the source or steer the client, and are no property of an event.
const NOT_OF_THE_EVENT: &[&str] = &[
    "tc_s",
    "token",
    "tc_skey",
    "tc_firsttime",
    "tc_do_not_track",
];

/// The event in a query, if there is one: a pixel carries it there (documented), and the GA4 proxy
/// mode posts an empty body with `event_name` and the whole GA4 hit in the query. Every value is a
/// text.
pub fn query_event(
    request: &Request,
    settings: &CommandersActSettings,
) -> Option<Map<String, Value>> {
    let depth = usize::try_from(settings.query_depth).unwrap_or(usize::MAX);
    let mut query = NestedQuery::new(depth, settings.repeated_parameter);
    for (name, value) in request.query_pairs() {
        if !name.is_empty() && !NOT_OF_THE_EVENT.contains(&name.as_str()) {
            query.add(&name, value);
        }
    }
    let event = query.into_object();
    (!event.is_empty()).then_some(event)
}
