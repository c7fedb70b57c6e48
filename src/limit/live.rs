use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Limiter;

/// How many keys are kept before those are forgotten that make no difference any more: keys come
/// from strangers, and there is no end to them.
const KEPT: usize = 8192;

/// The limiter of a running server.
#[derive(Default)]
pub struct LiveLimiter {
    /// Token buckets by their rate: a quota belongs to a whole `RateLimiter`.
    buckets: Mutex<HashMap<NonZeroU32, Arc<Buckets>>>,
    /// Per bucket: a second, and the requests in it so far.
    seconds: Mutex<HashMap<String, (i64, u32)>>,
    clock: DefaultClock,
}

/// The token buckets of one rate.
struct Buckets {
    by_key: DefaultKeyedRateLimiter<String>,
    /// How often was taken from them, whichever it was.
    taken: AtomicUsize,
}

impl Buckets {
    fn new(rate: NonZeroU32) -> Buckets {
        Buckets {
            by_key: RateLimiter::keyed(Quota::per_second(rate)),
            taken: AtomicUsize::new(0),
        }
    }

    /// A bucket that is full again is as good as a new one: every so often, those are dropped.
    fn forget_full_ones(&self) {
        if self.taken.fetch_add(1, Ordering::Relaxed) % KEPT == KEPT - 1 {
            self.by_key.retain_recent();
            self.by_key.shrink_to_fit();
        }
    }
}

impl Limiter for LiveLimiter {
    fn take(&self, bucket: &str, per_second: u32) -> Option<Duration> {
        // A limit of zero would let nothing through, ever: the workspace's check refuses it.
        let rate = NonZeroU32::new(per_second)?;
        let of_rate = {
            let mut buckets = self
                .buckets
                .lock()
                .unwrap_or_else(|broken| broken.into_inner());
            let new = || Arc::new(Buckets::new(rate));
            Arc::clone(buckets.entry(rate).or_insert_with(new))
        };
        of_rate.forget_full_ones();
        let refused = of_rate.by_key.check_key(&bucket.to_string()).err()?;
        Some(refused.wait_time_from(self.clock.now()))
    }

    fn over_rate(&self, bucket: &str, per_second: u32, at: i64) -> bool {
        let mut seconds = self
            .seconds
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        let second = at.div_euclid(1_000_000);
        // At each multiple and not above it all the time: looking through them all takes a while.
        if seconds.len() % KEPT == KEPT - 1 && !seconds.contains_key(bucket) {
            seconds.retain(|_, (counted, _)| *counted >= second);
        }
        let count = match seconds.get_mut(bucket) {
            Some(count) => count,
            None => seconds.entry(bucket.to_string()).or_insert((second, 0)),
        };
        if count.0 != second {
            *count = (second, 0);
        }
        count.1 = count.1.saturating_add(1);
        count.1 == per_second.saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_bucket_says_how_long_to_wait() {
        let limiter = LiveLimiter::default();
        assert_eq!(limiter.take("key", 2), None);
        assert_eq!(limiter.take("key", 2), None);
        let wait = limiter
            .take("key", 2)
            .map(|wait| wait <= Duration::from_millis(500));
        assert_eq!(wait, Some(true));
        assert_eq!(limiter.take("another key", 2), None);
    }

    #[test]
    fn keys_of_strangers_are_forgotten() {
        let limiter = LiveLimiter::default();
        for key in 0..5 * KEPT {
            // A rate at which a bucket is full again at once.
            limiter.take(&key.to_string(), u32::MAX);
            let second = i64::try_from(key / 100).unwrap_or_default();
            limiter.over_rate(&key.to_string(), 1, second * 1_000_000);
        }
        let buckets: Vec<_> = limiter
            .buckets
            .lock()
            .map(|buckets| buckets.values().cloned().collect())
            .unwrap_or_default();
        let kept: usize = buckets.iter().map(|of_rate| of_rate.by_key.len()).sum();
        assert!(!buckets.is_empty() && kept <= 2 * KEPT, "{kept}");
        let counted = limiter.seconds.lock().map(|seconds| seconds.len());
        assert!(counted.is_ok_and(|counted| counted <= KEPT));
    }

    #[test]
    fn a_rate_passed_is_said_once_a_second() {
        let limiter = LiveLimiter::default();
        let said: Vec<bool> = (0..5)
            .map(|at| limiter.over_rate("source", 2, at))
            .collect();
        assert_eq!(said, [false, false, true, false, false]);
        assert!(!limiter.over_rate("source", 2, 1_000_000));
    }
}
