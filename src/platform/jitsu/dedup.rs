use jiff::Timestamp;
use serde_json::{Map, Value};

use super::judge::{Fate, Item};

/// What two events have to share to be copies of each other (observed).
const SAME: [&str; 6] = [
    "anonymousId",
    "userId",
    "type",
    "event",
    "properties",
    "traits",
];

/// Marks the events of a batch that repeat an earlier one within `window_ms` milliseconds. An
/// event without a readable timestamp is never a copy (observed).
pub fn mark(items: &mut [Item], window_ms: u64) {
    if window_ms == 0 {
        return;
    }
    let mut kept: Vec<(i64, usize)> = Vec::new();
    for at in 0..items.len() {
        let (before, rest) = items.split_at_mut(at);
        let Some(item) = rest.first_mut() else { return };
        let Some((event, time)) = item.event.as_ref().and_then(timed) else {
            continue;
        };
        let copy = kept.iter().any(|(earlier, index)| {
            let other = before.get(*index).and_then(|item| item.event.as_ref());
            time.abs_diff(*earlier) <= window_ms
                && other
                    .is_some_and(|other| SAME.iter().all(|key| other.get(*key) == event.get(*key)))
        });
        if copy {
            item.fate = Fate::Deduplicated;
        } else {
            kept.push((time, at));
        }
    }
}

fn timed(event: &Map<String, Value>) -> Option<(&Map<String, Value>, i64)> {
    let time: Timestamp = event.get("timestamp")?.as_str()?.parse().ok()?;
    Some((event, time.as_millisecond()))
}
