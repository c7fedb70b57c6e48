//! The difference between two events, by what it means: members by name, items of a list by their
//! id, and without what differs each time anyway.

mod align;
mod difference;

pub use difference::{Change, Compared, Comparison, compare};
