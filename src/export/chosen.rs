use std::collections::VecDeque;

use crate::store::{
    Bound, Carried, JournalRow, ListQuery, Listing, Order, Reader, RowKind, StoreError,
};

/// How many rows of a list are read at once.
const PART: usize = 500;

/// What is exported: rows of the journal, oldest first, up to the newest cursor of when it was
/// asked for.
#[derive(Debug)]
pub struct Chosen {
    listing: Listing,
    query: ListQuery,
    upto: i64,
    after: i64,
    ended: bool,
    /// The last request of the list that was looked at: an event's list has it as often as it has
    /// events.
    last: i64,
    /// Answers that were not delivered, whose rows come later than the next request's.
    undelivered: VecDeque<JournalRow>,
}

impl Chosen {
    /// The requests that a query holds for, or those that carried the events that it holds for. The
    /// projection has to have reached `upto`.
    pub fn new(listing: Listing, query: ListQuery, upto: i64) -> Chosen {
        let after = match query.after {
            Some(Bound::Cursor(cursor)) => cursor.max(0),
            Some(Bound::Event(id)) => id.cursor - 1,
            None => 0,
        };
        Chosen {
            listing,
            query: ListQuery {
                order: Order::Ascending,
                before: Some(Bound::Cursor(upto.saturating_add(1))),
                limit: PART,
                ..query
            },
            upto,
            after,
            ended: false,
            last: 0,
            undelivered: VecDeque::new(),
        }
    }

    /// The list that requests are chosen from: without a query those are all, also the ones that
    /// carried no event.
    pub fn listing_for(asked: Listing, query: &ListQuery) -> Listing {
        match query.query {
            Some(_) => asked,
            None => Listing::Requests,
        }
    }

    /// Whether it is everything that is recorded.
    pub fn is_whole(&self) -> bool {
        !self.is_narrowed() && self.after == 0
    }

    fn is_narrowed(&self) -> bool {
        let query = &self.query;
        query.query.is_some() || query.session.is_some() || query.platform.is_some()
    }

    /// The list whose rows are chosen from.
    pub fn listing(&self) -> Listing {
        self.listing
    }

    /// What is asked of it.
    pub fn query(&self) -> &ListQuery {
        &self.query
    }

    /// Goes on from there the next time.
    pub fn go_on(&mut self, from: Option<Bound>) {
        self.query.after = from.or(self.query.after);
        self.ended = from.is_none();
    }

    /// Whether there is nothing left.
    pub fn is_ended(&self) -> bool {
        self.ended
    }

    /// The next rows; none at the end.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn next(&mut self, reader: &Reader) -> Result<Option<Vec<JournalRow>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        match self.is_narrowed() {
            true => self.listed(reader).map(Some),
            false => self.all(reader).map(Some),
        }
    }

    fn all(&mut self, reader: &Reader) -> Result<Vec<JournalRow>, StoreError> {
        let whole = self.is_whole();
        let Carried { rows, reached } =
            reader.carried(self.last.max(self.after), self.upto, whole)?;
        self.last = reached;
        self.ended = reached >= self.upto;
        Ok(rows)
    }

    fn listed(&mut self, reader: &Reader) -> Result<Vec<JournalRow>, StoreError> {
        let (cursors, next): (Vec<(i64, bool)>, _) = match self.listing {
            Listing::Events => {
                let page = reader.events(&self.query)?;
                let cursors = page.items.iter().map(|event| (event.cursor, true));
                (cursors.collect(), page.next)
            }
            Listing::Requests => {
                let page = reader.requests(&self.query)?;
                let cursors = page.items.iter().map(|row| (row.cursor, !row.delivered));
                (cursors.collect(), page.next)
            }
        };
        let mut rows = Vec::new();
        for (cursor, may_be_undelivered) in cursors {
            if cursor <= self.last {
                continue;
            }
            self.last = cursor;
            self.before(cursor, &mut rows);
            rows.extend(reader.request_row(cursor)?);
            if may_be_undelivered
                && reader.request(cursor)?.is_some_and(|row| !row.delivered)
                && let Some(row) = reader.undelivered_row(cursor)?
                && row.cursor <= self.upto
            {
                let at = self
                    .undelivered
                    .partition_point(|other| other.cursor < row.cursor);
                self.undelivered.insert(at, row);
            }
        }
        self.go_on(next.as_deref().and_then(Bound::parse));
        if self.ended {
            rows.extend(self.undelivered.drain(..));
        }
        Ok(rows)
    }

    /// Takes the undelivered answers whose rows come before that cursor.
    fn before(&mut self, cursor: i64, rows: &mut Vec<JournalRow>) {
        let earlier = self.undelivered.partition_point(|row| row.cursor < cursor);
        rows.extend(self.undelivered.drain(..earlier));
    }
}

/// Whether a row is a request.
pub fn is_request(row: &JournalRow) -> bool {
    row.kind == RowKind::Request.number()
}
