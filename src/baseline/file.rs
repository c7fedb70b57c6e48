use std::fmt::{Display, Formatter, Result as Written};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{steady, without};
use crate::compare::{IgnoreError, Ignored};
use crate::redaction::{Masker, Pattern};
use crate::store::EventRow;

/// The format of the file. It grows by one when an older eventpit would misread it.
pub const FORMAT: u32 = 1;

/// How deep its JSON may be nested: a client's may be 127 levels deep, and stands in the file's own.
const DEEPEST: usize = 160;

/// What a run sends: the file that `eventpit baseline save` writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The format of the file: 1.
    pub baseline: u32,
    /// The query that its events match; any if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Fields that are not compared, as they differ each time: a member's name (`cart_id`), or a
    /// JSON pointer into the payload in which `*` stands for any one step (`/items/*/id`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The events, in the order in which they came.
    pub events: Vec<BaselineEvent>,
}

/// An event as it comes each time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaselineEvent {
    /// The platform.
    pub platform: String,
    /// The name as sent, else the canonical name.
    pub name: String,
    /// Its fate.
    pub outcome: String,
    /// What was sent, without what differs each time.
    #[schema(value_type = Object)]
    pub payload: Value,
}

/// Why a baseline cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// It is not the JSON of one.
    #[error("it is no baseline: {0}")]
    Json(String),
    /// It is nested too deep.
    #[error("it is no baseline: its JSON is nested more than {DEEPEST} levels deep")]
    Deep,
    /// A newer eventpit wrote it.
    #[error("it has the format {0}, and this eventpit reads {FORMAT}")]
    Newer(u32),
    /// What is to be ignored cannot be read.
    #[error(transparent)]
    Ignore(#[from] IgnoreError),
}

impl Baseline {
    /// One of these events, in the order in which they came.
    ///
    /// # Errors
    /// What is to be ignored cannot be read.
    pub fn of(
        rows: &[EventRow],
        query: Option<String>,
        ignore: Vec<String>,
    ) -> Result<Baseline, BaselineError> {
        let ignored = Ignored::read(&ignore)?;
        Ok(Baseline {
            baseline: FORMAT,
            query,
            events: rows.iter().map(|row| steady(row, &ignored)).collect(),
            ignore,
        })
    }

    /// Masks personal data in its events, each for itself.
    pub fn mask(&mut self, patterns: &[Pattern]) {
        for event in &mut self.events {
            let mut masker = Masker::new(patterns);
            event.payload = masker.value(&event.payload);
            event.payload = masker.scrubbed(&event.payload);
            event.name = masker.text(&event.name);
        }
    }

    /// Reads one, without what it ignores: that may have been said since it was saved.
    ///
    /// # Errors
    /// It is none.
    pub fn read(json: &[u8]) -> Result<Baseline, BaselineError> {
        let mut baseline: Baseline = read_deep(json)?;
        match baseline.baseline {
            FORMAT => {}
            newer => return Err(BaselineError::Newer(newer)),
        }
        let ignored = Ignored::read(&baseline.ignore)?;
        if !baseline.ignore.is_empty() {
            for event in &mut baseline.events {
                event.payload = without(&event.payload, &ignored);
            }
        }
        Ok(baseline)
    }
}

impl Display for Baseline {
    /// The file: JSON for people, with a line's end.
    fn fmt(&self, out: &mut Formatter) -> Written {
        let json = serde_json::to_value(self).unwrap_or_default();
        writeln!(out, "{json:#}")
    }
}

/// Reads JSON that holds events, which may be nested deeper than a body may be elsewhere.
///
/// # Errors
/// It is not what is expected, or nested too deep.
fn read_deep(json: &[u8]) -> Result<Baseline, BaselineError> {
    if depth(json) > DEEPEST {
        return Err(BaselineError::Deep);
    }
    let mut json = serde_json::Deserializer::from_slice(json);
    json.disable_recursion_limit();
    let read = Baseline::deserialize(&mut json).and_then(|read| json.end().map(|()| read));
    read.map_err(|error| BaselineError::Json(error.to_string()))
}

/// How deep JSON is nested at most, before it is read.
fn depth(json: &[u8]) -> usize {
    let (mut now, mut most): (usize, usize) = (0, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => now += 1,
            b'}' | b']' if !in_text => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_baseline_is_refused_with_the_reason() {
        let read = |json: &str| Baseline::read(json.as_bytes()).map_err(|error| error.to_string());
        assert!(read(r#"{"baseline":1,"events":[]}"#).is_ok());
        for (json, why) in [
            ("", "EOF"),
            (r#"{"baseline":1,"event":[]}"#, "unknown field `event`"),
            (r#"{"baseline":1}"#, "missing field `events`"),
            (
                r#"{"baseline":1,"events":[]}x"#,
                "trailing characters at line 1",
            ),
            (r#"{"baseline":2,"events":[]}"#, "the format 2"),
            (
                r#"{"baseline":1,"ignore":["/a//"],"events":[]}"#,
                "\"/a//\"",
            ),
        ] {
            let error = read(json).expect_err(json);
            assert!(error.contains(why), "{json}: {error}");
        }
        let nested = |levels: usize| {
            let (open, close) = ("[".repeat(levels), "]".repeat(levels));
            format!(
                r#"{{"baseline":1,"events":[{{"platform":"","name":"\"{{","outcome":"","payload":{open}{close}}}]}}"#
            )
        };
        assert!(read(&nested(127)).is_ok());
        assert!(read(&nested(200_000)).is_err_and(|error| error.contains("160 levels")));
    }
}
