use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::definition::{RateLimitReset, RetryAfterForm, TIMEOUT_MS, TOO_MANY_REQUESTS};
use super::{Fault, Kind};
use crate::capture::{Answer, NO_ANSWER, TEXT};

/// The header on an answer that a fault has touched: the fault's id.
const MARK: &str = "eventpit-fault";

/// What is sent in place of an answer whose JSON cannot be broken because it has none.
const BROKEN_JSON: &str = "{\"ok\":";

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// To its end.
    Whole,
    /// The connection is closed before its end.
    Closed,
    /// The connection is reset (RST) before its end.
    Reset,
}

/// What goes over the wire, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// What is sent: as much of it as is sent. A status of [`NO_ANSWER`] stands for nothing at all.
    pub answer: Answer,
    /// How long it is kept back.
    pub delay: Duration,
    /// The length of the body that is announced, where less is sent.
    pub announced: Option<u64>,
    /// How it ends.
    pub ending: Ending,
}

impl Sending {
    /// An answer to its end, at once.
    pub fn whole(answer: Answer) -> Sending {
        Sending {
            answer,
            delay: Duration::ZERO,
            announced: None,
            ending: Ending::Whole,
        }
    }

    /// What `fault` makes of the platform's `answer` at `now` (microseconds since 1970). `wait` is
    /// how long an empty bucket takes to have one again, `drawn` the number for the latency.
    pub fn new(
        fault: &Fault,
        id: &str,
        answer: &Answer,
        wait: Option<Duration>,
        now: i64,
        drawn: f64,
    ) -> Sending {
        let whole = |answer: Answer| Sending {
            delay: latency(fault, drawn),
            ..Sending::whole(answer.header(MARK, id))
        };
        match fault.kind {
            Kind::Status => whole(of_choice(fault, answer, fault.status.unwrap_or(500))),
            Kind::TooManyRequests | Kind::RateLimit => {
                whole(too_many_requests(fault, answer, wait, now))
            }
            Kind::Latency => whole(answer.clone()),
            Kind::Timeout => {
                let bound = Duration::from_millis(fault.timeout_ms.unwrap_or(TIMEOUT_MS));
                let sending = nothing(fault, drawn, Ending::Closed);
                Sending {
                    delay: sending.delay.saturating_add(bound),
                    ..sending
                }
            }
            Kind::ResetPeer => nothing(fault, drawn, Ending::Reset),
            Kind::ResetMidAnswer => half(whole(answer.clone()), Ending::Reset),
            Kind::HalfBody => half(whole(answer.clone()), Ending::Closed),
            Kind::MalformedJson => whole(malformed(answer)),
            Kind::WrongContentType => {
                let other = fault.content_type.as_deref().unwrap_or("text/html");
                whole(without(answer, |name| name == "content-type").header("content-type", other))
            }
            Kind::MissingCors => whole(without(answer, |name| name.starts_with("access-control-"))),
        }
    }
}

fn latency(fault: &Fault, drawn: f64) -> Duration {
    let from = Duration::from_millis(fault.latency_ms.unwrap_or_default());
    let to = fault.latency_max_ms.map_or(from, Duration::from_millis);
    from + to.saturating_sub(from).mul_f64(drawn)
}

/// An answer of the user's. What lets a page read the platform's lets it read this one.
fn of_choice(fault: &Fault, answer: &Answer, status: u16) -> Answer {
    let mut own = without(answer, |name| {
        !name.starts_with("access-control-") && name != "vary"
    });
    own.status = status;
    own.body = match &fault.body {
        Some(body) => body.clone().into(),
        None => format!("eventpit: a fault that you asked for ({})\n", fault.what()).into(),
    };
    // Neither may have a body (RFC 9110, sections 15.3.5 and 15.4.5).
    if matches!(status, 204 | 304) {
        own.body = bytes::Bytes::new();
    }
    let types = |name: &String| name.eq_ignore_ascii_case("content-type");
    if !own.body.is_empty() && !fault.headers.keys().any(types) {
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&own.body).is_ok();
        own = own.header(
            "content-type",
            if is_json { "application/json" } else { TEXT },
        );
    }
    let headers = fault.headers.iter();
    headers.fold(own, |own, (name, value)| {
        own.header(&name.to_ascii_lowercase(), value)
    })
}

fn too_many_requests(fault: &Fault, answer: &Answer, wait: Option<Duration>, now: i64) -> Answer {
    // Whole seconds, and never too early.
    let until_there = wait.map_or(1, |wait| wait.as_millis().div_ceil(1000).max(1));
    let until_there = u64::try_from(until_there).unwrap_or(u64::MAX);
    let seconds = fault.retry_after.unwrap_or(until_there);
    let then = now.saturating_add(
        i64::try_from(seconds)
            .unwrap_or_default()
            .saturating_mul(1_000_000),
    );
    let then = Timestamp::from_microsecond(then).unwrap_or_default();
    // A date has no fractions: rounded up, as coming too early is what it is to prevent.
    let epoch = then.as_second() + i64::from(then.subsec_nanosecond() > 0);
    let date = || {
        let then = Timestamp::from_second(epoch).unwrap_or_default();
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&then)
            .unwrap_or_default()
    };
    let retry_after = match fault.retry_after_form {
        None | Some(RetryAfterForm::Seconds) => seconds.to_string(),
        Some(RetryAfterForm::Date) => date(),
    };
    let refused = of_choice(fault, answer, TOO_MANY_REQUESTS).header("retry-after", retry_after);
    match fault.rate_limit_reset {
        None => refused,
        Some(RateLimitReset::Seconds) => refused.header("x-ratelimit-reset", seconds.to_string()),
        Some(RateLimitReset::Epoch) => refused.header("x-ratelimit-reset", epoch.to_string()),
    }
}

fn nothing(fault: &Fault, drawn: f64, ending: Ending) -> Sending {
    Sending {
        delay: latency(fault, drawn),
        ending,
        ..Sending::whole(Answer::empty(NO_ANSWER))
    }
}

/// The first half of an answer's body. Of an answer without a body, one byte is announced.
fn half(mut whole: Sending, ending: Ending) -> Sending {
    let answer = &mut whole.answer;
    if matches!(answer.status, 204 | 304) {
        answer.status = 200;
    }
    whole.announced = Some(answer.body.len().max(1) as u64);
    answer.body.truncate(answer.body.len() / 2);
    whole.ending = ending;
    whole
}

fn malformed(answer: &Answer) -> Answer {
    let text = answer.body.trim_ascii_end();
    let can_be_cut = text.ends_with(b"}") || text.ends_with(b"]");
    match serde_json::from_slice::<serde::de::IgnoredAny>(text) {
        Ok(_) if can_be_cut => Answer {
            body: answer.body.slice(..text.len() - 1),
            ..answer.clone()
        },
        _ => Answer {
            status: if matches!(answer.status, 204 | 304) {
                200
            } else {
                answer.status
            },
            ..without(answer, |name| {
                matches!(name, "content-type" | "content-encoding")
            })
        }
        .header("content-type", "application/json")
        .body(BROKEN_JSON),
    }
}

/// The same without the headers that are named.
fn without(answer: &Answer, is_named: impl Fn(&str) -> bool) -> Answer {
    let kept = answer.headers.iter();
    let kept = kept.filter(|(name, _)| !is_named(&name.to_ascii_lowercase()));
    Answer {
        headers: kept.cloned().collect(),
        ..answer.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 784_111_777_250_000;

    fn made(fault: &Fault, answer: &Answer) -> Sending {
        Sending::new(fault, "f1", answer, None, NOW, 0.5)
    }

    #[test]
    fn when_to_come_again_is_said_in_seconds_or_as_a_date() {
        let mut fault = Fault::new(Kind::TooManyRequests);
        fault.retry_after = Some(30);
        fault.rate_limit_reset = Some(RateLimitReset::Seconds);
        let seconds = made(&fault, &Answer::empty(200)).answer;
        assert_eq!(seconds.status, 429);
        assert_eq!(seconds.value("retry-after"), Some("30"));
        assert_eq!(seconds.value("x-ratelimit-reset"), Some("30"));
        fault.retry_after_form = Some(RetryAfterForm::Date);
        fault.rate_limit_reset = Some(RateLimitReset::Epoch);
        let date = made(&fault, &Answer::empty(200)).answer;
        assert_eq!(
            date.value("retry-after"),
            Some("Sun, 06 Nov 1994 08:50:08 GMT")
        );
        assert_eq!(date.value("x-ratelimit-reset"), Some("784111808"));
    }

    #[test]
    fn an_answer_in_place_of_the_platforms_is_as_readable_for_a_page() {
        let platforms = Answer::new(200, "application/json", "{}")
            .header("access-control-allow-origin", "https://shop.example")
            .header("set-cookie", "a=b");
        let mut fault = Fault::new(Kind::Status);
        fault.status = Some(503);
        let own = made(&fault, &platforms).answer;
        assert_eq!(own.status, 503);
        assert_eq!(
            own.value("access-control-allow-origin"),
            Some("https://shop.example")
        );
        assert_eq!(own.value("set-cookie"), None);
        assert_eq!(own.value("content-type"), Some(TEXT));
        let hidden = made(&Fault::new(Kind::MissingCors), &platforms).answer;
        assert_eq!(hidden.value("access-control-allow-origin"), None);
        assert_eq!(hidden.value("set-cookie"), Some("a=b"));
    }

    #[test]
    fn half_a_body_is_less_than_was_announced() {
        for (body, sent, announced) in [("{\"ok\":true}", 5, 11), ("", 0, 1), ("a", 0, 1)] {
            let answer = Answer::new(200, "application/json", body);
            let half = made(&Fault::new(Kind::HalfBody), &answer);
            assert_eq!(
                (half.answer.body.len(), half.announced),
                (sent, Some(announced))
            );
            assert_eq!(half.ending, Ending::Closed);
        }
    }

    #[test]
    fn json_is_broken_whatever_the_platform_answers() {
        for body in [
            "{\"ok\":true}",
            "[1]\n",
            "",
            "12",
            "\"a\"",
            "no JSON",
            "{\"a\":",
        ] {
            let answer = Answer::new(200, TEXT, body);
            let broken = made(&Fault::new(Kind::MalformedJson), &answer).answer.body;
            let parsed = serde_json::from_slice::<serde_json::Value>(&broken);
            assert!(!broken.is_empty() && parsed.is_err(), "{body}: {broken:?}");
        }
    }

    #[test]
    fn a_latency_lies_in_its_range() {
        let mut fault = Fault::new(Kind::Latency);
        fault.latency_ms = Some(100);
        let fixed = made(&fault, &Answer::empty(200));
        assert_eq!(fixed.delay, Duration::from_millis(100));
        fault.latency_max_ms = Some(300);
        assert_eq!(
            made(&fault, &Answer::empty(200)).delay,
            Duration::from_millis(200)
        );
    }
}
