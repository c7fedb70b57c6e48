use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Limiter;

/// The limiter of a running server.
#[derive(Default)]
pub struct LiveLimiter {
    /// Token buckets by their rate: a quota belongs to a whole `RateLimiter`.
    buckets: Mutex<HashMap<NonZeroU32, std::sync::Arc<DefaultKeyedRateLimiter<String>>>>,
    /// Per bucket: a second, and the requests in it so far.
    seconds: Mutex<HashMap<String, (i64, u32)>>,
    clock: DefaultClock,
}

impl Limiter for LiveLimiter {
    fn take(&self, bucket: &str, per_second: u32) -> Option<Duration> {
        // A limit of zero would let nothing through, ever: the workspace's check refuses it.
        let rate = NonZeroU32::new(per_second)?;
        let limiter = {
            let mut buckets = self
                .buckets
                .lock()
                .unwrap_or_else(|broken| broken.into_inner());
            let new = || RateLimiter::keyed(Quota::per_second(rate)).into();
            std::sync::Arc::clone(buckets.entry(rate).or_insert_with(new))
        };
        let refused = limiter.check_key(&bucket.to_string()).err()?;
        Some(refused.wait_time_from(self.clock.now()))
    }

    fn over_rate(&self, bucket: &str, per_second: u32, at: i64) -> bool {
        let mut seconds = self
            .seconds
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        let second = at.div_euclid(1_000_000);
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
    fn a_rate_passed_is_said_once_a_second() {
        let limiter = LiveLimiter::default();
        let said: Vec<bool> = (0..5)
            .map(|at| limiter.over_rate("source", 2, at))
            .collect();
        assert_eq!(said, [false, false, true, false, false]);
        assert!(!limiter.over_rate("source", 2, 1_000_000));
    }
}
