//! What a test expects of the recording: that events come, that they do not, that they come one
//! after another, that they are as planned. Asked by the API and by the terminal.
//!
//! - `count`, `expectation`: what is expected,
//! - `wait`, `none`: told by the hub as it happens,
//! - `recorded`, `now`, `sequence`, `plan`, `coverage`, `baseline`: what is there now,
//! - `nearest`, `verdict`: what is told of it, and of what came instead.

mod baseline;
mod count;
mod coverage;
mod expectation;
mod nearest;
mod none;
mod now;
mod plan;
mod recorded;
mod sequence;
mod verdict;
mod wait;

pub use baseline::{BaselineVerdict, MOST_EVENTS, events_for_baseline, is_as_in_baseline};
pub use count::Count;
pub use coverage::{CoverageVerdict, is_covered};
pub use expectation::{Expectation, Scope};
pub use nearest::{Came, Missing, Nearest, Unmet};
pub use none::{Quiet, none};
pub use now::{holds_now, none_now};
pub use plan::{Complaint, PlanExpectation, PlanVerdict, plan_holds};
pub use recorded::upto_now;
pub use sequence::{SequenceVerdict, StepVerdict, sequence_holds};
pub use verdict::{ExpectationVerdict, Verdict};
pub use wait::{Live, wait};
