use std::str::FromStr;
use std::time::{Duration, Instant};

/// How fast requests follow each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// Each as soon as the one before it is answered.
    Max,
    /// So many times as fast as they came.
    Times(f64),
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Speed, String> {
        if text == "max" {
            return Ok(Speed::Max);
        }
        let factor = text.strip_suffix('x').unwrap_or(text).parse::<f64>();
        match factor {
            Ok(factor) if (0.001..=1_000_000.0).contains(&factor) => Ok(Speed::Times(factor)),
            _ => Err("expected max, or how many times as fast as they came (1, 10, 0.5)".into()),
        }
    }
}

/// When each request is due.
pub struct Pace {
    speed: Speed,
    begun: Instant,
    /// When the first of them came.
    first: Option<i64>,
}

impl Pace {
    /// That of requests of which the first is sent now.
    pub fn new(speed: Speed) -> Pace {
        Pace {
            speed,
            begun: Instant::now(),
            first: None,
        }
    }

    /// How long to wait before the request is sent that came at `at` (microseconds since 1970). One
    /// that is late is sent at once.
    pub fn pause(&mut self, at: i64) -> Duration {
        let first = *self.first.get_or_insert(at);
        let Speed::Times(factor) = self.speed else {
            return Duration::ZERO;
        };
        let after = at.saturating_sub(first).max(0) as f64 / 1e6 / factor;
        let due = Duration::try_from_secs_f64(after).unwrap_or(Duration::MAX);
        due.saturating_sub(self.begun.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_factor_or_none() {
        assert_eq!("max".parse(), Ok(Speed::Max));
        assert_eq!("10x".parse(), Ok(Speed::Times(10.0)));
        assert_eq!("0.5".parse(), Ok(Speed::Times(0.5)));
        for wrong in ["", "0", "-1", "fast", "NaN", "inf"] {
            assert!(wrong.parse::<Speed>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_request_waits_as_long_as_it_came_after_the_first() {
        let mut pace = Pace::new(Speed::Times(2.0));
        assert_eq!(pace.pause(1_000_000), Duration::ZERO);
        let pause = pace.pause(121_000_000);
        assert!(
            pause > Duration::from_secs(50) && pause <= Duration::from_secs(60),
            "{pause:?}"
        );
        // A clock that stepped back.
        assert_eq!(pace.pause(0), Duration::ZERO);
        let mut pace = Pace::new(Speed::Max);
        pace.pause(0);
        assert_eq!(pace.pause(121_000_000), Duration::ZERO);
    }
}
