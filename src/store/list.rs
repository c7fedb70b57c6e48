use rusqlite::Row;
use rusqlite::types::Value;

use super::{Bound, EventRow, ListQuery, Order, RequestRow};

/// A row that is listed in the order of its key.
pub trait Listed: Sized {
    /// Its table.
    const TABLE: &'static str;
    /// The column of its key.
    const KEY: &'static str;

    /// The largest key that is not after `bound`.
    fn last(bound: Bound) -> i64;

    /// The smallest key that is not before `bound`.
    fn first(bound: Bound) -> i64;

    /// Reads a whole row of the table.
    fn read(row: &Row) -> Result<Self, rusqlite::Error>;

    /// Its id, from which a list goes on.
    fn id(&self) -> &str;
}

impl Listed for EventRow {
    const TABLE: &'static str = "event";
    const KEY: &'static str = "id";

    fn last(bound: Bound) -> i64 {
        bound.last_event()
    }

    fn first(bound: Bound) -> i64 {
        bound.first_event()
    }

    fn read(row: &Row) -> Result<EventRow, rusqlite::Error> {
        EventRow::read(row)
    }

    fn id(&self) -> &str {
        &self.id
    }
}

impl Listed for RequestRow {
    const TABLE: &'static str = "request";
    const KEY: &'static str = "cursor";

    fn last(bound: Bound) -> i64 {
        bound.cursor()
    }

    fn first(bound: Bound) -> i64 {
        bound.cursor()
    }

    fn read(row: &Row) -> Result<RequestRow, rusqlite::Error> {
        RequestRow::read(row)
    }

    fn id(&self) -> &str {
        &self.id
    }
}

/// The SQL of a list and its values. It selects one row more than was asked for: whether there is
/// a next part.
pub fn select<T: Listed>(query: &ListQuery) -> (String, Vec<Value>) {
    let after = query.after.map(|bound| Value::Integer(T::last(bound)));
    let before = query.before.map(|bound| Value::Integer(T::first(bound)));
    let wanted = [
        (T::KEY, ">", after),
        (T::KEY, "<", before),
        ("session", "=", query.session.clone().map(Value::Text)),
        ("platform", "=", query.platform.clone().map(Value::Text)),
    ];
    let (mut filter, mut values) = (String::from("1"), Vec::new());
    for (column, compared, value) in wanted {
        if let Some(value) = value {
            values.push(value);
            filter.push_str(&format!(" AND {column} {compared} ?{}", values.len()));
        }
    }
    let direction = match query.order {
        Order::Ascending => "ASC",
        Order::Descending => "DESC",
    };
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1);
    values.push(Value::Integer(limit + 1));
    let (table, key, last) = (T::TABLE, T::KEY, values.len());
    let sql =
        format!("SELECT * FROM {table} WHERE {filter} ORDER BY {key} {direction} LIMIT ?{last}");
    (sql, values)
}
