use serde::Serialize;

use super::count::Decided;
use super::nearest::missing;
use super::{Expectation, Missing, events};
use crate::store::{EventRow, Reader, StoreError};

/// What came of an expectation.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// What was expected, in words.
    pub expected: String,
    /// The events that match, oldest first; no more are looked for than decide.
    pub events: Vec<EventRow>,
    /// Pass it as `since` to go on from here: where it holds, the last event that it took.
    pub cursor: i64,
    /// What came instead, where too few came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl Verdict {
    /// What `found`, all that was found up to the cursor `upto`, means for `expectation`. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn of(
        expectation: &Expectation,
        found: Vec<EventRow>,
        reader: &Reader,
        upto: i64,
    ) -> Result<Verdict, StoreError> {
        let decided = expectation.count.decide(found.len());
        let came = match found.len() {
            1 => "1 event matches".into(),
            many => format!("{} match", events(many)),
        };
        let expected = expectation.count;
        Ok(Verdict {
            holds: decided == Decided::Holds,
            message: match decided {
                Decided::Holds => came,
                Decided::TooFew if found.is_empty() => "no event matches".into(),
                Decided::TooFew => format!("only {came}, and {expected} was expected"),
                Decided::TooMany => format!("{came} already, and {expected} was expected"),
            },
            expected: format!("{expected}: {}", expectation.query.explain()),
            cursor: match (decided, found.last()) {
                (Decided::Holds, Some(last)) => last.cursor,
                _ => upto,
            },
            missing: match decided {
                Decided::TooFew => Some(missing(
                    reader,
                    &expectation.scope,
                    &expectation.query,
                    upto,
                )?),
                _ => None,
            },
            events: found,
        })
    }
}
