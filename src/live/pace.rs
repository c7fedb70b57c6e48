use std::time::Duration;

use tokio::time::Instant;

/// The time between two batches: four a second are as many as a person can follow.
const PACE: Duration = Duration::from_millis(250);

/// How far batches may be ahead of that: after a quiet second, what comes is told at once four times.
const AHEAD: Duration = Duration::from_millis(750);

/// How often a person is told: at once after a quiet time, and not more often than can be followed.
pub struct Pace {
    /// When all batches so far would have been told, one after another.
    due: Instant,
}

impl Pace {
    /// With none told yet.
    pub fn new(now: Instant) -> Pace {
        Pace { due: now }
    }

    /// How long the next batch has to wait.
    pub fn wait(&self, now: Instant) -> Duration {
        self.due
            .saturating_duration_since(now)
            .saturating_sub(AHEAD)
    }

    /// A batch was told.
    pub fn told(&mut self, now: Instant) {
        self.due = self.due.max(now) + PACE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long each of so many batches waits, if there is always one more.
    fn waits(pace: &mut Pace, now: &mut Instant, batches: usize) -> Vec<u128> {
        let wait = |_| {
            let wait = pace.wait(*now);
            *now += wait;
            pace.told(*now);
            wait.as_millis()
        };
        (0..batches).map(wait).collect()
    }

    #[test]
    fn who_was_quiet_is_told_at_once_and_then_four_times_a_second() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        assert_eq!(waits(&mut pace, &mut now, 6), [0, 0, 0, 0, 250, 250]);
        now += Duration::from_millis(250);
        assert_eq!(waits(&mut pace, &mut now, 2), [0, 250]);
        now += Duration::from_secs(60);
        assert_eq!(waits(&mut pace, &mut now, 6), [0, 0, 0, 0, 250, 250]);
    }
}
