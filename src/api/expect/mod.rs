//! What a test expects of the recording, asked over HTTP: `/wait` and `/assert…`.

mod answer;
mod assert;
mod baseline;
mod coverage;
mod none;
mod plan;
mod question;
mod sequence;
mod wait;

pub use assert::{__path_assert, AssertQuestion, assert};
pub use baseline::{__path_baseline, BaselineAsked, BaselineQuestion, LARGEST, baseline};
pub use coverage::{__path_coverage, CoverageQuestion, coverage};
pub use none::{__path_none, NoneQuestion, none};
pub use plan::{__path_plan, PlanQuestion, plan};
pub use question::{Since, query, read, scope};
pub use sequence::{__path_sequence, SequenceQuestion, sequence};
pub use wait::{__path_wait, WaitQuestion, wait};
