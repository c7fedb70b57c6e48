use serde_json::{Map, Value, json};

use super::auth::Ingest;
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
        let mut languages = header("accept-language").split(',');
        let locale = languages.next().unwrap_or_default().trim();
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

/// What names the client's address: `X-Real-Ip`, or else `X-Forwarded-For`, as they stand, or the
/// peer's.
pub fn client_ips(request: &Request) -> &str {
    let headers = ["x-real-ip", "x-forwarded-for"];
    let mut named = headers.iter().filter_map(|name| request.header(name));
    let named = named.find(|value| !value.is_empty());
    named.unwrap_or(&request.peer)
}

/// What `X-IP-Policy` leaves of the address (observed): what has no four parts stays as it is.
fn kept_ip(request: &Request) -> Option<String> {
    let ip = client_ips(request).split(',').next().unwrap_or_default();
    let ip = ip.trim();
    let kept = match request.header("x-ip-policy") {
        Some("remove") => String::new(),
        Some("stripLastOctet") => match ip.split('.').collect::<Vec<_>>().as_slice() {
            [a, b, c, _] => format!("{a}.{b}.{c}.0"),
            _ => ip.to_string(),
        },
        _ => ip.to_string(),
    };
    (!kept.is_empty()).then_some(kept)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(headers: &[(&str, &str)]) -> Request {
        Request {
            received_at: 1_795_217_604_761_000,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/api/s/track".into(),
            query: String::new(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: Body::complete(""),
        }
    }

    fn shown(event: Value, headers: &[(&str, &str)], ingest: Ingest) -> Value {
        let event = event.as_object().cloned().unwrap_or_default();
        enriched(&event, &request(headers), ingest, "track", "id").into()
    }

    #[test]
    fn a_browsers_event_is_written_as_recorded() {
        let event = json!({"type": "track", "event": "Signed Up", "anonymousId": "a1"});
        assert_eq!(
            shown(event, &[], Ingest::Browser).to_string(),
            r#"{"type":"track","event":"Signed Up","anonymousId":"a1","requestIp":"127.0.0.1","context":{"ip":"127.0.0.1","userAgent":"","locale":""},"receivedAt":"2026-11-20T23:33:24.761Z","timestamp":"2026-11-20T23:33:24.761Z","messageId":"id"}"#
        );
    }

    #[test]
    fn a_servers_context_stays_and_its_timestamp_too() {
        let event = json!({"timestamp": "yesterday", "context": "text", "JITSU_TABLE_NAME": "t"});
        let event = shown(event, &[], Ingest::S2s);
        assert_eq!(event["context"], json!({}));
        assert_eq!(event["timestamp"], "yesterday");
        assert_eq!(event["JITSU_TABLE_NAME"], "t");
    }

    #[test]
    fn a_browser_may_not_name_tables_or_column_types() {
        let event = json!({
            "JITSU_TABLE_NAME": "t",
            "properties": {"__sql_type_a": "int", "list": [{"SALESFORCE_X": 1, "b": 2}]},
        });
        let event = shown(event, &[], Ingest::Browser);
        assert_eq!(event.get("JITSU_TABLE_NAME"), None);
        assert_eq!(event["properties"], json!({"list": [{"b": 2}]}));
    }

    #[test]
    fn the_locale_is_the_first_language_as_it_stands() {
        let languages = ("accept-language", " de-CH;q=0.9, en");
        let event = shown(json!({}), &[languages], Ingest::Browser);
        assert_eq!(event["context"]["locale"], "de-CH;q=0.9");
    }

    #[test]
    fn an_address_without_four_parts_is_not_stripped() {
        for (ip, kept) in [
            ("2001:db8::9", "2001:db8::9"),
            ("::ffff:203.0.113.9", "::ffff:203.0.113.0"),
        ] {
            let headers = [("x-real-ip", ip), ("x-ip-policy", "stripLastOctet")];
            let event = shown(json!({}), &headers, Ingest::S2s);
            assert_eq!(event["requestIp"], kept);
        }
    }

    #[test]
    fn the_ip_policy_of_the_page_is_kept() {
        let forwarded = ("x-forwarded-for", "203.0.113.9, 10.0.0.1");
        let written = |policy, sent| {
            let headers = [forwarded, ("x-ip-policy", policy)];
            shown(sent, &headers, Ingest::Browser)
        };
        let ip = |policy| written(policy, json!({}))["context"]["ip"].clone();
        assert_eq!(ip("keep"), "203.0.113.9");
        assert_eq!(ip("stripLastOctet"), "203.0.113.0");
        assert_eq!(ip("remove"), Value::Null);
        // Then nothing is written over what the page itself claims.
        let claimed = json!({"context": {"ip": "1.2.3.4"}, "requestIp": "1.2.3.4"});
        let kept = written("remove", claimed);
        assert_eq!(kept["context"]["ip"], "1.2.3.4");
        assert_eq!(kept["requestIp"], "1.2.3.4");
    }
}
