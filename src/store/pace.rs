use std::time::{Duration, Instant};

/// From this many events a second on, explaining them makes way for answering their requests.
const BUSY: f64 = 8_000.0;

/// How many times as long as it worked the projection then rests: it works on two threads.
const REST: u32 = 15;

/// Leaves the processor to the answers while requests come fast. What is not explained yet is in
/// the journal, and is caught up with as soon as they come slower.
pub struct Pace {
    since: Instant,
    head: i64,
}

impl Pace {
    /// Begins at the cursor `head`.
    pub fn new(head: i64) -> Pace {
        Pace {
            since: Instant::now(),
            head,
        }
    }

    /// How long to rest, now that the newest cursor is `head` and a request has about so many events.
    pub fn rest(&mut self, head: i64, weight: f64) -> Duration {
        let worked = self.since.elapsed();
        let came = u32::try_from(head.saturating_sub(self.head)).unwrap_or(u32::MAX);
        self.rested(head);
        match f64::from(came) * weight.max(1.0) / worked.as_secs_f64().max(0.001) > BUSY {
            true => worked * REST,
            false => Duration::ZERO,
        }
    }

    /// Begins anew, now that the newest cursor is `head`: only the time of work counts.
    pub fn rested(&mut self, head: i64) {
        *self = Pace::new(head);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rests_only_while_requests_come_fast() {
        assert_eq!(Pace::new(7).rest(7, 1.0), Duration::ZERO);
        assert_eq!(Pace::new(7).rest(7, 1_000_000_000.0), Duration::ZERO);
        assert!(Pace::new(0).rest(1_000_000_000, 0.0) > Duration::ZERO);
        assert!(Pace::new(0).rest(1, 1_000_000_000.0) > Duration::ZERO);
    }
}
