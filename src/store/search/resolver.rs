use std::sync::Arc;

use rusqlite::Connection;

use super::count::{Share, Tally};
use super::{Budget, Candidates, Chunks, Needs, Span, gone};
use crate::query::Query;
use crate::store::hidden::Hidden;
use crate::store::list::Listed;
use crate::store::postings::{Bits, CHUNK, Field, Lookup};
use crate::store::{ListQuery, Order, Reader, StoreError};

/// Finds the rows of a chunk that a list is narrowed to.
pub struct Resolver<'a> {
    db: &'a Connection,
    reader: &'a Reader,
    /// What the list is narrowed to.
    filter: Query,
    needs: Needs,
    candidates: Candidates<'a>,
    /// The rows of the list between its bounds.
    pub range: (i64, i64),
    /// What is not part of the recording any more.
    hidden: Arc<Hidden>,
    /// How many of the rows looked at were found.
    pub share: Share,
    holds: fn(&Resolver<'a>, i64) -> Result<bool, StoreError>,
}

/// The rows of a chunk that were found, and those that there was no time to look at.
pub struct Resolved {
    /// The query holds for these.
    pub found: Bits,
    /// It may hold for these.
    pub open: Bits,
    /// Of these nothing is known: the time was over before the chunk was asked about.
    pub skipped: Bits,
}

impl Resolved {
    /// Whether all that the query holds for was found.
    pub fn is_exact(&self) -> bool {
        self.open.is_empty() && self.skipped.is_empty()
    }
}

impl<'a> Resolver<'a> {
    /// Of the list of `T`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new<T: Listed>(
        db: &'a Connection,
        reader: &'a Reader,
        query: &'a ListQuery,
    ) -> Result<Resolver<'a>, StoreError> {
        let hidden = reader.hidden(db)?;
        let filter = query.filter();
        Ok(Resolver {
            db,
            reader,
            needs: Needs::of(filter.expression()),
            filter,
            candidates: Candidates::new(db, T::LIST)?,
            range: T::range(db, query, &hidden)?,
            hidden,
            share: Share::default(),
            holds: |it, row| T::holds(&it.filter, it.db, it.reader, row, it.needs),
        })
    }

    /// The chunks that have rows of the list, in that order.
    pub fn chunks(&self, order: Order) -> Chunks<'a> {
        Chunks::new(self.db, self.candidates.list(), self.range, order)
    }

    /// The postings of a chunk.
    pub fn lookup(&self, chunk: i64) -> Lookup<'a> {
        self.candidates.lookup(chunk)
    }

    /// What is known of a chunk's rows without looking at them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn span(&mut self, chunk: i64) -> Result<Span, StoreError> {
        let there = self.there(chunk)?;
        if there.is_empty() {
            return Ok(Span::NONE);
        }
        let span = self.candidates.of(self.filter.expression(), chunk)?;
        Ok(span.within(&there))
    }

    /// The rows of a chunk that are there, between the bounds of the list.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn there(&self, chunk: i64) -> Result<Bits, StoreError> {
        let lookup = self.lookup(chunk);
        let (first, last) = self.range;
        let start = chunk * CHUNK;
        let within = Bits::range(first - start, last - start + 1);
        let there = lookup.of(Field::Row, "")?.and(&within);
        match there.is_empty() {
            true => Ok(there),
            false => Ok(there.without(&gone(lookup, &self.hidden)?)),
        }
    }

    /// Whether the query holds for a row, by looking at it.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn holds(&self, row: i64) -> Result<bool, StoreError> {
        (self.holds)(self, row)
    }

    /// The rows of a chunk for which the query holds, as far as the budget lasts.
    ///
    /// # Errors
    /// The recording cannot be read, or nobody waits any more.
    pub fn resolve(&mut self, chunk: i64, budget: &Budget) -> Result<Resolved, StoreError> {
        budget.check()?;
        let there = self.there(chunk)?;
        if budget.is_over() {
            return Ok(Resolved {
                found: Bits::NONE,
                open: Bits::NONE,
                skipped: there,
            });
        }
        let span = match there.is_empty() {
            true => Span::NONE,
            false => self.candidates.of(self.filter.expression(), chunk)?,
        };
        let span = span.within(&there);
        let mut resolved = Resolved {
            found: span.sure,
            open: span.possible.without(&span.sure),
            skipped: Bits::NONE,
        };
        let open = resolved.open;
        for row in open.rows(chunk).rev() {
            budget.check()?;
            if budget.is_over() {
                break;
            }
            self.share.looked += 1;
            if self.holds(row)? {
                self.share.held += 1;
                resolved.found.insert(row);
            }
            resolved.open.remove(row);
        }
        self.share.rows += there.len();
        self.share.tally.add(Tally::of(&resolved, &Bits::ALL));
        Ok(resolved)
    }
}
