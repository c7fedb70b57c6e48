use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most events that can be asked for.
const MOST: usize = 1000;

/// How many events are expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// At least so many; 1 if nothing is said, 1000 at most.
    #[serde(default = "one")]
    pub min: usize,
    /// At most so many, if there is a limit; 1000 at most.
    #[serde(default)]
    pub max: Option<usize>,
}

fn one() -> usize {
    1
}

/// What a number of events means for what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Fewer than expected: more may come.
    TooFew,
    /// As many as expected.
    Holds,
    /// More than expected, whatever comes.
    TooMany,
}

impl Count {
    /// One at least.
    pub const SOME: Count = Count { min: 1, max: None };

    /// What is wrong with it, if anything.
    pub fn wrong(self) -> Option<String> {
        match self.max {
            _ if self.min > MOST => Some(format!("min is {}, and {MOST} is the most", self.min)),
            Some(max) if max > MOST => Some(format!("max is {max}, and {MOST} is the most")),
            Some(max) if max < self.min => Some(format!("max is {max}, and min is {}", self.min)),
            _ => None,
        }
    }

    /// What `found` events mean.
    pub fn decide(self, found: usize) -> Decided {
        match self.max {
            Some(max) if found > max => Decided::TooMany,
            _ if found < self.min => Decided::TooFew,
            _ => Decided::Holds,
        }
    }

    /// After how many events nothing changes any more: then nobody has to look for further ones.
    pub fn decisive(self) -> usize {
        match self.max {
            Some(max) => max + 1,
            None => self.min,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (_, Some(0)) => f.write_str("none"),
            (min, Some(max)) if min == max => write!(f, "{min}"),
            (0, Some(max)) => write!(f, "at most {max}"),
            (min, Some(max)) => write!(f, "{min} to {max}"),
            (min, None) => write!(f, "at least {min}"),
        }
    }
}

impl FromStr for Count {
    type Err = String;

    /// Reads `2`, `1..`, `..3` and `1..3`.
    fn from_str(text: &str) -> Result<Count, String> {
        let number = |text: &str| text.trim().parse::<usize>().ok();
        let read = match text.split_once("..") {
            None => number(text).map(|exact| (exact, Some(exact))),
            Some((min, "")) => number(min).map(|min| (min, None)),
            Some(("", max)) => number(max).map(|max| (0, Some(max))),
            Some((min, max)) => number(min).zip(number(max).map(Some)),
        };
        let Some((min, max)) = read else {
            return Err("expected a number or a range: 2, 1.., ..3, 1..3".into());
        };
        let count = Count { min, max };
        match count.wrong() {
            Some(wrong) => Err(wrong),
            None => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_number_or_a_range() {
        for (text, min, max) in [
            ("2", 2, Some(2)),
            ("1..", 1, None),
            ("..3", 0, Some(3)),
            ("1..3", 1, Some(3)),
            ("0", 0, Some(0)),
        ] {
            assert_eq!(text.parse(), Ok(Count { min, max }), "{text}");
        }
        for text in ["", "..", "a", "3..1", "-1", "1001", "1...3"] {
            assert!(text.parse::<Count>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_count_decides_and_says_when_no_more_matters() {
        let some = Count::SOME;
        assert_eq!(some.decide(0), Decided::TooFew);
        assert_eq!(some.decide(1), Decided::Holds);
        assert_eq!(some.decisive(), 1);
        let once = Count {
            min: 1,
            max: Some(1),
        };
        assert_eq!(once.decide(2), Decided::TooMany);
        assert_eq!(once.decisive(), 2);
        assert_eq!(once.to_string(), "1");
        assert_eq!(some.to_string(), "at least 1");
    }
}
