use rusqlite::{Connection, params};

use super::EventId;

/// The rows of the index that are of events, with the column of the event's id.
const OF_EVENTS: [(&str, &str); 4] = [
    ("event", "id"),
    ("seen", "event"),
    ("identity", "event"),
    ("plan_step", "event"),
];

/// Takes a request out of the index, with its events and what they taught. It has to be hidden
/// already: the checklist is counted without it.
pub fn take_out(db: &Connection, cursor: i64) -> Result<(), rusqlite::Error> {
    let (first, last) = events_of(cursor);
    for (table, column) in OF_EVENTS {
        let sql = format!("DELETE FROM {table} WHERE {column} BETWEEN ?1 AND ?2");
        db.prepare_cached(&sql)?.execute([first, last])?;
    }
    for table in ["debug_trace", "request"] {
        let sql = format!("DELETE FROM {table} WHERE cursor = ?1");
        db.prepare_cached(&sql)?.execute([cursor])?;
    }
    Ok(())
}

/// Takes so many events at most of a request out of the index, its last ones first; how many there
/// were.
pub fn take_out_some(db: &Connection, cursor: i64, most: i64) -> Result<usize, rusqlite::Error> {
    let (first, last) = events_of(cursor);
    db.prepare_cached(
        "DELETE FROM event WHERE id IN \
         (SELECT id FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3)",
    )?
    .execute(params![first, last, most])
}

/// The first and the last id that an event of that request can have.
fn events_of(cursor: i64) -> (i64, i64) {
    let id = |place: i64| EventId { cursor, place }.packed();
    (id(0), id(i64::MAX))
}
