use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

/// `retention` in `workspace.json`: how much of the recording is kept. Without any of it,
/// everything is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Only so many requests are kept, the newest.
    #[serde(default)]
    #[schemars(range(min = 1))]
    pub requests: Option<u64>,
    /// Only what is younger than this is kept: `30d`, `12h`, `90m`, `20s`.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{1,9}[smhd]$"))]
    pub age: Option<String>,
    /// Only so much is kept on disk, the newest, journal and index together: `500MB`, `2GB`. What is
    /// under way to them takes some 20 to 60 MB more while a server runs.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{1,9}(KB|MB|GB)$"))]
    pub size: Option<String>,
    /// How long a clear can be undone; after that its requests are removed for good. `10m` if
    /// nothing is said.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{1,9}[smhd]$"))]
    pub undo: Option<String>,
}

/// How long a clear can be undone if nothing is said.
const UNDO: Duration = Duration::from_secs(600);

/// How much of a recording is kept; what is `None` has no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The newest requests, so many.
    pub requests: Option<u64>,
    /// What is younger.
    pub age: Option<Duration>,
    /// The newest, so many bytes on disk.
    pub size: Option<u64>,
}

impl Retention {
    /// One that keeps everything, and what is cleared too.
    pub fn keep_all() -> Retention {
        Retention {
            undo: Some("999999999d".into()),
            ..Retention::default()
        }
    }

    /// What it says.
    pub fn limits(&self) -> Limits {
        Limits {
            requests: self.requests,
            age: self.age.as_deref().and_then(|text| parse_age(text).ok()),
            size: self.size.as_deref().and_then(|text| parse_size(text).ok()),
        }
    }

    /// How long a clear can be undone.
    pub fn undo(&self) -> Duration {
        let said = self.undo.as_deref().and_then(|text| parse_age(text).ok());
        said.unwrap_or(UNDO)
    }
}

impl Limits {
    /// Whether nothing is limited.
    pub fn is_none(&self) -> bool {
        *self == Limits::default()
    }
}

/// A time as `30d`, `12h`, `90m`, `20s`.
///
/// # Errors
/// What was expected.
pub fn parse_age(text: &str) -> Result<Duration, String> {
    let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];
    let seconds = with_unit(text, &units);
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| "expected a whole number with its unit: 20s, 90m, 12h, 30d".into())
}

/// A number of bytes as `500MB` (each unit is 1,000 of the one before it).
///
/// # Errors
/// What was expected.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let units = [("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000)];
    with_unit(text, &units)
        .ok_or_else(|| "expected a whole number with its unit: 800KB, 500MB, 2GB".into())
}

fn with_unit(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    (digits <= 9)
        .then(|| number.parse::<u64>().ok())?
        .map(|number| number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_have_a_unit() {
        assert_eq!(parse_age("30d"), Ok(Duration::from_secs(2_592_000)));
        assert_eq!(parse_age("0s"), Ok(Duration::ZERO));
        assert_eq!(parse_size("2GB"), Ok(2_000_000_000));
        for text in ["", "s", "5", "-5s", "1.5h", "5 m", "9999999999d", "5w"] {
            assert!(parse_age(text).is_err(), "{text}");
        }
        for text in ["", "5", "5B", "5mb", "GB", "9999999999GB"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
