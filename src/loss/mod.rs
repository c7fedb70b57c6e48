//! Silent losses made loud. The platforms answer with success to much that they lose; a source
//! with `fail_silent_losses` has such answers replaced by an error, so that a test in CI fails.

mod failed;
mod losses;
mod seen;

pub use failed::{FAILED_LOSS_HEADER, STATUS};
pub use losses::SilentLosses;
pub use seen::Remembered;
