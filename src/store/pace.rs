use std::time::{Duration, Instant};

/// From this many events a second on, explaining them makes way for answering their requests.
const BUSY: f64 = 8_000.0;

/// Over how long that is measured: many come at once after each hitch of the disk.
const WINDOW: Duration = Duration::from_millis(500);

/// How many times as long as it worked the projection then rests: it works on two threads.
const REST: u32 = 15;

/// Leaves the processor to the answers while requests come fast. What is not explained yet is in
/// the journal, and is caught up with as soon as they come slower.
pub struct Pace {
    /// When the work at hand began.
    began: Instant,
    /// Until when it rests after the work done last, if requests come fast for so long.
    rested: Instant,
    /// Where the window began, in time and in the journal.
    since: Instant,
    head: i64,
    is_busy: bool,
}

impl Pace {
    /// Begins at the cursor `head`.
    pub fn new(head: i64) -> Pace {
        let now = Instant::now();
        Pace {
            began: now,
            rested: now,
            since: now,
            head,
            is_busy: false,
        }
    }

    /// Begins some work.
    pub fn work(&mut self) {
        self.began = Instant::now();
    }

    /// Ends it.
    pub fn worked(&mut self) {
        let now = Instant::now();
        self.rested = now + (now - self.began) * REST;
    }

    /// How long to rest before it is asked again, now that the newest cursor is `head` and a request
    /// has about so many events: none to go on. No longer than it takes to see that requests come
    /// slower.
    pub fn rest(&mut self, head: i64, weight: f64) -> Duration {
        let now = Instant::now();
        let window = now - self.since;
        if window >= WINDOW {
            let came = u32::try_from(head.saturating_sub(self.head)).unwrap_or(u32::MAX);
            let events = f64::from(came) * weight.max(1.0);
            self.is_busy = events / window.as_secs_f64() > BUSY;
            (self.since, self.head) = (now, head);
        }
        match self.is_busy {
            true => self.rested.saturating_duration_since(now).min(WINDOW),
            false => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that has worked for a window, and began twice as long ago.
    fn worked() -> Pace {
        let mut pace = Pace::new(0);
        pace.since -= 2 * WINDOW;
        pace.began -= WINDOW;
        pace.worked();
        pace
    }

    /// What is told after a window in which the cursor went from 0 to `head`.
    fn rest(head: i64, weight: f64) -> Duration {
        worked().rest(head, weight)
    }

    #[test]
    fn it_rests_only_while_requests_come_fast() {
        assert_eq!(rest(0, 1.0), Duration::ZERO);
        assert_eq!(rest(0, 1_000_000_000.0), Duration::ZERO);
        assert_eq!(rest(4000, 1.0), Duration::ZERO);
        assert_eq!(rest(1_000_000_000, 0.0), WINDOW);
        assert_eq!(rest(1, 1_000_000_000.0), WINDOW);
    }

    #[test]
    fn many_at_once_are_not_yet_fast() {
        assert_eq!(Pace::new(0).rest(1_000_000_000, 1.0), Duration::ZERO);
    }

    #[test]
    fn it_goes_on_resting_until_a_window_was_slow() {
        let mut pace = worked();
        assert_eq!(pace.rest(1_000_000, 1.0), WINDOW);
        assert_eq!(pace.rest(1_000_000, 1.0), WINDOW);
        pace.since -= WINDOW;
        assert_eq!(pace.rest(1_000_000, 1.0), Duration::ZERO);
    }

    #[test]
    fn it_rests_in_proportion_to_its_work() {
        let mut pace = worked();
        assert!(pace.rest(1_000_000, 1.0) > Duration::ZERO);
        pace.rested -= WINDOW * (REST + 1);
        assert_eq!(pace.rest(1_000_000, 1.0), Duration::ZERO);
    }
}
