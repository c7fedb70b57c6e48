//! Rate limits: part of a platform's verdict. Buckets live in memory and are full after a restart.

mod live;

use std::time::Duration;

pub use live::LiveLimiter;

/// Says whether a request is one too many.
pub trait Limiter {
    /// Takes one from the token bucket `bucket` (`per_second` a second, burst the same); `None`
    /// if there was one, else how long until there is.
    fn take(&self, bucket: &str, per_second: u32) -> Option<Duration>;

    /// Counts a request at `at` (microseconds since 1970): true for the first above `per_second`
    /// in its second, and for no other in that second.
    fn over_rate(&self, bucket: &str, per_second: u32, at: i64) -> bool;
}
