use rusqlite::{Connection, OptionalExtension};

use crate::store::hidden::Hidden;
use crate::store::postings::{Bits, CHUNK, Field, List, Lookup};
use crate::store::{EventId, StoreError};

/// Which rows of a chunk are hidden, above the floor of all that is.
///
/// # Errors
/// The index cannot be read.
pub fn gone(lookup: Lookup, hidden: &Hidden) -> Result<Bits, StoreError> {
    let mut gone = Bits::NONE;
    if hidden.is_floor_only() {
        return Ok(gone);
    }
    let start = lookup.chunk * CHUNK;
    let left = lookup.of(Field::Left, &(Field::Session as usize).to_string())?;
    for (session, upto) in hidden.sessions() {
        let upto = last_row(lookup.db, lookup.list, *upto)?;
        let before = Bits::range(0, upto - start + 1);
        gone = gone.or(&lookup.of(Field::Session, session)?.and(&before));
        for row in left.and(&before).rows(lookup.chunk) {
            if session_of(lookup.db, lookup.list, row)?.as_ref() == Some(session) {
                gone.insert(row);
            }
        }
    }
    match lookup.list {
        List::Requests => {
            for (first, last) in hidden.ranges_in(start, start + CHUNK - 1) {
                gone = gone.or(&Bits::range(first - start, last - start + 1));
            }
        }
        List::Events => each_event(lookup, |cursor, row| {
            if hidden.ranges_in(cursor, cursor).next().is_some() {
                gone.insert(row);
            }
        })?,
    }
    Ok(gone)
}

/// The number of the last row up to a cursor; 0 if there is none.
///
/// # Errors
/// The index cannot be read.
pub fn last_row(db: &Connection, list: List, cursor: i64) -> Result<i64, rusqlite::Error> {
    match list {
        List::Requests => Ok(cursor),
        List::Events => {
            let (_, last) = EventId::all_of(cursor);
            let sql = "SELECT ord FROM event WHERE id <= ?1 ORDER BY id DESC LIMIT 1";
            let row = db.prepare_cached(sql)?.query_row([last], |row| row.get(0));
            Ok(row.optional()?.unwrap_or(0))
        }
    }
}

/// The test session of a row: a name that is too long, or one of too many, has no postings.
fn session_of(db: &Connection, list: List, row: i64) -> Result<Option<String>, rusqlite::Error> {
    let sql = match list {
        List::Requests => "SELECT session FROM request WHERE cursor = ?1",
        List::Events => "SELECT session FROM event WHERE ord = ?1",
    };
    db.prepare_cached(sql)?
        .query_row([row], |row| row.get(0))
        .optional()
}

/// Tells the cursor and the number of each event of a chunk, out of the index of ids alone: it has
/// them in the same order.
fn each_event(lookup: Lookup, mut tell: impl FnMut(i64, i64)) -> Result<(), rusqlite::Error> {
    let start = lookup.chunk * CHUNK;
    let mut statement = lookup.db.prepare_cached(
        "SELECT id, ord FROM event INDEXED BY event_id \
         WHERE id BETWEEN (SELECT min(id) FROM event WHERE ord >= ?1 AND ord < ?2) \
                      AND (SELECT max(id) FROM event WHERE ord >= ?1 AND ord < ?2)",
    )?;
    let mut rows = statement.query([start, start + CHUNK])?;
    while let Some(row) = rows.next()? {
        tell(EventId::unpack(row.get(0)?).cursor, row.get(1)?);
    }
    Ok(())
}
