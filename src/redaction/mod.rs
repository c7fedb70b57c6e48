//! Personal data made unreadable in what is shown and exported. The recording stays as it came.

mod addresses;
mod defaults;
mod masker;
mod pattern;
mod recorded;
mod shapes;
mod strip;

pub use defaults::DEFAULT_POINTERS;
pub use masker::{MASK, Masker};
pub use pattern::{Pattern, PatternError};
pub use recorded::told_samples;
pub use strip::strip;
