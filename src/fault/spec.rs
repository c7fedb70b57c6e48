use percent_encoding::percent_decode_str;

use super::{Fault, Kind, RateLimitReset, RetryAfterForm, check};

/// eventpit's own header, by which a request asks for a fault: `X-Eventpit-Fault: 429; retry-after=2`.
pub const FAULT_HEADER: &str = "x-eventpit-fault";

/// What stands in front of a fault in a path: `/~fault=503/api/s/track`.
pub const PATH_PREFIX: &str = "fault=";

/// What may follow the kind, and what it sets.
pub const PARAMETERS: [(&str, &str); 12] = [
    ("status", "the status"),
    ("body", "the body"),
    ("retry-after", "seconds in `Retry-After`"),
    ("retry-after-form", "`seconds` or `date`"),
    (
        "rate-limit-reset",
        "adds `X-RateLimit-Reset`: `seconds` or `epoch`",
    ),
    (
        "per-second",
        "how many requests to let through (not for a single request)",
    ),
    ("burst", "how many at once (not for a single request)"),
    ("latency", "milliseconds, `200`, or a range, `100..300`"),
    ("timeout", "milliseconds until the connection is closed"),
    ("content-type", "the content type"),
    ("taken-in", "`true` or `false`"),
    ("seed", "what draws are made from"),
];

/// Reads a fault as the header, the path and the command line have it: a kind or a status, then
/// parameters (`503; latency=100..300`). A parameter alone stands for its kind (`latency=200`).
/// Values are percent-decoded.
///
/// # Errors
/// What is wrong with it, and what was expected.
pub fn parse(text: &str) -> Result<Fault, String> {
    let mut parts = text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let first = parts
        .next()
        .ok_or("it is empty; expected a kind or a status, as in 503")?;
    let mut fault = match first.split_once('=') {
        Some((name, value)) => {
            let kind = kind_of(name.trim())?;
            let mut fault = Fault::new(kind);
            set(&mut fault, name.trim(), value.trim())?;
            fault
        }
        None => of_word(first)?,
    };
    for part in parts {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| format!("{part:?} has no value; expected name=value"))?;
        set(&mut fault, name.trim(), value.trim())?;
    }
    match check(&fault).into_iter().next() {
        Some(wrong) => Err(wrong.message),
        None => Ok(fault),
    }
}

fn of_word(word: &str) -> Result<Fault, String> {
    if let Ok(status) = word.parse() {
        return Ok(match status {
            429 => Fault::new(Kind::TooManyRequests),
            status => Fault {
                status: Some(status),
                ..Fault::new(Kind::Status)
            },
        });
    }
    Kind::parse(word).map(Fault::new).ok_or_else(|| {
        let kinds = Kind::ALL.map(Kind::as_str).join(", ");
        format!("there is no kind {word:?}; there are {kinds}, and any status")
    })
}

/// The kind that a parameter stands for when it comes first.
fn kind_of(name: &str) -> Result<Kind, String> {
    match name {
        "latency" => Ok(Kind::Latency),
        "timeout" => Ok(Kind::Timeout),
        "status" => Ok(Kind::Status),
        "content-type" => Ok(Kind::WrongContentType),
        "retry-after" => Ok(Kind::TooManyRequests),
        "per-second" => Ok(Kind::RateLimit),
        _ => Err(format!(
            "{name:?} stands for no kind; begin with a kind or a status, and put ; in between"
        )),
    }
}

fn set(fault: &mut Fault, name: &str, value: &str) -> Result<(), String> {
    let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
    match name {
        "status" => fault.status = Some(number(name, &value)?),
        "body" => fault.body = Some(value),
        "retry-after" => fault.retry_after = Some(number(name, &value)?),
        "retry-after-form" => {
            fault.retry_after_form = Some(match value.as_str() {
                "seconds" => RetryAfterForm::Seconds,
                "date" => RetryAfterForm::Date,
                other => return Err(format!("{name} is {other:?}; expected seconds or date")),
            });
        }
        "rate-limit-reset" => {
            fault.rate_limit_reset = Some(match value.as_str() {
                "seconds" => RateLimitReset::Seconds,
                "epoch" => RateLimitReset::Epoch,
                other => return Err(format!("{name} is {other:?}; expected seconds or epoch")),
            });
        }
        "per-second" => fault.per_second = Some(number(name, &value)?),
        "burst" => fault.burst = Some(number(name, &value)?),
        "latency" => {
            let (from, to) = match value.split_once("..") {
                Some((from, to)) => (from, Some(number(name, to)?)),
                None => (value.as_str(), None),
            };
            fault.latency_ms = Some(number(name, from)?);
            fault.latency_max_ms = to;
        }
        "timeout" => fault.timeout_ms = Some(number(name, &value)?),
        "content-type" => fault.content_type = Some(value),
        "taken-in" => match value.as_str() {
            "true" => fault.taken_in = Some(true),
            "false" => fault.taken_in = Some(false),
            other => return Err(format!("{name} is {other:?}; expected true or false")),
        },
        "seed" => fault.seed = Some(number(name, &value)?),
        _ => {
            let known = PARAMETERS.map(|(name, _)| name).join(", ");
            return Err(format!("there is no parameter {name:?}; there are {known}"));
        }
    }
    Ok(())
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, String> {
    let text = text.trim();
    let parsed = text.parse().ok();
    parsed.ok_or_else(|| format!("{name} is {text:?}; expected a whole number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_a_kind_or_a_status_and_its_parameters() {
        let parsed = |text| parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        let busy = parsed("429; retry-after=2;retry-after-form=date");
        assert_eq!(busy.kind, Kind::TooManyRequests);
        assert_eq!(busy.retry_after, Some(2));
        assert_eq!(busy.retry_after_form, Some(RetryAfterForm::Date));
        let slow = parsed("503;latency=100..300; body=%7B%22a%22%3B1%7D");
        assert_eq!((slow.kind, slow.status), (Kind::Status, Some(503)));
        assert_eq!(
            (slow.latency_ms, slow.latency_max_ms),
            (Some(100), Some(300))
        );
        assert_eq!(slow.body.as_deref(), Some("{\"a\";1}"));
        assert_eq!(parsed("latency=200").kind, Kind::Latency);
        for kind in [Kind::ResetPeer, Kind::HalfBody, Kind::MissingCors] {
            assert_eq!(parsed(kind.as_str()), Fault::new(kind));
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, says) in [
            ("", "empty"),
            (" ; ", "empty"),
            ("503 latency=2", "put ; in between"),
            ("slow", "there are status"),
            ("503; latency", "expected name=value"),
            ("503; latency=fast", "expected a whole number"),
            ("503; retries=2", "there is no parameter"),
            ("503; retry-after=2", "for too-many-requests"),
            ("700", "200 to 599"),
            ("99999999", "no kind"),
            ("latency", "latency_ms is missing"),
            ("latency=300..100", "no less than"),
            ("body=x", "stands for no kind"),
            ("half-body; taken-in=maybe", "expected true or false"),
        ] {
            let why = parse(text).err().unwrap_or_default();
            assert!(why.contains(says), "{text:?}: {why}");
        }
    }
}
