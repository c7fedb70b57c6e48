use std::str::FromStr;

use actix_web::http::header::{HeaderName, HeaderValue};

use super::{Fault, Kind};
use crate::query::{Condition, Expression};

/// What is wrong with a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The key that it stands at.
    pub key: &'static str,
    /// What is wrong, and what was expected.
    pub message: String,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 80;

/// The longest that an answer may be kept waiting, in milliseconds.
const LONGEST_MS: u64 = 600_000;

/// Everything that is wrong with `fault`; nothing if it can be armed.
pub fn check(fault: &Fault) -> Vec<Wrong> {
    let mut wrong = of_other_kinds(fault);
    let mut say = |key, message: &str| {
        wrong.push(Wrong {
            key,
            message: message.into(),
        });
    };
    if fault.name.as_ref().is_some_and(|name| {
        name.trim().is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.contains(char::is_control)
    }) {
        say("name", "expected 1 to 80 characters on one line");
    }
    if fault.probability.is_some_and(|it| !(it > 0.0 && it <= 1.0)) {
        say("probability", "expected a number above 0 and at most 1");
    }
    if fault.every == Some(0) {
        say("every", "expected 1 or more");
    }
    if fault.times == Some(0) {
        say("times", "expected 1 or more");
    }
    if fault
        .path
        .as_ref()
        .is_some_and(|path| !path.starts_with('/'))
    {
        say("path", "expected a path that begins with /");
    }
    match fault.query() {
        Some(Err(error)) => say("q", &error.to_string()),
        Some(Ok(query)) if asks_the_recording(query.expression()) => say(
            "q",
            "is:duplicate and is:double are known only of what is recorded, and a fault acts before",
        ),
        _ => {}
    }
    match (fault.kind, fault.status) {
        (Kind::Status, None) => say("status", "status is missing here: which one to answer with"),
        (_, Some(status)) if !(200..600).contains(&status) => {
            say("status", "expected a status from 200 to 599");
        }
        _ => {}
    }
    if fault.kind == Kind::RateLimit && fault.per_second.is_none() {
        say(
            "per_second",
            "per_second is missing here: how many requests to let through",
        );
    }
    if fault.per_second == Some(0) || fault.burst == Some(0) {
        say("per_second", "expected 1 or more, as for burst");
    }
    if fault.kind == Kind::Latency && fault.latency_ms.is_none() {
        say(
            "latency_ms",
            "latency_ms is missing here: how late to answer",
        );
    }
    let latency = [fault.latency_ms, fault.latency_max_ms, fault.timeout_ms];
    if latency.into_iter().flatten().any(|time| time > LONGEST_MS) || fault.timeout_ms == Some(0) {
        say(
            "latency_ms",
            "no time may be longer than 600000 ms, and timeout_ms not 0",
        );
    }
    match (fault.latency_ms, fault.latency_max_ms) {
        (None, Some(_)) => say(
            "latency_max_ms",
            "it needs latency_ms, where the range begins",
        ),
        (Some(from), Some(to)) if to < from => {
            say("latency_max_ms", "expected no less than latency_ms");
        }
        _ => {}
    }
    if fault.retry_after.is_some_and(|seconds| seconds > 86_400) {
        say("retry_after", "expected at most 86400 seconds, a day");
    }
    for (name, value) in &fault.headers {
        if HeaderName::from_str(name).is_err() || HeaderValue::from_str(value).is_err() {
            say(
                "headers",
                &format!("{name:?} with {value:?} is no header line"),
            );
        } else if OF_THE_CONNECTION.contains(&name.to_ascii_lowercase().as_str()) {
            say(
                "headers",
                &format!("{name} is written by the server itself"),
            );
        }
    }
    if let Some(value) = &fault.content_type
        && HeaderValue::from_str(value).is_err()
    {
        say("content_type", "expected a media type, as text/html");
    }
    wrong
}

/// Whether a query asks for what only the recording knows.
fn asks_the_recording(expression: &Expression) -> bool {
    match expression {
        Expression::All => false,
        Expression::And(parts) | Expression::Or(parts) => parts.iter().any(asks_the_recording),
        Expression::Not(part) => asks_the_recording(part),
        Expression::Is(condition) => matches!(condition, Condition::Duplicate | Condition::Double),
    }
}

/// Headers that say how an answer comes over the wire.
const OF_THE_CONNECTION: [&str; 4] = ["content-length", "transfer-encoding", "connection", "date"];

/// What is set and does nothing for that kind: most likely another kind is meant.
fn of_other_kinds(fault: &Fault) -> Vec<Wrong> {
    use Kind::{RateLimit, Status, Timeout, TooManyRequests, WrongContentType};
    let set: [(&'static str, bool, &[Kind]); 10] = [
        ("status", fault.status.is_some(), &[Status]),
        (
            "headers",
            !fault.headers.is_empty(),
            &[Status, TooManyRequests, RateLimit],
        ),
        (
            "body",
            fault.body.is_some(),
            &[Status, TooManyRequests, RateLimit],
        ),
        (
            "retry_after",
            fault.retry_after.is_some(),
            &[TooManyRequests, RateLimit],
        ),
        (
            "retry_after_form",
            fault.retry_after_form.is_some(),
            &[TooManyRequests, RateLimit],
        ),
        (
            "rate_limit_reset",
            fault.rate_limit_reset.is_some(),
            &[TooManyRequests, RateLimit],
        ),
        ("per_second", fault.per_second.is_some(), &[RateLimit]),
        ("burst", fault.burst.is_some(), &[RateLimit]),
        ("timeout_ms", fault.timeout_ms.is_some(), &[Timeout]),
        (
            "content_type",
            fault.content_type.is_some(),
            &[WrongContentType],
        ),
    ];
    set.into_iter()
        .filter(|(_, is_set, kinds)| *is_set && !kinds.contains(&fault.kind))
        .map(|(key, _, kinds)| {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            let message = format!(
                "{key} is for {}, not for {}",
                kinds.join(", "),
                fault.kind.as_str()
            );
            Wrong { key, message }
        })
        .collect()
}
