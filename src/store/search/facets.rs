use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;

use super::count::{Counted, Share, Tally};
use super::{Budget, Resolver};
use crate::store::list::Listed;
use crate::store::postings::{Bits, Field};
use crate::store::{ListQuery, Order, Reader, StoreError};

/// How many values of a facet are told: those with the most rows.
const TOLD: usize = 100;

/// How many values of a facet are counted: bounds the memory.
const COUNTED: usize = 10_000;

/// What is told of, by the word of the query language.
const FACETS: [(&str, Field); 7] = [
    ("platform", Field::Platform),
    ("source", Field::Source),
    ("session", Field::Session),
    ("type", Field::Type),
    ("name", Field::ShownName),
    ("outcome", Field::Outcome),
    ("finding", Field::Finding),
];

/// The values that occur, with how often.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Facets {
    /// How many rows there are in all.
    pub total: Counted,
    /// One for each word.
    pub facets: Vec<Facet>,
}

/// The values of one word.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Facet {
    /// The word of the query language: `platform`, `source`, `session`, `type`, `name`, `outcome`,
    /// `finding`.
    pub word: &'static str,
    /// Its values, the most frequent first, 100 at most.
    pub values: Vec<FacetValue>,
    /// Whether there are more values.
    pub more: bool,
    /// Whether the counts are exact.
    pub exact: bool,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// How many rows have it.
    pub count: u64,
}

/// What was counted of one word.
#[derive(Default)]
struct Counts {
    values: HashMap<String, Tally>,
    /// Values that were not counted, as there were too many.
    more: bool,
    /// Rows with values that the postings do not have.
    left: bool,
}

/// Counts the values of the rows of a list.
///
/// # Errors
/// The recording cannot be read, or nobody waits any more.
pub fn facets<T: Listed>(
    db: &Connection,
    reader: &Reader,
    query: &ListQuery,
    budget: &Budget,
) -> Result<Facets, StoreError> {
    let mut resolver = Resolver::new::<T>(db, reader, query)?;
    let mut total = Tally::default();
    let mut counts: [Counts; FACETS.len()] = Default::default();
    for chunk in resolver.chunks(Order::Descending) {
        let chunk = chunk?;
        let resolved = resolver.resolve(chunk, budget)?;
        let here = Tally::of(&resolved, &Bits::ALL);
        if here.is_empty() {
            continue;
        }
        total.add(here);
        let lookup = resolver.lookup(chunk);
        for ((_, field), counts) in FACETS.iter().zip(&mut counts) {
            lookup.each(*field, "", |value, bits| {
                counts.add(value, Tally::of(&resolved, &bits));
            })?;
            let left = lookup.of(Field::Left, &(*field as usize).to_string())?;
            counts.left |= !Tally::of(&resolved, &left).is_empty();
        }
    }
    let share = &resolver.share;
    let told = FACETS.iter().zip(counts);
    Ok(Facets {
        total: total.counted(share),
        facets: told
            .map(|((word, _), counts)| counts.told(word, share))
            .collect(),
    })
}

impl Counts {
    fn add(&mut self, value: &str, tally: Tally) {
        if tally.is_empty() {
            return;
        }
        if let Some(counted) = self.values.get_mut(value) {
            counted.add(tally);
        } else if self.values.len() < COUNTED {
            self.values.insert(value.to_string(), tally);
        } else {
            self.more = true;
        }
    }

    fn told(self, word: &'static str, share: &Share) -> Facet {
        let mut exact = !self.left && !self.more;
        let counted = self.values.into_iter().map(|(value, tally)| {
            let counted = tally.counted(share);
            exact &= counted.exact;
            let count = counted.count;
            FacetValue { value, count }
        });
        let mut values: Vec<FacetValue> = counted.filter(|value| value.count > 0).collect();
        values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let more = self.more || values.len() > TOLD;
        values.truncate(TOLD);
        Facet {
            word,
            values,
            more,
            exact,
        }
    }
}
