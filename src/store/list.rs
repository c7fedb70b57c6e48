use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::hidden::Hidden;
use super::{Bound, EventId, EventRow, ListQuery, Order, RequestRow};

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

    /// The cursor of a row that was selected whole.
    fn cursor(row: &Row) -> Result<i64, rusqlite::Error>;

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

    fn cursor(row: &Row) -> Result<i64, rusqlite::Error> {
        Ok(EventId::unpack(row.get("id")?).cursor)
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

    fn cursor(row: &Row) -> Result<i64, rusqlite::Error> {
        row.get("cursor")
    }

    fn read(row: &Row) -> Result<RequestRow, rusqlite::Error> {
        RequestRow::read(row)
    }

    fn id(&self) -> &str {
        &self.id
    }
}

/// So many rows that `sql` selects and that are not hidden, and one more if there is one: whether
/// there is a next part.
pub fn rows<T: Listed>(
    db: &Connection,
    hidden: &Hidden,
    sql: &str,
    values: &[Value],
    limit: usize,
) -> Result<Vec<T>, rusqlite::Error> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let session = row.get_ref("session")?;
        if hidden.hides(T::cursor(row)?, session.as_str()?) {
            continue;
        }
        items.push(T::read(row)?);
        if items.len() > limit {
            break;
        }
    }
    Ok(items)
}

/// The SQL of a list and its values; nothing up to the cursor `floor`. It has no end: what is
/// hidden is left out as it is read.
pub fn select<T: Listed>(query: &ListQuery, floor: i64) -> (String, Vec<Value>) {
    let floor = T::last(Bound::Cursor(floor));
    let after = query.after.map_or(floor, |bound| T::last(bound).max(floor));
    let after = Some(Value::Integer(after));
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
    let (table, key) = (T::TABLE, T::KEY);
    let sql = format!("SELECT * FROM {table} WHERE {filter} ORDER BY {key} {direction}");
    (sql, values)
}
