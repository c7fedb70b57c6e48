use std::borrow::Cow;
use std::io::{ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::validate::may_be_oversize;
use crate::capture::{KEPT_WHOLE, Request, text_of};
use crate::platform::go_json;
use crate::platform::outline::{self, Outline};
use crate::platform::whole::whole;

/// A body that is one event: `None` for `null`, which Jitsu stumbles over.
///
/// # Errors
/// What is wrong with it. Where it does not begin as an object does, the words are those of
/// Jitsu's parser; else they are ours.
pub fn event(request: &Request) -> Result<Option<Map<String, Value>>, String> {
    whole(request)?;
    object(&request.body.bytes)
}

/// What the answer needs of an event.
static ANSWERED: Outline = Outline {
    whole: &["type", "messageId", "event"],
    parts: &[(
        "context",
        Outline {
            whole: &[],
            parts: &[(
                "page",
                Outline {
                    whole: &["host"],
                    parts: &[],
                },
            )],
        },
    )],
};

/// The same as [`event`], but that of an event only what the answer needs is there: all of it if it may
/// be too big.
///
/// # Errors
/// As for [`event`].
pub fn answered(request: &Request) -> Result<Option<Map<String, Value>>, String> {
    whole(request)?;
    let bytes = &request.body.bytes;
    if !may_be_oversize(request, bytes.len()) {
        match outline::read(&text_of(bytes), &ANSWERED) {
            Ok(Value::Object(event)) => return Ok(Some(event)),
            Ok(_) => return Ok(None),
            // Go takes more than that; and what is wrong is told there.
            Err(_) => {}
        }
    }
    object(bytes)
}

/// Bytes that are one object: `None` for `null`.
///
/// # Errors
/// As for [`event`].
pub fn object(bytes: &[u8]) -> Result<Option<Map<String, Value>>, String> {
    let text = text_of(bytes);
    match go_json::read(&text) {
        Ok(Value::Object(object)) => Ok(Some(object)),
        Ok(Value::Null) => Ok(None),
        Ok(_) => Err(begins_wrong(bytes)),
        Err(_) if !text.trim_start().starts_with(['{', 'n']) => Err(begins_wrong(bytes)),
        Err(error) => Err(error.to_string()),
    }
}

/// A batch as it was sent.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Batch {
    /// Its events; `null` is none, and Jitsu stumbles over it.
    #[serde(deserialize_with = "or_default")]
    pub batch: Vec<Option<Map<String, Value>>>,
    /// The key.
    #[serde(deserialize_with = "or_default")]
    pub write_key: String,
    /// What is merged into each event's context.
    #[serde(deserialize_with = "or_default")]
    pub context: Map<String, Value>,
    /// Makes every event a `track`, of this name if it has none.
    #[serde(deserialize_with = "or_default")]
    pub events_name: String,
}

/// A body that is a batch, unpacked if `Content-Encoding` says gzip, and how many bytes it has.
/// What follows the first JSON value is ignored (inferred: Jitsu reads a stream).
///
/// # Errors
/// What is wrong with it, in Jitsu's words for an empty body and for a body that is no gzip.
pub fn batch(request: &Request) -> Result<(Batch, usize), String> {
    whole(request)?;
    let bytes = unpacked(request)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("EOF".into());
    }
    let text = text_of(&bytes);
    let mut json = serde_json::Deserializer::from_str(&text);
    let batch = Option::<Batch>::deserialize(&mut json).or_else(|error| {
        let held = first_value(&text).and_then(go_json::held);
        held.map_or(Err(error), |held| serde_json::from_str(&held))
    });
    let batch = batch.map_err(|error| error.to_string())?;
    Ok((batch.unwrap_or_default(), bytes.len()))
}

/// The first JSON value of a text.
fn first_value(text: &str) -> Option<&str> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    text.get(..values.byte_offset())
}

/// Whether the request says that its body is packed.
pub fn says_gzip(request: &Request) -> bool {
    let encoding = request.header("content-encoding").unwrap_or_default();
    encoding.contains("gzip")
}

fn unpacked(request: &Request) -> Result<Cow<'_, [u8]>, String> {
    let packed = &request.body.bytes;
    if !says_gzip(request) || packed.is_empty() {
        return Ok(Cow::Borrowed(packed));
    }
    let mut bytes = Vec::new();
    // A small body can unpack to gigabytes.
    let read = MultiGzDecoder::new(&packed[..])
        .take(KEPT_WHOLE as u64 + 1)
        .read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() > KEPT_WHOLE => Err(format!(
            "eventpit unpacks bodies up to {KEPT_WHOLE} bytes; this one is larger"
        )),
        Ok(_) => Ok(Cow::Owned(bytes)),
        Err(error) if error.kind() == ErrorKind::InvalidInput => Err("gzip: invalid header".into()),
        Err(error) => Err(format!("gzip: {error}")),
    }
}

fn or_default<'de, D: serde::Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The words of Jitsu's parser for a body whose first letter is wrong (observed).
fn begins_wrong(bytes: &[u8]) -> String {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace());
    let at = blank.count();
    let (first, head) = match bytes.get(at) {
        Some(byte) => (*byte, at + 1),
        None => (0, at),
    };
    let around = |reach: usize| {
        let end = bytes.len().min(head + reach);
        let part = bytes.get(head.saturating_sub(reach)..end);
        String::from_utf8_lossy(part.unwrap_or_default()).into_owned()
    };
    format!(
        "ReadOrderedMapCB: expect {{ or n, but found {first}, error found in #{} byte of \
         ...|{}|..., bigger context ...|{}|...",
        head.min(10),
        around(10),
        around(50)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(body: &str) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/api/s/track".into(),
            query: String::new(),
            headers: Vec::new(),
            body: Body::complete(body.to_string()),
        }
    }

    /// What the answer needs of a whole event.
    fn needed(mut event: Map<String, Value>) -> Map<String, Value> {
        event.retain(|key, _| ["type", "messageId", "event", "context"].contains(&key.as_str()));
        if let Some(Value::Object(context)) = event.get_mut("context") {
            context.retain(|key, _| key == "page");
            if let Some(Value::Object(page)) = context.get_mut("page") {
                page.retain(|key, _| key == "host");
            }
        }
        event
    }

    #[test]
    fn the_answer_reads_what_is_needed_as_all_of_it_is_read() {
        let deep = format!(
            r#"{{"event":"a","x":{}1{}}}"#,
            "[".repeat(200),
            "]".repeat(200)
        );
        let bodies = [
            r#"{"type":"track","messageId":"m","event":"a","context":{"page":{"host":"h","url":"u"},"ip":"i"},"properties":{"event":"no"}}"#,
            r#"{"event":{"a":1},"messageId":3,"type":null}"#,
            r#"{"context":{"page":{"host":"h"}},"context":{"page":{}}}"#,
            r#"{"event":"a","x":"\ud800"}"#,
            r#"{"event":"\ud800"}"#,
            r#"{"event":"a","x":1e999}"#,
            r#"{"event":"a"} x"#,
            &deep,
            r#"{"event":"a","x":{"$serde_json::private::RawValue":"nope"}}"#,
            r#"{"$serde_json::private::RawValue":"{\"event\":\"b\"}"}"#,
            "null",
            "[]",
            "7",
            "",
            " ",
            "{",
            "nul",
        ];
        for body in bodies {
            let sent = request(body);
            let whole = event(&sent).map(|event| event.map(needed));
            assert_eq!(
                answered(&sent).map(|event| event.map(needed)),
                whole,
                "{body}"
            );
        }
        let event = answered(&request(bodies[0])).ok().flatten();
        assert!(event.is_some_and(|event| !event.contains_key("properties")));
    }

    #[test]
    fn of_an_event_that_may_be_too_big_all_is_read() {
        let big = request(&format!(
            r#"{{"event":"a","x":"{}"}}"#,
            "x".repeat(crate::capture::KEPT_WHOLE / 4)
        ));
        assert_eq!(answered(&big), event(&big));
    }
}
