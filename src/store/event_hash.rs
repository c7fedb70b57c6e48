use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Exchange;
use crate::event::{Event, is_volatile};

/// How deep a payload is looked at: what lies deeper does not tell two events apart.
const DEEPEST: usize = 64;

/// The hash of an event's id among those of its source and session; nothing without an id.
pub fn of_id(exchange: &Exchange, event: &Event) -> Option<i64> {
    let id = event.message_id.as_deref()?;
    let mut hash = of_sender(exchange);
    add(&mut hash, id);
    Some(number(hash))
}

/// The hash of what a double fire repeats: visitor, name, and payload but for what is volatile.
/// Nothing where the visitor is not known.
pub fn of_content(exchange: &Exchange, event: &Event) -> Option<i64> {
    let visitor = event.anonymous_id.as_deref().or(event.user_id.as_deref())?;
    let mut hash = of_sender(exchange);
    let name = event.name.as_deref().unwrap_or_default();
    for text in [visitor, &event.kind, name] {
        add(&mut hash, text);
    }
    add_value(&mut hash, &event.payload, 0);
    Some(number(hash))
}

/// The hash of a text, as 16 hexadecimal digits.
pub fn of_text(text: &str) -> String {
    let mut hash = Sha256::new();
    add(&mut hash, text);
    format!("{:016x}", number(hash))
}

fn of_sender(exchange: &Exchange) -> Sha256 {
    let mut hash = Sha256::new();
    let platform = exchange.platform.map(crate::platform::Platform::as_str);
    let source = exchange.source.as_deref();
    for text in [platform, source, Some(exchange.session.as_str())] {
        add(&mut hash, text.unwrap_or_default());
    }
    hash
}

/// With its length, so that two texts do not run into one another.
fn add(hash: &mut Sha256, text: &str) {
    hash.update(text.len().to_le_bytes());
    hash.update(text);
}

fn add_value(hash: &mut Sha256, value: &Value, depth: usize) {
    if depth == DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .filter(|(name, _)| !is_volatile(name))
                .collect();
            // The order of members means nothing in JSON.
            members.sort_unstable_by_key(|(name, _)| *name);
            hash.update(b"{");
            hash.update(members.len().to_le_bytes());
            for (name, member) in members {
                add(hash, name);
                add_value(hash, member, depth + 1);
            }
        }
        Value::Array(items) => {
            hash.update(b"[");
            hash.update(items.len().to_le_bytes());
            for item in items {
                add_value(hash, item, depth + 1);
            }
        }
        Value::String(text) => {
            hash.update(b"\"");
            add(hash, text);
        }
        Value::Number(number) => add(hash, &number.to_string()),
        Value::Bool(_) | Value::Null => add(hash, &value.to_string()),
    }
}

fn number(hash: Sha256) -> i64 {
    let digest = hash.finalize();
    digest
        .first_chunk()
        .map_or(0, |bytes| i64::from_le_bytes(*bytes))
}
