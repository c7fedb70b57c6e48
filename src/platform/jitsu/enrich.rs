use std::net::{IpAddr, Ipv4Addr};

use serde_json::{Map, Value, json};

use super::auth::{Credentials, Ingest, Sender, host};
use crate::capture::Request;
use crate::event::rfc3339_from_micros;

/// The event with all that Jitsu writes into it (observed; `context.headers` of newer servers is
/// left out). `id` is for an event that has none.
pub fn enriched(
    event: &Map<String, Value>,
    request: &Request,
    ingest: Ingest,
    kind: &str,
    id: &str,
) -> Map<String, Value> {
    let mut event = event.clone();
    let ip = kept_ip(request);
    if let Some(ip) = &ip {
        event.insert("requestIp".into(), ip.clone().into());
    }
    let context = event.entry("context").or_insert_with(|| json!({}));
    if !context.is_object() {
        *context = json!({});
    }
    if let (Some(context), Ingest::Browser) = (context.as_object_mut(), ingest) {
        if let Some(ip) = ip {
            context.insert("ip".into(), ip.into());
        }
        let header = |name: &str| request.header(name).unwrap_or_default();
        let languages = header("accept-language").split([',', ';']);
        let locale = languages.map(str::trim).next().unwrap_or_default();
        context
            .entry("userAgent")
            .or_insert_with(|| header("user-agent").into());
        context.entry("locale").or_insert_with(|| locale.into());
    }
    if ingest == Ingest::Browser {
        strip(&mut event);
    }
    let received = rfc3339_from_micros(request.received_at);
    event.insert("receivedAt".into(), received.clone().into());
    event.insert("type".into(), kind.into());
    event.entry("timestamp").or_insert_with(|| received.into());
    event.entry("messageId").or_insert_with(|| id.into());
    event
}

/// The size of the message that Jitsu would pass on, in bytes of JSON: the event and what was known
/// of its request. Two refused messages were recomputed to the byte.
pub fn message_size(
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

/// The client's address: the first of `X-Real-Ip` and `X-Forwarded-For`, or the peer's.
pub fn client_ip(request: &Request) -> &str {
    let headers = ["x-real-ip", "x-forwarded-for"];
    let named = headers.iter().find_map(|name| {
        let first = request.header(name)?.split(',').next()?.trim();
        (!first.is_empty()).then_some(first)
    });
    named.unwrap_or(&request.peer)
}

/// What `X-IP-Policy` leaves of the address (observed): an IPv6 address stays as it is.
fn kept_ip(request: &Request) -> Option<String> {
    let ip = client_ip(request);
    match request.header("x-ip-policy") {
        Some("remove") => None,
        Some("stripLastOctet") => match ip.parse() {
            Ok(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                Some(Ipv4Addr::new(a, b, c, 0).to_string())
            }
            _ => Some(ip.to_string()),
        },
        _ => Some(ip.to_string()),
    }
}

/// A browser may not choose tables, profiles or column types (observed).
fn strip(object: &mut Map<String, Value>) {
    object.retain(|key, value| {
        let special = key == "JITSU_TABLE_NAME"
            || key == "JITSU_PROFILE_ID"
            || key.starts_with("SALESFORCE_")
            || key.starts_with("__sql_type");
        if !special {
            strip_value(value);
        }
        !special
    });
}

fn strip_value(value: &mut Value) {
    match value {
        Value::Object(object) => strip(object),
        Value::Array(items) => items.iter_mut().for_each(strip_value),
        _ => {}
    }
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
