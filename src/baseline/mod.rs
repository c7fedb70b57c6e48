//! What a run sends, as a small file to commit: the events in their order, without what differs
//! each time anyway; and how another run differs from it.
//!
//! - `file`: the file,
//! - `steady`: what of an event goes into it,
//! - `pair`: which events of two runs belong together, `order`: which of them changed places,
//! - `difference`: what is told of it.

mod difference;
mod file;
mod order;
mod pair;
mod steady;

pub use difference::{BaselineDifference, DifferingEvent, Differs, OutcomeChange, TalliedName};
pub use file::{Baseline, BaselineError, BaselineEvent, FORMAT};
pub use steady::{steady, without};
