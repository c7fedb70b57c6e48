use serde_json::Value;

use super::format::{Format, first};
use super::kinds;
use crate::capture::Request;
use crate::event::{COMMON, Finding, epoch_millis, rfc3339};

/// A time of fewer milliseconds than these is in 1973 or before, and most likely meant as seconds.
const SECONDS_BELOW: f64 = 100_000_000_000.0;

/// When the event happened by the client's word, as the documentation reads it (milliseconds, as
/// a number or as digits), and what is the matter with it.
pub fn timestamp(payload: &Value, format: Format) -> (Option<String>, Vec<Finding>) {
    let Some((pointer, value)) = first(payload, format.times()) else {
        let finding = kinds::NO_TIMESTAMP.says("the event has no context.event_timestamp");
        let expected = "milliseconds since 1970";
        return (None, vec![finding.expected(expected)]);
    };
    let (time, finding) = read(value, pointer);
    let mut findings: Vec<Finding> = finding
        .map(|finding| finding.at(pointer).got(shown(value)))
        .into_iter()
        .collect();
    if format == Format::V2 && pointer == "/event_timestamp" {
        findings.push(
            kinds::TIMESTAMP_AT_ROOT
                .says("event_timestamp stands at the root of the event")
                .at(pointer)
                .expected("context.event_timestamp"),
        );
    }
    (time, findings)
}

/// Tells of `ts_override`, which changes the time of an event for Campaign Analysis, in the query or
/// among the properties.
pub fn overridden(request: &Request, payload: &Value, format: Format) -> Option<Finding> {
    let pointer = format.pointer("ts_override");
    let (pointer, given) = match payload.pointer(&pointer).filter(|it| !it.is_null()) {
        Some(value) => (pointer, shown(value)),
        None => (String::new(), request.query_value("ts_override")?),
    };
    let finding =
        kinds::TIME_OVERRIDDEN.says("ts_override gives another time for Campaign Analysis");
    Some(finding.at(pointer).got(given))
}

fn read(value: &Value, pointer: &str) -> (Option<String>, Option<Finding>) {
    if let Some(millis) = millis(value) {
        // Fractions of a millisecond, as `performance.now()` gives them, are cut off.
        let time = epoch_millis(&Value::from(millis as i64));
        let finding = match time {
            None => Some(unreadable()),
            Some(_) if millis.abs() < SECONDS_BELOW => Some(
                kinds::TIMESTAMP_SECONDS
                    .says("the timestamp looks like seconds")
                    .expected("milliseconds since 1970, 13 digits"),
            ),
            Some(_) => None,
        };
        return (time, finding);
    }
    let time = value.as_str().and_then(rfc3339);
    let finding = match time {
        // `created` is the web container's own, and always a date.
        Some(_) if pointer == "/context/created" => None,
        Some(_) => Some(
            kinds::TIMESTAMP_ISO
                .says("the timestamp is an ISO 8601 date")
                .expected("milliseconds since 1970"),
        ),
        None => Some(unreadable()),
    };
    (time, finding)
}

fn unreadable() -> Finding {
    COMMON
        .timestamp_unreadable
        .says("the timestamp cannot be read")
        .expected("milliseconds since 1970")
}

fn millis(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse::<f64>().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_at(payload: Value) -> (Option<String>, Vec<&'static str>) {
        let (time, findings) = timestamp(&payload, Format::of(&payload));
        let codes = findings.iter().map(|finding| finding.kind.code).collect();
        (time, codes)
    }

    #[test]
    fn milliseconds_may_be_a_number_or_digits() {
        let time = Some("2021-12-09T10:07:26.636Z".to_string());
        for stamp in [
            json!(1639044446636i64),
            json!("1639044446636"),
            json!(1639044446636.7),
        ] {
            let payload = json!({"context": {"event_timestamp": stamp}, "event_timestamp": "x"});
            assert_eq!(read_at(payload), (time.clone(), vec![]), "{stamp}");
        }
        assert_eq!(
            read_at(json!({"event_timestamp": "1639044446636"})),
            (time.clone(), vec!["commanders-act-timestamp-at-root"])
        );
        assert_eq!(
            read_at(json!({"event": "a", "eventTimestamp": "1639044446636"})),
            (time, vec![])
        );
    }

    #[test]
    fn what_is_no_milliseconds_is_said() {
        let at = |stamp| read_at(json!({"context": {"event_timestamp": stamp}}));
        assert_eq!(
            at(json!(1639044446)),
            (
                Some("1970-01-19T23:17:24.446Z".into()),
                vec!["commanders-act-timestamp-seconds"]
            )
        );
        assert_eq!(
            at(json!("2015-12-12T19:11:01.249Z")),
            (
                Some("2015-12-12T19:11:01.249Z".into()),
                vec!["commanders-act-timestamp-iso"]
            )
        );
        for stamp in [json!("yesterday"), json!({}), json!(true), json!("NaN")] {
            assert_eq!(at(stamp), (None, vec!["timestamp-unreadable"]));
        }
        assert_eq!(at(json!(1e300)), (None, vec!["timestamp-unreadable"]));
        assert_eq!(at(json!(null)), (None, vec!["commanders-act-no-timestamp"]));
        let created = json!({"context": {"created": "2024-01-01T10:00:00.000Z"}});
        assert_eq!(
            read_at(created),
            (Some("2024-01-01T10:00:00.000Z".into()), vec![])
        );
    }
}
