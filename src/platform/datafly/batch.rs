use std::collections::HashMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::invalid::Invalid;
use super::item::Item;
use super::validate::{object, readable};
use crate::capture::{Request, text_of};
use crate::workspace::{DataflyOversizeEvent, DataflySource};

/// The events of a batch, `{"batch": [event, …]}`, within the limits of
/// <https://docs.dataflysignal.com/ingestion/batch>. An empty batch is within
/// them.
///
/// # Errors
/// Why the whole batch is refused.
pub fn items(request: &Request, source: &DataflySource) -> Result<Vec<Item>, Invalid> {
    let (length, limit) = (request.body.length, source.max_batch_bytes);
    if length > limit {
        return Err(Invalid::BatchTooLarge { length, limit });
    }
    let bytes = readable(request, source)?;
    let events = match object(&bytes)?.remove("batch") {
        None | Some(Value::Null) => return Err(Invalid::BatchMissing),
        Some(Value::Array(events)) => events,
        Some(other) => return Err(Invalid::BatchNotArray(other.to_string())),
    };
    if events.is_empty() && source.reject_empty_batch {
        return Err(Invalid::BatchEmpty);
    }
    let (count, limit) = (events.len() as u64, source.max_batch_events);
    if count > limit {
        return Err(Invalid::BatchTooLong { count, limit });
    }
    let limit = source.max_batch_event_bytes;
    // Most batches as a whole are smaller than the largest event.
    let lengths = if bytes.len() as u64 > limit {
        lengths(&bytes).unwrap_or_default()
    } else {
        Vec::new()
    };
    let judged = events.into_iter().enumerate().map(|(index, value)| {
        let length = lengths.get(index).copied().unwrap_or_default();
        if length <= limit {
            return Ok(Item::judged(value, None, source));
        }
        let invalid = Invalid::EventTooLarge {
            index,
            length,
            limit,
        };
        match source.batch_oversize_event {
            DataflyOversizeEvent::RejectBatch => Err(invalid),
            DataflyOversizeEvent::RejectEvent => Ok(Item::refused(value, invalid)),
        }
    });
    judged.collect()
}

/// How many bytes of the body each event has.
fn lengths(body: &[u8]) -> Option<Vec<u64>> {
    let text = text_of(body);
    let fields: HashMap<String, &RawValue> = serde_json::from_str(&text).ok()?;
    let events: Vec<&RawValue> = serde_json::from_str(fields.get("batch")?.get()).ok()?;
    let lengths = events.into_iter().map(|event| event.get().len() as u64);
    Some(lengths.collect())
}

/// The body of the answer. That of a batch whose events are all taken is documented. Of another
/// only that it "reports the failures" is, so its fields are assumed.
pub fn answer(items: &[Item], source: &DataflySource) -> Value {
    let errors: Vec<Value> = items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| {
            let message = item.fate.as_ref().err()?.message();
            Some(json!({"index": index, "message": message}))
        })
        .collect();
    let accepted = items.len() - errors.len();
    if errors.is_empty() {
        return json!({"success": true, "accepted": accepted});
    }
    json!({
        "success": source.partial_success,
        "accepted": accepted,
        "rejected": errors.len(),
        "errors": errors,
    })
}
