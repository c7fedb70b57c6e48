use std::time::Duration;

use jiff::SignedDuration;

/// The longest time that is taken: a clock can be moved only so far.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A time with its unit (`200ms`, `30s`, `5m`), longer than nothing and at most a day.
///
/// # Errors
/// What was expected.
pub fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().ok();
    parsed
        .and_then(|parsed| Duration::try_from(parsed).ok())
        .filter(|duration| !duration.is_zero() && *duration <= LONGEST)
        .ok_or_else(|| "expected a time with its unit (200ms, 30s, 5m), 24h at most".into())
}

/// How long is waited at most: what the API takes.
const LONGEST_WAIT: Duration = Duration::from_secs(10 * 60);

/// How long something is waited for, with its unit (`0s`, `200ms`, `5m`).
///
/// # Errors
/// What was expected.
pub fn patience(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<SignedDuration>().ok();
    parsed
        .and_then(|parsed| Duration::try_from(parsed).ok())
        .filter(|duration| *duration <= LONGEST_WAIT)
        .ok_or_else(|| "expected a time with its unit (0s, 200ms, 5m), ten minutes at most".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit_and_is_not_nothing() {
        for (text, milliseconds) in [("200ms", 200), ("30s", 30_000), ("5m", 300_000)] {
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(duration(text), Ok(expected), "{text}");
        }
        for text in ["", "5", "-5s", "0s", "soon", "25h", "9999y"] {
            assert!(duration(text).is_err(), "{text}");
        }
        for (text, seconds) in [("0s", 0), ("10m", 600)] {
            assert_eq!(patience(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "0", "-5s", "601s"] {
            assert!(patience(text).is_err(), "{text}");
        }
    }
}
