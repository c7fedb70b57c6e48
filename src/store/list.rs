use rusqlite::{Connection, OptionalExtension, Row};

use super::hidden::Hidden;
use super::postings::List;
use super::search::{Found, Needs, StoredEvent, StoredRequest};
use super::{Bound, EventId, EventRow, ListQuery, Order, Reader, RequestRow, StoreError};
use crate::query::Query;

/// A row that is listed, by its number in the list: an event's ordinal, a request's cursor.
pub trait Listed: Sized {
    /// Its list.
    const LIST: List;
    /// Its table.
    const TABLE: &'static str;
    /// The column of its number.
    const KEY: &'static str;

    /// Reads a whole row of the table.
    fn read(row: &Row) -> Result<Self, rusqlite::Error>;

    /// Its id, from which a list goes on.
    fn id(&self) -> &str;

    /// The first row that comes after `bound`.
    fn after(db: &Connection, bound: Bound) -> Result<i64, StoreError>;

    /// The last row that comes before `bound`.
    fn before(db: &Connection, bound: Bound) -> Result<i64, StoreError>;

    /// The bound from which a list goes on that has reached the row with that number.
    fn place(db: &Connection, row: i64, order: Order) -> Result<Option<String>, StoreError>;

    /// Whether a query holds for a row, by reading it.
    fn holds(
        query: &Query,
        db: &Connection,
        reader: &Reader,
        row: i64,
        needs: Needs,
    ) -> Result<bool, StoreError>;

    /// The row with that number.
    fn at(db: &Connection, row: i64) -> Result<Option<Self>, StoreError> {
        let sql = format!("SELECT * FROM {} WHERE {} = ?1", Self::TABLE, Self::KEY);
        let mut statement = db.prepare_cached(&sql)?;
        Ok(statement.query_row([row], Self::read).optional()?)
    }

    /// The numbers of the first and the last row between the bounds of a list, above what is hidden
    /// altogether.
    fn range(
        db: &Connection,
        query: &ListQuery,
        hidden: &Hidden,
    ) -> Result<(i64, i64), StoreError> {
        let sql = format!(
            "SELECT coalesce((SELECT min({key}) FROM {table}), 1), \
             coalesce((SELECT max({key}) FROM {table}), 0)",
            key = Self::KEY,
            table = Self::TABLE
        );
        let (first, last): (i64, i64) = db
            .prepare_cached(&sql)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let after = query.after.map(|bound| Self::after(db, bound));
        let before = query.before.map(|bound| Self::before(db, bound));
        let first = match hidden.floor() {
            0 => first,
            floor => Self::after(db, Bound::Cursor(floor))?.max(first),
        };
        Ok((
            after.transpose()?.unwrap_or(first).max(first),
            before.transpose()?.unwrap_or(last).min(last),
        ))
    }
}

impl Listed for EventRow {
    const LIST: List = List::Events;
    const TABLE: &'static str = "event";
    const KEY: &'static str = "ord";

    fn read(row: &Row) -> Result<EventRow, rusqlite::Error> {
        EventRow::read(row)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn after(db: &Connection, bound: Bound) -> Result<i64, StoreError> {
        let sql = "SELECT ord FROM event WHERE id > ?1 ORDER BY id LIMIT 1";
        let ord = db
            .prepare_cached(sql)?
            .query_row([bound.last_event()], |row| row.get(0));
        Ok(ord.optional()?.unwrap_or(i64::MAX))
    }

    fn before(db: &Connection, bound: Bound) -> Result<i64, StoreError> {
        let sql = "SELECT ord FROM event WHERE id < ?1 ORDER BY id DESC LIMIT 1";
        let ord = db
            .prepare_cached(sql)?
            .query_row([bound.first_event()], |row| row.get(0));
        Ok(ord.optional()?.unwrap_or(0))
    }

    fn place(db: &Connection, row: i64, order: Order) -> Result<Option<String>, StoreError> {
        // A row that was looked at may be gone by now, or was never there: the next one, which was
        // looked at too, stands for it.
        let sql = match order {
            Order::Descending => "SELECT id FROM event WHERE ord >= ?1 ORDER BY ord LIMIT 1",
            Order::Ascending => "SELECT id FROM event WHERE ord <= ?1 ORDER BY ord DESC LIMIT 1",
        };
        let id = db.prepare_cached(sql)?.query_row([row], |row| row.get(0));
        let id = id.optional()?.map(EventId::unpack);
        Ok(id.map(|id| id.to_string()))
    }

    fn holds(
        query: &Query,
        db: &Connection,
        reader: &Reader,
        row: i64,
        needs: Needs,
    ) -> Result<bool, StoreError> {
        let event = StoredEvent::at(db, reader, row, needs)?;
        Ok(event.is_some_and(|event| query.matches(&event.document())))
    }
}

impl Listed for RequestRow {
    const LIST: List = List::Requests;
    const TABLE: &'static str = "request";
    const KEY: &'static str = "cursor";

    fn read(row: &Row) -> Result<RequestRow, rusqlite::Error> {
        RequestRow::read(row)
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn after(_: &Connection, bound: Bound) -> Result<i64, StoreError> {
        Ok(bound.cursor() + 1)
    }

    fn before(_: &Connection, bound: Bound) -> Result<i64, StoreError> {
        Ok(bound.cursor() - 1)
    }

    fn place(_: &Connection, row: i64, _: Order) -> Result<Option<String>, StoreError> {
        Ok(Some(row.to_string()))
    }

    fn holds(
        query: &Query,
        db: &Connection,
        reader: &Reader,
        row: i64,
        needs: Needs,
    ) -> Result<bool, StoreError> {
        let request = StoredRequest::at(db, reader, row, needs)?;
        Ok(request.is_some_and(|request| query.matches(&request.document())))
    }
}

/// A part of a list that is not narrowed, of which nothing is hidden but what lies below the floor.
///
/// # Errors
/// The index cannot be read.
pub fn all<T: Listed>(
    db: &Connection,
    query: &ListQuery,
    hidden: &Hidden,
) -> Result<Found<T>, StoreError> {
    let direction = match query.order {
        Order::Ascending => "ASC",
        Order::Descending => "DESC",
    };
    let (table, key) = (T::TABLE, T::KEY);
    let sql = format!(
        "SELECT * FROM {table} WHERE {key} BETWEEN ?1 AND ?2 ORDER BY {key} {direction} LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let (first, last) = T::range(db, query, hidden)?;
    // One more than was asked for: whether the list goes on.
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1) + 1;
    let rows = statement.query_map([first, last, limit], T::read)?;
    let mut items = rows.collect::<Result<Vec<T>, _>>()?;
    let more = items.len() > query.limit;
    items.truncate(query.limit);
    let next = items.last().filter(|_| more);
    Ok(Found {
        next: next.map(|row| row.id().to_string()),
        items,
        incomplete: false,
    })
}
