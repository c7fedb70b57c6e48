//! What Jitsu does, and how that is known.

use crate::platform::Behaviour;

/// All of it, in the order of the page.
pub const ALL: &[Behaviour] = &[];
