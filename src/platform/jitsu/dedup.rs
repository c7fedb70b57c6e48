use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::judge::{Fate, Item};

/// What two events have to share to be copies of each other (observed): these, in so far as they
/// are text (source: `ingest/router_batch_handler.go`), and [`VALUES`].
const TEXTS: [&str; 4] = ["anonymousId", "userId", "type", "event"];

const VALUES: [&str; 2] = ["properties", "traits"];

/// Marks the events of a batch that repeat an earlier one within `window_ms` milliseconds. An
/// event without a readable timestamp is never a copy (observed).
pub fn mark(items: &mut [Item], window_ms: u64) {
    if window_ms == 0 {
        return;
    }
    // Only the last one that was kept counts (source: `ingest/router_batch_handler.go`).
    let mut kept: HashMap<String, i64> = HashMap::new();
    for item in items {
        let Some((content, time)) = item.event.as_ref().and_then(content) else {
            continue;
        };
        let last = kept.get(&content);
        if last.is_some_and(|last| last.abs_diff(time) <= window_ms) {
            item.fate = Fate::Deduplicated;
        } else {
            kept.insert(content, time);
        }
    }
}

/// What is compared, whatever the order of keys, and when the event happened in milliseconds.
fn content(event: &Map<String, Value>) -> Option<(String, i64)> {
    let time: Timestamp = event.get("timestamp")?.as_str()?.parse().ok()?;
    let texts = TEXTS.map(|key| Value::from(event.get(key).and_then(Value::as_str)));
    let values = VALUES.map(|key| event.get(key).cloned().unwrap_or_default());
    let mut same: Value = texts.into_iter().chain(values).collect();
    same.sort_all_objects();
    Some((same.to_string(), time.as_millisecond()))
}
