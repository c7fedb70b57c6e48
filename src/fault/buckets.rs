use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// After how many requests full buckets are forgotten: names of sessions come from strangers, and
/// there is no end to them.
const KEPT: usize = 8192;

/// The token buckets of one fault, by session and source.
pub struct Buckets {
    by_key: DefaultKeyedRateLimiter<String>,
    taken: AtomicUsize,
    clock: DefaultClock,
}

impl Buckets {
    /// Buckets that `per_second` requests a second fill, and that hold `burst`.
    pub fn new(per_second: u32, burst: u32) -> Option<Buckets> {
        let quota = Quota::per_second(NonZeroU32::new(per_second)?);
        Some(Buckets {
            by_key: RateLimiter::keyed(quota.allow_burst(NonZeroU32::new(burst)?)),
            taken: AtomicUsize::new(0),
            clock: DefaultClock::default(),
        })
    }

    /// Takes one from the bucket `key`; if there was none, how long until there is.
    pub fn take(&self, key: &str) -> Option<Duration> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % KEPT == KEPT - 1 {
            // A bucket that is full again is as good as a new one.
            self.by_key.retain_recent();
            self.by_key.shrink_to_fit();
        }
        let refused = self.by_key.check_key(&key.to_string()).err()?;
        Some(refused.wait_time_from(self.clock.now()))
    }
}
