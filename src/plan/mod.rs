//! Tracking plans: for each event name a JSON Schema, where it applies and what has to come
//! before. Every event is held against them, and what came of it is a checklist.

mod check;
mod checklist;
mod compile;
mod counts;
mod file;
mod infer;
mod judge;
mod keywords;
mod order;
mod result;
mod said_place;
mod words;
mod work;

pub use checklist::{
    CheckedEvent, CheckedPlan, Checklist, Coverage, FrequentProblem, UnexpectedName, checklist,
    checklists,
};
pub use compile::{Plan, PlannedEvent};
pub use counts::{Counted, EventCount, PlanCounts};
pub use file::{Judged, PlanFile, PlannedEventFile, Unexpected};
pub use infer::Inferred;
pub use judge::{judge, not_judged};
pub use order::{out_of_order, visitors};
pub use result::{PlanProblem, PlanResult, Verdict};
