use rusqlite::Connection;
use serde::Serialize;

use super::{Budget, Resolver};
use crate::store::list::Listed;
use crate::store::{ListQuery, Reader, StoreError};

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// Whether that is exact. If not, there was no time to look at all of them, and the rest is
    /// estimated by the share of those looked at.
    pub exact: bool,
}

/// What was counted so far: rows that were found, and rows that nobody looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// The query holds for these.
    pub found: u64,
    /// It may hold for these.
    pub open: u64,
}

/// For how many of the rows that were looked at the query held.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share {
    pub looked: u64,
    pub held: u64,
}

impl Tally {
    /// As a number.
    pub fn counted(self, share: Share) -> Counted {
        // Nothing is known before a row was looked at: half of them.
        let (held, looked) = (share.held + 1, share.looked + 2);
        Counted {
            count: self.found + self.open * held / looked,
            exact: self.open == 0,
        }
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
    for chunk in resolver.chunks().rev() {
        let resolved = resolver.resolve(chunk, budget)?;
        tally.found += resolved.found.len();
        tally.open += resolved.open.len();
    }
    Ok(tally.counted(resolver.share))
}
