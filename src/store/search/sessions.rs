use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::{Budget, Resolver};
use crate::event::rfc3339_from_micros;
use crate::store::list::Listed;
use crate::store::postings::Field;
use crate::store::{EventRow, ListQuery, Order, Reader, RequestRow, StoreError};

/// A test session, and what is recorded of it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SessionRow {
    /// Its name; `default` for requests that name none.
    pub name: String,
    /// How many requests it has.
    pub requests: u64,
    /// How many events these carried.
    pub events: u64,
    /// When its first request came: RFC 3339 in UTC.
    pub first_seen: String,
    /// When its newest request came: RFC 3339 in UTC.
    pub last_seen: String,
    /// The cursor of its newest request.
    pub cursor: i64,
}

/// The requests of a session.
#[derive(Default)]
struct Seen {
    requests: u64,
    events: u64,
    first: Option<i64>,
    last: i64,
}

/// The sessions that anything is recorded of, that with the newest request first.
///
/// # Errors
/// The recording cannot be read, or not in time.
pub fn sessions(
    db: &Connection,
    reader: &Reader,
    budget: &Budget,
) -> Result<Vec<SessionRow>, StoreError> {
    let mut all: HashMap<String, Seen> = HashMap::new();
    each::<RequestRow>(db, reader, budget, |session, rows| {
        let seen = all.entry(session.to_string()).or_default();
        seen.requests += rows.count;
        seen.first = seen.first.or(Some(rows.first));
        seen.last = rows.last.max(seen.last);
    })?;
    each::<EventRow>(db, reader, budget, |session, rows| {
        if let Some(seen) = all.get_mut(session) {
            seen.events += rows.count;
        }
    })?;
    let mut rows = Vec::new();
    for (name, seen) in all {
        rows.push(SessionRow {
            first_seen: time_of(db, seen.first.unwrap_or(seen.last))?,
            last_seen: time_of(db, seen.last)?,
            cursor: seen.last,
            requests: seen.requests,
            events: seen.events,
            name,
        });
    }
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.cursor));
    Ok(rows)
}

/// Rows of one session, in one chunk.
struct Rows {
    count: u64,
    first: i64,
    last: i64,
}

/// Tells each session of each chunk of a list, oldest chunk first.
fn each<T: Listed>(
    db: &Connection,
    reader: &Reader,
    budget: &Budget,
    mut tell: impl FnMut(&str, Rows),
) -> Result<(), StoreError> {
    let all = ListQuery::default();
    let resolver = Resolver::new::<T>(db, reader, &all)?;
    for chunk in resolver.chunks(Order::Ascending) {
        let chunk = chunk?;
        // Nothing is asked of them: what is there counts, however long it takes.
        budget.check()?;
        let there = resolver.there(chunk)?;
        let lookup = resolver.lookup(chunk);
        lookup.each(Field::Session, "", |session, bits| {
            let bits = bits.and(&there);
            let ends = bits.rows(chunk).next().zip(bits.rows(chunk).next_back());
            if let Some((first, last)) = ends {
                let count = bits.len();
                tell(session, Rows { count, first, last });
            }
        })?;
        // Of a chunk with very many sessions, the rest is not in the postings.
        let left = lookup.of(Field::Left, &(Field::Session as usize).to_string())?;
        for row in left.and(&there).rows(chunk) {
            budget.check()?;
            if let Some(session) = session_of::<T>(db, row)? {
                let rows = Rows {
                    count: 1,
                    first: row,
                    last: row,
                };
                tell(&session, rows);
            }
        }
    }
    Ok(())
}

fn session_of<T: Listed>(db: &Connection, row: i64) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT session FROM {} WHERE {} = ?1", T::TABLE, T::KEY);
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement.query_row([row], |row| row.get(0)).optional()?)
}

fn time_of(db: &Connection, cursor: i64) -> Result<String, StoreError> {
    let mut statement = db.prepare_cached("SELECT received_at FROM request WHERE cursor = ?1")?;
    let at = statement.query_row([cursor], |row| row.get(0))?;
    Ok(rfc3339_from_micros(at))
}
