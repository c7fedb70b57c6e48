use serde_json::{Map, Value, json};

use super::auth::{Credentials, Sender, host};
use super::enrich::enriched;
use crate::capture::Request;
use crate::event::rfc3339_from_micros;

/// The size of the message that Jitsu would pass on, in bytes of JSON: the event and what was known
/// of its request. Two refused messages were recomputed to the byte.
pub fn size(
    event: &Map<String, Value>,
    request: &Request,
    sender: &Sender,
    credentials: &Credentials,
    workspace_id: &str,
    (kind, id): (&str, &str),
) -> usize {
    let payload = enriched(event, request, sender.ingest, kind, id);
    let mut message = json!({
        "ingestType": sender.ingest.as_str(),
        "messageCreated": rfc3339_from_micros(request.received_at),
        "messageId": id,
        "type": kind,
        "origin": {
            "baseUrl": "://",
            "workspaceId": workspace_id,
            "sourceId": sender.site.id,
            "sourceName": sender.site.name.as_ref().unwrap_or(&sender.site.id),
            "domain": host(request),
        },
        "httpHeaders": headers(request),
        "httpPayload": payload,
    });
    if !credentials.key.is_empty()
        && let Some(message) = message.as_object_mut()
    {
        message.insert("writeKey".into(), masked(&credentials.key).into());
    }
    message.to_string().len()
}

/// `id:***` for a key with a secret, else its first and last letter.
fn masked(key: &str) -> String {
    match key.split_once(':') {
        Some((id, _)) => format!("{id}:***"),
        None => key
            .chars()
            .take(1)
            .chain("***".chars())
            .chain(key.chars().next_back())
            .collect(),
    }
}

/// The headers that Jitsu passes on. Go keeps `Host` elsewhere, and eventpit's own are none of
/// the sender's.
fn headers(request: &Request) -> Map<String, Value> {
    let mut kept: Map<String, Value> = Map::new();
    for (name, value) in &request.headers {
        let dropped = ["x-jitsu-", "x-vercel", "x-eventpit-"];
        if name == "host" || dropped.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        let value = if name == "x-write-key" {
            masked(value)
        } else {
            value.clone()
        };
        match kept.get_mut(name) {
            Some(Value::String(earlier)) => {
                earlier.push(',');
                earlier.push_str(&value);
            }
            _ => {
                kept.insert(name.clone(), value.into());
            }
        }
    }
    kept
}
