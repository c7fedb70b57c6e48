use rusqlite::Connection;

use super::{Budget, Resolver};
use crate::store::list::Listed;
use crate::store::postings::CHUNK;
use crate::store::{ListQuery, Order, Reader, StoreError};

/// A part of a list.
pub struct Found<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the list goes on, if it does.
    pub next: Option<String>,
    /// Whether the time ended before the part was full.
    pub incomplete: bool,
}

/// Walks along a list until the part is full or the time is over.
///
/// # Errors
/// The recording cannot be read, or nobody waits any more.
pub fn list<T: Listed>(
    db: &Connection,
    reader: &Reader,
    query: &ListQuery,
    budget: &Budget,
) -> Result<Found<T>, StoreError> {
    let mut walk = Walk {
        resolver: Resolver::new::<T>(db, reader, query)?,
        query,
        budget,
        found: Vec::new(),
        looked: 0,
        last: None,
    };
    let ended = walk.run()?;
    let Walk {
        mut found, last, ..
    } = walk;
    let is_more = found.len() > query.limit;
    found.truncate(query.limit);
    let from = match (is_more, ended) {
        (true, _) => found.last().copied(),
        (false, false) => last,
        (false, true) => None,
    };
    let items = found.into_iter().map(|row| T::at(db, row));
    Ok(Found {
        items: items
            .filter_map(Result::transpose)
            .collect::<Result<_, _>>()?,
        next: from
            .map(|row| T::place(db, row, query.order))
            .transpose()?
            .flatten(),
        incomplete: !is_more && !ended,
    })
}

struct Walk<'a> {
    resolver: Resolver<'a>,
    query: &'a ListQuery,
    budget: &'a Budget,
    found: Vec<i64>,
    /// How many rows and chunks were looked at: one at least, however slow the machine is.
    looked: usize,
    /// The row looked at last: the list goes on after it.
    last: Option<i64>,
}

impl Walk<'_> {
    /// Walks; true if the end of the list was reached or the part is full.
    fn run(&mut self) -> Result<bool, StoreError> {
        for chunk in self.resolver.chunks(self.query.order) {
            let chunk = chunk?;
            if self.is_over()? {
                return Ok(false);
            }
            self.looked += 1;
            let span = self.resolver.span(chunk)?;
            let ended = match self.query.order {
                Order::Descending => self.rows(&span, span.possible.rows(chunk).rev())?,
                Order::Ascending => self.rows(&span, span.possible.rows(chunk))?,
            };
            if !ended {
                return Ok(false);
            }
            if self.found.len() > self.query.limit {
                return Ok(true);
            }
            self.last = Some(match self.query.order {
                Order::Descending => chunk * CHUNK,
                Order::Ascending => (chunk + 1) * CHUNK - 1,
            });
        }
        Ok(true)
    }

    /// Looks at the rows of a chunk; false if the time is over.
    fn rows(
        &mut self,
        span: &super::Span,
        rows: impl Iterator<Item = i64>,
    ) -> Result<bool, StoreError> {
        for row in rows {
            if !span.sure.contains(row) {
                if self.is_over()? {
                    return Ok(false);
                }
                self.looked += 1;
                self.last = Some(row);
                if !self.resolver.holds(row)? {
                    continue;
                }
            }
            self.last = Some(row);
            self.found.push(row);
            if self.found.len() > self.query.limit {
                break;
            }
        }
        Ok(true)
    }

    fn is_over(&self) -> Result<bool, StoreError> {
        self.budget.check()?;
        Ok(self.looked > 1 && self.budget.is_over())
    }
}
