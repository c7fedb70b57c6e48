use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Exchange;
use crate::event::{Event, is_volatile};

/// How deep a payload is looked at: what lies deeper does not tell two events apart.
const DEEPEST: usize = 64;

/// The hash of an event's id among those of its source and session; nothing without an id.
pub fn of_id(exchange: &Exchange, event: &Event) -> Option<i64> {
    let id = event.message_id.as_deref()?;
    let mut hashed = of_sender(exchange);
    add(&mut hashed, id);
    Some(number(&hashed))
}

/// The hash of what a double fire repeats: visitor, name, and payload but for what is volatile.
/// Nothing where the visitor is not known.
pub fn of_content(exchange: &Exchange, event: &Event, payload: &PayloadHash) -> Option<i64> {
    let visitor = event.anonymous_id.as_deref().or(event.user_id.as_deref())?;
    let mut hashed = of_sender(exchange);
    let name = event.name.as_deref().unwrap_or_default();
    for text in [visitor, &event.kind, name] {
        add(&mut hashed, text);
    }
    hashed.extend(payload.0);
    Some(number(&hashed))
}

/// What a payload is told by, but for what is volatile in it.
pub struct PayloadHash([u8; 32]);

/// The hash of a payload.
pub fn of_payload(payload: &Value) -> PayloadHash {
    let mut hashed = Vec::with_capacity(1024);
    add_value(&mut hashed, payload, 0);
    PayloadHash(Sha256::digest(hashed).into())
}

/// The hash of a text, as 16 hexadecimal digits.
pub fn of_text(text: &str) -> String {
    let mut hashed = Vec::new();
    add(&mut hashed, text);
    format!("{:016x}", number(&hashed))
}

/// What is hashed is written down first: a call of the hash for each text would cost more.
fn of_sender(exchange: &Exchange) -> Vec<u8> {
    let mut hashed = Vec::with_capacity(256);
    let platform = exchange.platform.map(crate::platform::Platform::as_str);
    let source = exchange.source.as_deref();
    for text in [platform, source, Some(exchange.session.as_str())] {
        add(&mut hashed, text.unwrap_or_default());
    }
    hashed
}

/// With its length, so that two texts do not run into one another.
fn add(hashed: &mut Vec<u8>, text: &str) {
    hashed.extend(text.len().to_le_bytes());
    hashed.extend(text.bytes());
}

fn add_value(hashed: &mut Vec<u8>, value: &Value, depth: usize) {
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
            hashed.extend(b"{");
            hashed.extend(members.len().to_le_bytes());
            for (name, member) in members {
                add(hashed, name);
                add_value(hashed, member, depth + 1);
            }
        }
        Value::Array(items) => {
            hashed.extend(b"[");
            hashed.extend(items.len().to_le_bytes());
            for item in items {
                add_value(hashed, item, depth + 1);
            }
        }
        Value::String(text) => {
            hashed.extend(b"\"");
            add(hashed, text);
        }
        Value::Number(number) => add(hashed, &number.to_string()),
        Value::Bool(_) | Value::Null => add(hashed, &value.to_string()),
    }
}

fn number(hashed: &[u8]) -> i64 {
    let digest = Sha256::digest(hashed);
    digest
        .first_chunk()
        .map_or(0, |bytes| i64::from_le_bytes(*bytes))
}
