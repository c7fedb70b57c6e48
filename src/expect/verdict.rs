use serde::Serialize;

use super::count::Decided;
use super::nearest::missing;
use super::{
    BaselineVerdict, Count, CoverageVerdict, Expectation, Missing, PlanVerdict, SequenceVerdict,
};
use crate::live::Rows;
use crate::store::{Reader, StoreError};

/// What came of a question.
pub trait Verdict: Serialize {
    /// Whether it holds.
    fn holds(&self) -> bool;

    /// What came of it, in a sentence.
    fn message(&self) -> &str;
}

macro_rules! verdicts {
    ($($verdict:ty),*) => {$(
        impl Verdict for $verdict {
            fn holds(&self) -> bool {
                self.holds
            }

            fn message(&self) -> &str {
                &self.message
            }
        }
    )*};
}

verdicts!(
    ExpectationVerdict,
    SequenceVerdict,
    PlanVerdict,
    CoverageVerdict,
    BaselineVerdict
);

/// What came of an expectation.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ExpectationVerdict {
    /// Whether it holds.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// What was expected, in words.
    pub expected: String,
    /// What matches, oldest first: `events`, or `requests`; no more is looked for than decides.
    #[serde(flatten)]
    pub found: Rows,
    /// Pass it as `since` to go on from here: where it holds, the last of what matches.
    pub cursor: i64,
    /// What came instead, where too few came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl ExpectationVerdict {
    /// What `found`, all that was found up to the cursor `upto`, means for `expectation`; there may
    /// be more of it than `most`, which is how much was looked for. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn of(
        expectation: &Expectation,
        found: Rows,
        most: usize,
        reader: &Reader,
        upto: i64,
    ) -> Result<ExpectationVerdict, StoreError> {
        let decided = expectation.count.decide(found.len());
        let things = expectation.scope.feed.as_str();
        let thing = things.trim_end_matches('s');
        let came = match found.len() {
            0 => format!("no {thing} matches"),
            1 => format!("1 {thing} matches"),
            many if many == most => format!("at least {many} {things} match"),
            many => format!("{many} {things} match"),
        };
        let expected = expectation.count;
        Ok(ExpectationVerdict {
            holds: decided == Decided::Holds,
            message: match decided {
                Decided::Holds => came,
                Decided::TooFew if found.is_empty() && expected == Count::SOME => came,
                Decided::TooFew | Decided::TooMany => format!("{came}; expected {expected}"),
            },
            expected: format!("{}: {expected}", expectation.query.explain_as(things)),
            cursor: match (decided, found.newest()) {
                (Decided::Holds, Some(last)) => last,
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
            found,
        })
    }
}
