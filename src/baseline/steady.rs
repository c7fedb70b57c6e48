use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::BaselineEvent;
use crate::compare::Ignored;
use crate::event::is_volatile;
use crate::store::EventRow;

/// How far a time in an event may be from when it came to be taken for a clock's: a day, in
/// microseconds.
const DAY: f64 = 86_400e6;

/// How long an id is at least that is taken for one made up by a client. A shorter one (`a1`) is a
/// test's own, and may stand for something else as well.
const MADE_UP: usize = 8;

/// What differs from run to run in one event, by value.
struct Passing<'a> {
    /// The visitor's, the visit's and the event's id, and what stands for each.
    ids: Vec<(&'a str, &'static str)>,
    /// When it came, in microseconds since 1970.
    received_at: Option<f64>,
    ignored: &'a Ignored,
}

/// What of an event comes each time: without members that are volatile by their name, and those that
/// are ignored. A word stands for the ids of visitor, visit and event, wherever in the payload they
/// are, and for a clock's time.
pub fn steady(row: &EventRow, ignored: &Ignored) -> BaselineEvent {
    let ids = [&row.anonymous_id, &row.session_id, &row.message_id].map(Option::as_deref);
    let passing = Passing::of(ids, &row.received_at, ignored);
    BaselineEvent {
        platform: row.platform.clone(),
        name: row.shown_name().to_string(),
        outcome: row.outcome.clone(),
        payload: passing.without(&row.payload, &mut Vec::new()),
    }
}

/// A payload of a baseline without what is ignored.
pub fn without(payload: &Value, ignored: &Ignored) -> Value {
    let passing = Passing {
        ids: Vec::new(),
        received_at: None,
        ignored,
    };
    passing.without(payload, &mut Vec::new())
}

impl<'a> Passing<'a> {
    /// Of an event with these ids of visitor, visit and event, that came at that time (RFC 3339).
    fn of(ids: [Option<&'a str>; 3], received_at: &str, ignored: &'a Ignored) -> Passing<'a> {
        let words = ["<visitor>", "<visit>", "<message>"];
        let ids = ids.into_iter().zip(words);
        let ids = ids.filter_map(|(id, word)| Some((id?, word)));
        let received_at = received_at.parse::<Timestamp>().ok();
        Passing {
            ids: ids
                .filter(|(id, _)| id.chars().count() >= MADE_UP)
                .collect(),
            received_at: received_at.map(|time| as_number(time.as_microsecond())),
            ignored,
        }
    }

    fn without(&self, value: &Value, steps: &mut Vec<String>) -> Value {
        let mut below = |step: String, value: &Value| {
            steps.push(step);
            let kept = (!self.ignored.has(steps)).then(|| self.without(value, steps));
            steps.pop();
            kept
        };
        match value {
            Value::Object(members) => {
                let steady = members.iter().filter(|(name, _)| !is_volatile(name));
                let kept = steady
                    .filter_map(|(name, value)| Some((name.clone(), below(name.clone(), value)?)));
                Value::Object(kept.collect::<Map<_, _>>())
            }
            Value::Array(values) => {
                let values = values.iter().enumerate();
                Value::Array(
                    values
                        .filter_map(|(place, value)| below(place.to_string(), value))
                        .collect(),
                )
            }
            Value::String(text) => match self.word(text) {
                Some(word) => word.into(),
                None => value.clone(),
            },
            Value::Number(number) if number.as_f64().is_some_and(|it| self.is_clock(it)) => {
                "<time>".into()
            }
            other => other.clone(),
        }
    }

    /// What stands for a text that is another one each time.
    fn word(&self, text: &str) -> Option<&'static str> {
        if let Some((_, word)) = self.ids.iter().find(|(id, _)| *id == text) {
            return Some(word);
        }
        let is_clock = match text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            true => text.parse().is_ok_and(|number| self.is_clock(number)),
            false => time(text).is_some_and(|time| self.is_near(as_number(time))),
        };
        is_clock.then_some("<time>")
    }

    /// Whether a number is the time at which the event came or one near it, in seconds, milliseconds
    /// or microseconds since 1970.
    fn is_clock(&self, number: f64) -> bool {
        [1e6, 1e3, 1.0]
            .into_iter()
            .any(|unit| self.is_near(number * unit))
    }

    fn is_near(&self, micros: f64) -> bool {
        self.received_at.is_some_and(|at| (at - micros).abs() < DAY)
    }
}

/// Microseconds as a number: exact until the year 2255.
fn as_number(micros: i64) -> f64 {
    micros as f64
}

/// A date with a time of day, in microseconds since 1970; UTC where it has no zone.
fn time(text: &str) -> Option<i64> {
    let begins = |byte: &u8| byte.is_ascii_digit();
    if !(16..=40).contains(&text.len()) || !text.as_bytes().first().is_some_and(begins) {
        return None;
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_microsecond());
    }
    let time = text.parse::<DateTime>().ok()?;
    let time = time.to_zoned(TimeZone::UTC).ok()?;
    Some(time.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn clocks_and_ids_are_no_part_of_what_comes_each_time() {
        let payload = json!({
            "event": "Order", "messageId": "m", "sentAt": "now", "visit": "s1",
            "who": {"id": "f81d4fae-7dec", "cart_id": 9},
            "at": [1_795_256_050, 1_795_256_050_123_i64, "1795256050.5", "2026-11-21 09:14:09"],
            "not": [1_695_256_050, 12.5, "12", "2026-11-21", "2026-12-24T18:00:00Z", "é1234567890123456"],
            "items": [{"id": 1, "sku": "a"}]
        });
        let ignore = ["cart_id", "/items/*/id"].map(String::from);
        let ignored = Ignored::read(&ignore).expect("names and pointers");
        let ids = [Some("f81d4fae-7dec"), Some("s1"), None];
        let passing = Passing::of(ids, "2026-11-21T10:14:09.123Z", &ignored);
        assert_eq!(
            passing.without(&payload, &mut Vec::new()),
            json!({
                "event": "Order", "visit": "s1", "who": {"id": "<visitor>"},
                "at": ["<time>", "<time>", "<time>", "<time>"],
                "not": [1_695_256_050, 12.5, "12", "2026-11-21", "2026-12-24T18:00:00Z", "é1234567890123456"],
                "items": [{"sku": "a"}]
            })
        );
    }
}
