//! The difference between two events, by what it means: members by name, items of a list by their
//! id, and without what differs each time anyway or is ignored by who asks.

mod align;
mod difference;
mod ignore;
mod walk;

pub use difference::{Change, Compared, Comparison, IgnoredCount};
pub use ignore::{IgnoreError, Ignored, IgnoredField, MOST_IGNORED};
pub use walk::{compare, compare_without};
