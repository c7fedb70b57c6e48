use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often a person sees a number change.
const OFTEN: Duration = Duration::from_millis(200);

/// How often a log gets a line.
const SELDOM: Duration = Duration::from_secs(5);

/// How far something is, on standard error: one line that changes where a person looks on, a line
/// now and then elsewhere. What is done at once is not told.
pub struct Progress {
    what: &'static str,
    of: i64,
    started: Instant,
    next: Instant,
    is_terminal: bool,
    told: bool,
}

impl Progress {
    /// Of so many.
    pub fn new(what: &'static str, of: i64) -> Progress {
        let is_terminal = io::stderr().is_terminal();
        let now = Instant::now();
        Progress {
            what,
            of,
            started: now,
            next: now + if is_terminal { OFTEN } else { SELDOM },
            is_terminal,
            told: false,
        }
    }

    /// So many are done.
    pub fn reached(&mut self, done: i64) {
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + if self.is_terminal { OFTEN } else { SELDOM };
        self.told = true;
        let text = said(self.what, done, self.of, now - self.started);
        let end = if self.is_terminal { "\u{1b}[K\r" } else { "\n" };
        drop(write!(io::stderr(), "{text}{end}"));
    }

    /// Waits a little before it is asked again.
    pub fn pause(&self) {
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.told && self.is_terminal {
            drop(write!(io::stderr(), "\u{1b}[K"));
        }
    }
}

/// `indexed 120000 of 1000000, 28000 a second, 31 s left`
fn said(what: &str, done: i64, of: i64, took: Duration) -> String {
    let rate = done.max(0) as f64 / took.as_secs_f64().max(0.001);
    // What is slow has a digit more.
    let digits = usize::from(rate > 0.0 && rate < 10.0);
    let left = of.saturating_sub(done).max(0) as f64 / rate;
    let left = match left.is_finite() {
        true => format!(", {left:.0} s left"),
        false => String::new(),
    };
    format!("{what} {done} of {of}, {rate:.digits$} a second{left}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_fast_and_how_long() {
        let said = |done, seconds| said("indexed", done, 1000, Duration::from_secs(seconds));
        assert_eq!(said(200, 2), "indexed 200 of 1000, 100 a second, 8 s left");
        assert_eq!(said(0, 2), "indexed 0 of 1000, 0 a second");
        assert_eq!(
            said(3, 6),
            "indexed 3 of 1000, 0.5 a second, 1994 s left",
            "one a minute is not none"
        );
        assert_eq!(
            said(1000, 0),
            "indexed 1000 of 1000, 1000000 a second, 0 s left"
        );
    }
}
