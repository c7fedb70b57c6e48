use std::sync::Arc;

use rusqlite::Connection;

use super::count::Share;
use super::{Budget, Candidates, Needs, Span, gone};
use crate::store::hidden::Hidden;
use crate::store::list::Listed;
use crate::store::postings::{Bits, CHUNK, Field, Lookup, chunk_of};
use crate::store::{ListQuery, Reader, StoreError};

/// Finds the rows of a chunk that a list is narrowed to.
pub struct Resolver<'a> {
    db: &'a Connection,
    reader: &'a Reader,
    query: &'a ListQuery,
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
        let expression = query.query.as_ref().map(|query| query.expression());
        Ok(Resolver {
            db,
            reader,
            query,
            needs: expression.map(Needs::of).unwrap_or_default(),
            candidates: Candidates::new(db, T::LIST)?,
            range: T::range(db, query, &hidden)?,
            hidden,
            share: Share::default(),
            holds: |it, row| match it.query.query.as_ref() {
                Some(query) => T::holds(query, it.db, it.reader, row, it.needs),
                None => Ok(true),
            },
        })
    }

    /// The chunks that have rows of the list, oldest first.
    pub fn chunks(&self) -> std::ops::RangeInclusive<i64> {
        let (first, last) = self.range;
        match first <= last {
            true => chunk_of(first)..=chunk_of(last),
            // None.
            false => 1..=0,
        }
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
        let lookup = self.lookup(chunk);
        let (first, last) = self.range;
        let start = chunk * CHUNK;
        let within = Bits::range(first - start, last - start + 1);
        let mut there = lookup.of(Field::Row, "")?.and(&within);
        if !there.is_empty() {
            there = there.without(&gone(lookup, &self.hidden)?);
        }
        for (field, value) in [
            (Field::Session, &self.query.session),
            (Field::Platform, &self.query.platform),
        ] {
            if let Some(value) = value
                && !there.is_empty()
            {
                there = there.and(&lookup.of(field, value)?);
            }
        }
        match self.query.query.as_ref() {
            Some(query) if !there.is_empty() => Ok(self
                .candidates
                .of(query.expression(), chunk)?
                .within(&there)),
            _ => Ok(Span::exactly(there)),
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
        let span = self.span(chunk)?;
        let mut resolved = Resolved {
            found: span.sure,
            open: span.possible.without(&span.sure),
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
        Ok(resolved)
    }
}
