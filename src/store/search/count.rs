use rusqlite::Connection;
use serde::Serialize;

use super::resolver::Resolved;
use super::{Budget, Resolver};
use crate::store::list::Listed;
use crate::store::postings::Bits;
use crate::store::{ListQuery, Order, Reader, StoreError};

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// Whether that is exact. If not, there was no time to look at all of them, and the rest is
    /// estimated by the share of those looked at.
    pub exact: bool,
}

/// What was counted so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// The query holds for these.
    pub found: u64,
    /// It may hold for these; there was no time to look at them.
    pub open: u64,
    /// Of these nothing is known: there was no time for their chunk.
    pub skipped: u64,
}

/// For how many of the rows that there was time for the query held.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    /// So many rows were looked at.
    pub looked: u64,
    /// For so many of them it held.
    pub held: u64,
    /// So many rows are in the chunks that there was time for.
    pub rows: u64,
    /// What of them was counted.
    pub tally: Tally,
}

impl Tally {
    /// Of the rows of a chunk.
    pub fn of(resolved: &Resolved, rows: &Bits) -> Tally {
        Tally {
            found: resolved.found.and(rows).len(),
            open: resolved.open.and(rows).len(),
            skipped: resolved.skipped.and(rows).len(),
        }
    }

    /// Adds another one.
    pub fn add(&mut self, more: Tally) {
        self.found += more.found;
        self.open += more.open;
        self.skipped += more.skipped;
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.found + self.open + self.skipped == 0
    }

    /// As a number.
    pub fn counted(self, share: &Share) -> Counted {
        let skipped = share.tally.known(share);
        Counted {
            count: self.known(share) + self.skipped * skipped / share.rows.max(1),
            exact: self.open + self.skipped == 0,
        }
    }

    /// Without the rows of which nothing is known.
    fn known(self, share: &Share) -> u64 {
        // Nothing is known before a row was looked at: half of them.
        self.found + self.open * (share.held + 1) / (share.looked + 2)
    }
}

/// Counts the rows of a list.
///
/// # Errors
/// The recording cannot be read, or nobody waits any more.
pub fn count<T: Listed>(
    db: &Connection,
    reader: &Reader,
    query: &ListQuery,
    budget: &Budget,
) -> Result<Counted, StoreError> {
    let mut resolver = Resolver::new::<T>(db, reader, query)?;
    let mut tally = Tally::default();
    for chunk in resolver.chunks(Order::Descending) {
        let chunk = chunk?;
        let resolved = resolver.resolve(chunk, budget)?;
        tally.add(Tally::of(&resolved, &Bits::ALL));
    }
    Ok(tally.counted(&resolver.share))
}
