use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use super::count::Tally;
use super::{Budget, Resolver};
use crate::event::{Outcome, rfc3339_from_micros};
use crate::store::list::Listed;
use crate::store::postings::{Bits, Field, Lookup};
use crate::store::{ListQuery, Order, Reader, StoreError};

/// The most buckets that are told.
pub const MOST_BUCKETS: i64 = 500;

/// How long a bucket may be, in seconds: lengths that people count in.
const LENGTHS: [i64; 17] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400,
];

/// How many came when.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Timeline {
    /// How long a bucket is, in seconds.
    pub bucket_seconds: i64,
    /// The buckets, oldest first; one in which nothing came is left out.
    pub buckets: Vec<TimelineBucket>,
    /// Whether the counts are exact.
    pub exact: bool,
}

/// What came in one stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TimelineBucket {
    /// When it begins: RFC 3339 in UTC.
    pub at: String,
    /// How many came, by outcome; one that did not occur is left out.
    #[schema(value_type = Object)]
    pub counts: BTreeMap<&'static str, u64>,
}

/// Counts the rows of a list by when they came, in `wanted` buckets at most.
///
/// # Errors
/// The recording cannot be read, or nobody waits any more.
pub fn timeline<T: Listed>(
    db: &Connection,
    reader: &Reader,
    query: &ListQuery,
    wanted: i64,
    budget: &Budget,
) -> Result<Timeline, StoreError> {
    let mut resolver = Resolver::new::<T>(db, reader, query)?;
    // First which rows, then how long a bucket is: that depends on when the first and the last came.
    let mut chunks = Vec::new();
    let mut ends: Option<(i64, i64)> = None;
    for chunk in resolver.chunks(Order::Descending) {
        let chunk = chunk?;
        let resolved = resolver.resolve(chunk, budget)?;
        let rows = resolved.found.or(&resolved.open).or(&resolved.skipped);
        if rows.is_empty() {
            continue;
        }
        let lookup = resolver.lookup(chunk);
        if let Some((first, last)) = times(&lookup, &rows)? {
            let (from, to) = ends.unwrap_or((first, last));
            ends = Some((from.min(first), to.max(last)));
        }
        chunks.push((chunk, resolved));
    }
    let (first, last) = ends.unwrap_or_default();
    let length = length(last - first + 1, wanted.clamp(1, MOST_BUCKETS));
    let mut tallies: BTreeMap<i64, [Tally; Outcome::ALL.len()]> = BTreeMap::new();
    let mut exact = true;
    for (chunk, resolved) in chunks {
        budget.check()?;
        exact &= resolved.is_exact();
        let lookup = resolver.lookup(chunk);
        let mut outcomes = [Bits::NONE; Outcome::ALL.len()];
        for (outcome, bits) in Outcome::ALL.iter().zip(&mut outcomes) {
            *bits = lookup.of(Field::Outcome, outcome.as_str())?;
        }
        each_time(&lookup, length, |second, bits| {
            if Tally::of(&resolved, &bits).is_empty() {
                return;
            }
            let tallies = tallies.entry(second.div_euclid(length)).or_default();
            for (tally, outcome) in tallies.iter_mut().zip(&outcomes) {
                tally.add(Tally::of(&resolved, &bits.and(outcome)));
            }
        })?;
    }
    let share = &resolver.share;
    let buckets = tallies.into_iter().map(|(number, tallies)| {
        let counts = Outcome::ALL.iter().zip(tallies);
        let counts = counts.map(|(outcome, tally)| (outcome.as_str(), tally.counted(share).count));
        TimelineBucket {
            at: rfc3339_from_micros(number.saturating_mul(length * 1_000_000)),
            counts: counts.filter(|(_, count)| *count > 0).collect(),
        }
    });
    Ok(Timeline {
        bucket_seconds: length,
        buckets: buckets.filter(|bucket| !bucket.counts.is_empty()).collect(),
        exact,
    })
}

/// The length of a bucket for so many seconds.
fn length(seconds: i64, buckets: i64) -> i64 {
    let needed = (seconds + buckets - 1) / buckets + 1;
    let known = LENGTHS.into_iter().find(|length| *length >= needed);
    // Whole days.
    known.unwrap_or((needed + 86_399) / 86_400 * 86_400)
}

/// The second in which the first of the rows came, and the one of the last.
fn times(lookup: &Lookup, rows: &Bits) -> Result<Option<(i64, i64)>, StoreError> {
    let mut ends = None;
    lookup.each(Field::Minute, "", |minute, bits| {
        if !bits.and(rows).is_empty() {
            let second = number(minute) * 60;
            let (first, _) = ends.unwrap_or((second, second));
            ends = Some((first, second + 59));
        }
    })?;
    Ok(ends)
}

/// Tells the rows of each second, or of each minute where a bucket has whole ones.
fn each_time(
    lookup: &Lookup,
    length: i64,
    mut tell: impl FnMut(i64, Bits),
) -> Result<(), StoreError> {
    let (field, unit) = match length % 60 {
        0 => (Field::Minute, 60),
        _ => (Field::Second, 1),
    };
    lookup.each(field, "", |time, bits| tell(number(time) * unit, bits))?;
    Ok(())
}

fn number(time: &str) -> i64 {
    time.parse().unwrap_or_default()
}
