//! stub
pub mod kinds;
use super::{Call, Decoded, KnownPath, Reply};
/// paths
pub const PATHS: &[KnownPath] = &[];
/// respond
pub fn respond(_call: Call) -> Reply {
    Reply {
        answer: crate::capture::Answer::empty(404),
        outcome: crate::event::Outcome::Rejected,
        source: None,
    }
}
/// decode
pub fn decode(_call: Call) -> Decoded {
    Decoded::default()
}
