//! What eventpit says about tracking, whatever the platform: the canonical event, its outcome,
//! the findings about it and the consent decisions in it.

mod canonical;
mod commerce;
mod consent;
mod evidence;
mod finding;
mod kinds;
mod outcome;
mod timestamp;
mod tracked;
mod volatile;

pub use canonical::{CanonicalEvent, Page};
pub use commerce::{canonical_name, segment_params};
pub use consent::{ConsentDecision, ConsentRule, Decision};
pub use evidence::Evidence;
pub use finding::{Finding, FindingKind, Severity, worst};
pub use kinds::COMMON;
pub use outcome::Outcome;
pub use timestamp::{epoch_millis, rfc3339, rfc3339_from_micros};
pub use tracked::Event;
pub use volatile::{VOLATILE, is_volatile};
