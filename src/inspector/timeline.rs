use jiff::Timestamp;

use super::terms::terms;
use super::{Filter, Look};
use crate::event::Outcome;
use crate::store::{Budget, Reader, StoreError, Timeline, TimelineBucket};

/// How many bars there are at most.
const BARS: i64 = 60;

/// How many bars there is room for at least: one alone is no wall.
const LEAST: i64 = 24;

/// The width of a bar and of what is free beside it, and the height of the highest, in the units
/// of the picture.
const WIDTH: i64 = 10;
const HEIGHT: u64 = 40;

/// The order in which outcomes stand on each other, from below.
const ORDER: [Outcome; 8] = [
    Outcome::Accepted,
    Outcome::Served,
    Outcome::Partial,
    Outcome::Throttled,
    Outcome::Faulted,
    Outcome::Unmatched,
    Outcome::Dropped,
    Outcome::Rejected,
];

/// When what is listed came: a bar for each stretch of time, stacked by outcome.
pub struct TimelineView {
    /// The bars, oldest first.
    pub bars: Vec<Bar>,
    /// How wide the picture is.
    pub width: i64,
    /// How high.
    pub height: u64,
    /// When the first bar begins, and when the room for bars ends.
    pub from: String,
    pub to: String,
    /// The length of a stretch in words.
    pub each: String,
    /// Whether the counts are exact.
    pub exact: bool,
}

/// What came in one stretch of time.
pub struct Bar {
    /// When it begins and ends: RFC 3339 in UTC.
    pub from: String,
    pub to: String,
    /// Where it stands.
    pub x: i64,
    /// Its parts, from below.
    pub parts: Vec<BarPart>,
    /// How many came, in words.
    pub words: String,
    /// The list, narrowed to it.
    pub href: String,
}

impl BarPart {
    /// Whether what came so was lost.
    pub fn is_lost(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Dropped | Outcome::Rejected | Outcome::Partial
        )
    }
}

/// What came with one outcome.
pub struct BarPart {
    /// The outcome.
    pub outcome: Outcome,
    /// Where it begins, from above, and how high it is.
    pub y: u64,
    pub height: u64,
}

impl TimelineView {
    /// Of a list. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn read(
        reader: &Reader,
        look: &Look,
        filter: &Filter,
        budget: &Budget,
    ) -> Result<TimelineView, StoreError> {
        let told = reader.timeline(look.view.listing(), &filter.query(), BARS, budget)?;
        Ok(TimelineView::new(&told, look, filter))
    }

    fn new(told: &Timeline, look: &Look, filter: &Filter) -> TimelineView {
        let begins: Vec<Option<i64>> = told.buckets.iter().map(begin).collect();
        let first = begins.first().copied().flatten().unwrap_or_default();
        let last = begins.last().copied().flatten().unwrap_or(first);
        let length = told.bucket_seconds.max(1);
        let room = ((last - first) / length + 1).max(LEAST);
        let highest = told.buckets.iter().map(total).max().unwrap_or(1).max(1);
        let bar = |(bucket, begin): (&TimelineBucket, Option<i64>)| {
            let begin = begin?;
            let (from, to) = (time(begin), time(begin + length));
            Some(Bar {
                x: (begin - first) / length * WIDTH,
                parts: parts(bucket, highest),
                words: words(bucket),
                href: look.link(&narrowed(filter, &from, &to)),
                from,
                to,
            })
        };
        TimelineView {
            bars: told
                .buckets
                .iter()
                .zip(begins.iter().copied())
                .filter_map(bar)
                .collect(),
            width: room * WIDTH,
            height: HEIGHT,
            from: time(first),
            to: time(first + room * length),
            each: spell(length),
            exact: told.exact,
        }
    }
}

fn begin(bucket: &TimelineBucket) -> Option<i64> {
    bucket.at.parse::<Timestamp>().ok().map(|at| at.as_second())
}

fn total(bucket: &TimelineBucket) -> u64 {
    bucket.counts.values().sum()
}

fn parts(bucket: &TimelineBucket, highest: u64) -> Vec<BarPart> {
    let counts = ORDER.into_iter().filter_map(|outcome| {
        let count = *bucket.counts.get(outcome.as_str())?;
        // One that is there is seen, however few they are.
        (count > 0).then(|| (outcome, (count * HEIGHT / highest).max(2)))
    });
    let mut heights: Vec<(Outcome, u64)> = counts.collect();
    let over = heights
        .iter()
        .map(|(_, height)| height)
        .sum::<u64>()
        .saturating_sub(HEIGHT);
    if let Some((_, largest)) = heights.iter_mut().max_by_key(|(_, height)| *height) {
        *largest = largest.saturating_sub(over);
    }
    let mut reached = 0;
    let part = |(outcome, height): (Outcome, u64)| {
        reached += height;
        BarPart {
            outcome,
            y: HEIGHT.saturating_sub(reached),
            height,
        }
    };
    heights.into_iter().map(part).collect()
}

fn words(bucket: &TimelineBucket) -> String {
    let told = ORDER.into_iter().filter_map(|outcome| {
        let count = bucket.counts.get(outcome.as_str())?;
        Some(format!("{count} {}", outcome.as_str()))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The filter with this stretch of time in place of one that it has.
fn narrowed(filter: &Filter, from: &str, to: &str) -> Filter {
    let is_time = |term: &String| term.starts_with("after:") || term.starts_with("before:");
    let mut kept = terms(filter.text());
    kept.retain(|term| !is_time(term));
    filter
        .instead(&kept.join(" "))
        .with(&format!("after:{from} before:{to}"))
}

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |time| time.to_string())
}

fn spell(seconds: i64) -> String {
    let (count, unit) = match seconds {
        ..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    match count {
        1 => unit.into(),
        _ => format!("{count} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::inspector::View;

    fn bucket(at: &str, counts: &[(&'static str, u64)]) -> TimelineBucket {
        TimelineBucket {
            at: at.into(),
            counts: counts.iter().copied().collect::<BTreeMap<_, _>>(),
        }
    }

    #[test]
    fn bars_stand_at_their_time_and_narrow_the_list_to_it() {
        let told = Timeline {
            bucket_seconds: 60,
            buckets: vec![
                bucket("2026-11-20T10:00:00Z", &[("accepted", 10)]),
                bucket("2026-11-20T10:03:00Z", &[("dropped", 1), ("accepted", 4)]),
            ],
            exact: true,
        };
        let filter = Filter::new("cart after:-1d", []);
        let look = Look {
            view: View::Events,
            flat: false,
            h: String::new(),
        };
        let shown = TimelineView::new(&told, &look, &filter);
        assert_eq!(shown.bars[1].x, 30);
        assert_eq!(shown.bars[1].words, "4 accepted, 1 dropped");
        assert_eq!(
            shown.bars[1].href,
            "/inspector/events?q=cart%20after%3A2026-11-20T10%3A03%3A00Z%20before%3A2026-11-20T10%3A04%3A00Z"
        );
        assert_eq!(
            (shown.to.as_str(), shown.each.as_str()),
            ("2026-11-20T10:24:00Z", "minute")
        );
        let heights: Vec<_> = shown.bars[1]
            .parts
            .iter()
            .map(|part| (part.y, part.height))
            .collect();
        assert_eq!(heights, [(24, 16), (20, 4)]);
    }

    #[test]
    fn one_among_a_thousand_is_seen_and_nothing_sticks_out() {
        let parts = parts(
            &bucket("", &[("accepted", 1000), ("dropped", 1), ("rejected", 1)]),
            1002,
        );
        assert!(parts.iter().all(|part| part.y + part.height <= HEIGHT));
        assert_eq!(parts.len(), 3);
        assert!(parts.iter().all(|part| part.height >= 2));
    }
}
