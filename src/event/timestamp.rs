use jiff::Timestamp;
use serde_json::Value;

/// Microseconds since 1970 as RFC 3339 in UTC with milliseconds: `2026-11-21T10:14:09.123Z`.
pub fn rfc3339_from_micros(micros: i64) -> String {
    Timestamp::from_microsecond(micros)
        .map(|time| format!("{time:.3}"))
        .unwrap_or_default()
}

/// An ISO 8601 date with a zone as RFC 3339 in UTC, or `None` if it is none.
pub fn rfc3339(text: &str) -> Option<String> {
    text.trim()
        .parse::<Timestamp>()
        .ok()
        .map(|time| format!("{time:.3}"))
}

/// Milliseconds since 1970, sent as a number or as digits in a string, as RFC 3339 in UTC.
pub fn epoch_millis(value: &Value) -> Option<String> {
    let millis = match value {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Timestamp::from_millisecond(millis)
        .ok()
        .map(|time| format!("{time:.3}"))
}
