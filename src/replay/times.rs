use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use jsonc_parser::ast::Value;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::capture::Request;
use crate::platform::{Platform, times};
use crate::route::route;

/// A number below this is in seconds: as milliseconds it would be in 1973 or before.
const SECONDS_BELOW: i64 = 100_000_000_000;

/// The body of a request with the times that its platform reads there moved by so many
/// milliseconds, and not a byte more changed. None if it has none: it is no JSON, it is compressed,
/// or no such field is there.
pub fn shifted(request: &Request, by_millis: i64) -> Option<Vec<u8>> {
    let platform = route(request).platform?;
    let text = std::str::from_utf8(&request.body.bytes).ok()?;
    // JSON and nothing else, nested only so deep.
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    let mut found = Vec::new();
    collect(parsed.value.as_ref()?, platform, &mut found);
    found.sort_unstable();
    let (mut body, mut from) = (String::with_capacity(text.len() + 8), 0);
    for (start, end) in found {
        let Some(moved) = moved(text.get(start..end)?, by_millis) else {
            continue;
        };
        body.push_str(text.get(from..start)?);
        body.push_str(&moved);
        from = end;
    }
    body.push_str(text.get(from..)?);
    (from > 0).then(|| body.into_bytes())
}

/// Where the values are that a platform reads as times.
fn collect(value: &Value, platform: Platform, found: &mut Vec<(usize, usize)>) {
    for pointer in times(platform) {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        follow(value, &steps, found);
    }
}

fn follow(value: &Value, steps: &[&str], found: &mut Vec<(usize, usize)>) {
    match (value, steps.split_first()) {
        (Value::StringLit(it), None) => found.push((it.range.start, it.range.end)),
        (Value::NumberLit(it), None) => found.push((it.range.start, it.range.end)),
        (Value::Array(array), Some((&"*", rest))) => {
            array.elements.iter().for_each(|it| follow(it, rest, found));
        }
        (Value::Object(object), Some((step, rest))) => {
            if let Some(member) = object.get(step) {
                follow(&member.value, rest, found);
            }
        }
        _ => {}
    }
}

/// A time as JSON has it, moved; none if it is none.
fn moved(json: &str, by_millis: i64) -> Option<String> {
    let Some(text) = json.strip_prefix('"').and_then(|it| it.strip_suffix('"')) else {
        return number(json, by_millis);
    };
    let moved = number(text, by_millis).or_else(|| date(text, by_millis))?;
    Some(format!("\"{moved}\""))
}

/// Milliseconds since 1970, or seconds; what stands behind the point stays.
fn number(text: &str, by_millis: i64) -> Option<String> {
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|byte| byte.is_ascii_digit()) => {
            (whole, Some(rest))
        }
        Some(_) => return None,
        None => (text, None),
    };
    let whole: i64 = whole.parse().ok()?;
    let by = match whole.abs() < SECONDS_BELOW {
        true => by_millis / 1000,
        false => by_millis,
    };
    let moved = whole.checked_add(by)?;
    Some(match rest {
        Some(rest) => format!("{moved}.{rest}"),
        None => moved.to_string(),
    })
}

/// A date of ISO 8601, with as many digits of a second as it had; in UTC if it names a zone.
fn date(text: &str, by_millis: i64) -> Option<String> {
    let by = SignedDuration::from_millis(by_millis);
    let digits = text.split_once('.').map_or(0, |(_, rest)| {
        rest.bytes().take_while(u8::is_ascii_digit).count().min(9)
    });
    if let Ok(time) = text.parse::<Timestamp>() {
        let moved = time.checked_add(by).ok()?;
        return Some(format!("{moved:.digits$}"));
    }
    let moved = text.parse::<DateTime>().ok()?.checked_add(by).ok()?;
    Some(format!("{moved:.digits$}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn shift(path: &str, body: &str) -> Option<String> {
        let request = Request {
            received_at: 0,
            peer: String::new(),
            method: "POST".into(),
            path: path.into(),
            query: String::new(),
            headers: Vec::new(),
            body: Body::complete(body.to_string()),
        };
        let body = shifted(&request, 90_061_001)?;
        String::from_utf8(body).ok()
    }

    #[test]
    fn times_move_and_nothing_else_does() {
        for (path, body, expected) in [
            (
                "/api/s/track",
                r#"{ "timestamp":"2026-11-21T10:15:30.000Z","n": 1.0,"sentAt":"2026-11-21T10:15:30Z","properties":{"timestamp":1}}"#,
                r#"{ "timestamp":"2026-11-22T11:16:31.001Z","n": 1.0,"sentAt":"2026-11-22T11:16:31Z","properties":{"timestamp":1}}"#,
            ),
            (
                "/jitsu/v1/batch",
                r#"{"batch":[{"timestamp":"2026-11-21T11:15:30.5+01:00"},{"timestamp":"soon"}]}"#,
                r#"{"batch":[{"timestamp":"2026-11-22T11:16:31.5Z"},{"timestamp":"soon"}]}"#,
            ),
            (
                "/jentis",
                r#"{"system":{"timestamp":1761050574194}}"#,
                r#"{"system":{"timestamp":1761140635195}}"#,
            ),
            (
                "/events",
                r#"{"context":{"event_timestamp":"1761050574194.5"},"event_timestamp":1761050574}"#,
                r#"{"context":{"event_timestamp":"1761140635195.5"},"event_timestamp":1761140635}"#,
            ),
            (
                "/datafly/v1/t",
                r#"{"timestamp":"2026-02-25T14:30:00"}"#,
                r#"{"timestamp":"2026-02-26T15:31:01"}"#,
            ),
        ] {
            assert_eq!(shift(path, body).as_deref(), Some(expected), "{path}");
        }
        for (path, body) in [
            ("/api/s/track", r#"{"timestamp":"soon"}"#),
            ("/api/s/track", r#"{"timestamp":null}"#),
            ("/api/s/track", "{"),
            ("/api/s/track", "{/* no JSON */\"timestamp\":1}"),
            ("/nowhere", r#"{"timestamp":1}"#),
        ] {
            assert_eq!(shift(path, body), None, "{body}");
        }
        let deep = format!(
            "{{\"timestamp\":1,\"a\":{}{}}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(shift("/api/s/track", &deep), None);
    }
}
