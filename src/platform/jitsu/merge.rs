use serde_json::{Map, Value};

use super::judge::{Fate, Item};
use super::{parse, validate};
use crate::platform::{Call, weight};

/// The events of a batch, with what the batch adds to each: its context, and its `eventsName`, which
/// makes them all `track` (observed).
pub fn items(call: Call, batch: parse::Batch) -> Vec<Item> {
    let parse::Batch {
        batch,
        context,
        events_name,
        ..
    } = batch;
    let item = |(at, event): (usize, Option<Map<String, Value>>)| {
        let mut replaced = Vec::new();
        let event = event.map(|mut event| {
            replaced = add_context(&mut event, &context);
            if !events_name.is_empty() {
                event.insert("type".into(), "track".into());
                event
                    .entry("event")
                    .or_insert_with(|| events_name.clone().into());
            }
            event
        });
        Item {
            kind: validate::kind("event", event.as_ref()),
            id: event
                .as_ref()
                .and_then(validate::message_id)
                .unwrap_or_else(|| call.moment.id(at + 1).to_string()),
            event,
            replaced,
            fate: Fate::NotReached,
        }
    };
    batch.into_iter().enumerate().map(item).collect()
}

/// How many events such a batch may have: each is given its context.
pub fn most_events(call: Call, batch: &parse::Batch) -> usize {
    let shared = match batch.context.is_empty() {
        true => 0,
        false => serde_json::to_string(&batch.context).map_or(0, |text| text.len()),
    };
    weight::most_events(call.request, shared)
}

/// Merges a batch's context into an event's: the event's wins, and only the top level is merged
/// (observed). Returns the keys whose object replaced the batch's.
fn add_context(event: &mut Map<String, Value>, context: &Map<String, Value>) -> Vec<String> {
    let mut replaced = Vec::new();
    if context.is_empty() {
        return replaced;
    }
    let mut merged = context.clone();
    if let Some(Value::Object(own)) = event.get("context") {
        for (key, value) in own {
            let before = merged.insert(key.clone(), value.clone());
            if before.is_some_and(|before| before.is_object() && value.is_object()) {
                replaced.push(key.clone());
            }
        }
    }
    event.insert("context".into(), merged.into());
    replaced
}
