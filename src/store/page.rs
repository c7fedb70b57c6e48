use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::EventId;
use crate::query::{Condition, Expression, Query, Word};

/// Which way a list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Oldest first.
    Ascending,
    /// Newest first.
    Descending,
}

/// A place in a list: a cursor, or for a place inside a request an event's id. Both ends are
/// exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The request with this cursor, with all its events.
    Cursor(i64),
    /// One event.
    Event(EventId),
}

impl Bound {
    /// Reads `1204` or `1204.17`.
    pub fn parse(text: &str) -> Option<Bound> {
        match text.contains('.') {
            true => text.parse().ok().map(Bound::Event),
            false => text
                .parse()
                .ok()
                .map(|cursor: i64| Bound::Cursor(cursor.clamp(-1, 1 << 38))),
        }
    }

    /// The last event that is not after this bound.
    pub fn last(self) -> EventId {
        EventId::unpack(self.last_event())
    }

    /// The largest key that is not after this bound.
    pub(super) fn last_event(self) -> i64 {
        match self {
            Bound::Cursor(cursor) => EventId {
                cursor,
                place: i64::MAX,
            }
            .packed(),
            Bound::Event(id) => id.packed(),
        }
    }

    /// The smallest key that is not before this bound.
    pub(super) fn first_event(self) -> i64 {
        match self {
            Bound::Cursor(cursor) => EventId { cursor, place: 0 }.packed(),
            Bound::Event(id) => id.packed(),
        }
    }

    /// The cursor of it.
    pub fn cursor(self) -> i64 {
        match self {
            Bound::Cursor(cursor) => cursor,
            Bound::Event(id) => id.cursor,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Cursor(cursor) => cursor.fmt(f),
            Bound::Event(id) => id.fmt(f),
        }
    }
}

/// What a list is asked for.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Which way.
    pub order: Order,
    /// Only what comes after this, if given.
    pub after: Option<Bound>,
    /// Only what comes before this, if given.
    pub before: Option<Bound>,
    /// How many at most.
    pub limit: usize,
    /// Only this test session, if given.
    pub session: Option<String>,
    /// Only this platform, if given.
    pub platform: Option<String>,
    /// Only what this query holds for, if given.
    pub query: Option<Arc<Query>>,
}

impl ListQuery {
    /// Session, platform and query as one query.
    pub(super) fn filter(&self) -> Query {
        let word = |word, value: &Option<String>| {
            value.clone().map(|value| {
                let prefix = false;
                Expression::Is(Condition::Word {
                    word,
                    value,
                    prefix,
                })
            })
        };
        let query = self.query.as_ref().map(|query| query.expression().clone());
        let parts = [
            word(Word::Session, &self.session),
            word(Word::Platform, &self.platform),
            query,
        ];
        Query::new(Expression::all_of(parts.into_iter().flatten()))
    }

    /// Whether it leaves out rows between its bounds.
    pub(super) fn is_narrowed(&self) -> bool {
        self.session.is_some() || self.platform.is_some() || self.query.is_some()
    }
}

impl Default for ListQuery {
    fn default() -> ListQuery {
        ListQuery {
            order: Order::Descending,
            after: None,
            before: None,
            limit: 100,
            session: None,
            platform: None,
            query: None,
        }
    }
}

/// A part of a list, and where the recording stood when it was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
    /// What to pass as `after` (ascending) or `before` (descending) for the next part; null at
    /// the end.
    pub next: Option<String>,
    /// Whether the time was over before the part was full: ask again with `next` for the rest.
    pub incomplete: bool,
}
