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
        List::Events => {
            let events = hidden.events_of(lookup.chunk, || events_in_ranges(lookup, hidden))?;
            gone = gone.or(&events);
        }
    }
    Ok(gone)
}

/// The events of a chunk whose requests are in the ranges that are hidden.
fn events_in_ranges(lookup: Lookup, hidden: &Hidden) -> Result<Bits, StoreError> {
    let mut gone = Bits::NONE;
    if let Some((first, last)) = ends(lookup)?
        && hidden.ranges_in(first.cursor, last.cursor).next().is_some()
    {
        each_event(lookup, (first, last), |cursor, row| {
            if hidden.ranges_in(cursor, cursor).next().is_some() {
                gone.insert(row);
            }
        })?;
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

/// The first and the last event of a chunk, if it has any: ids are in the order of the numbers.
fn ends(lookup: Lookup) -> Result<Option<(EventId, EventId)>, rusqlite::Error> {
    let start = lookup.chunk * CHUNK;
    let end = |sql| -> Result<Option<EventId>, rusqlite::Error> {
        let mut statement = lookup.db.prepare_cached(sql)?;
        let id = statement.query_row([start, start + CHUNK], |row| row.get(0));
        Ok(id.optional()?.map(EventId::unpack))
    };
    // Not `min(id)` and `max(id)`: for these SQLite walks along the ids of all events.
    let first = end("SELECT id FROM event WHERE ord >= ?1 AND ord < ?2 ORDER BY ord LIMIT 1")?;
    let last = end("SELECT id FROM event WHERE ord >= ?1 AND ord < ?2 ORDER BY ord DESC LIMIT 1")?;
    Ok(first.zip(last))
}

/// Tells the cursor and the number of each of these events, out of the index of ids alone.
fn each_event(
    lookup: Lookup,
    (first, last): (EventId, EventId),
    mut tell: impl FnMut(i64, i64),
) -> Result<(), rusqlite::Error> {
    let mut statement = lookup.db.prepare_cached(
        "SELECT id, ord FROM event INDEXED BY event_id WHERE id BETWEEN ?1 AND ?2",
    )?;
    let mut rows = statement.query([first.packed(), last.packed()])?;
    while let Some(row) = rows.next()? {
        tell(EventId::unpack(row.get(0)?).cursor, row.get(1)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// An index with so many chunks of events, one a request, of which requests 3 and 4 are cleared.
    fn index(chunks: i64) -> Result<Connection, StoreError> {
        let db = Connection::open_in_memory()?;
        db.execute_batch(include_str!("../schema/index.sql"))?;
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) \
             INSERT INTO event SELECT i, i << 24, 0, '', '', '', '', '', '', '', 0, '', 0, 0, '', '', \
             '', '', '', '', '', '', '', '', '' FROM n",
            [chunks * CHUNK - 1],
        )?;
        db.execute(
            "INSERT INTO progress (projected_to, text_to, text_ord, next_ord, recording) \
             VALUES (0, 0, 0, 0, '')",
            [],
        )?;
        db.execute(
            "INSERT INTO cleared (clear, at, upto, ranges, requests, events) VALUES (9, 0, 9, '[[3,4]]', 2, 2)",
            [],
        )?;
        Ok(db)
    }

    /// The rows of a chunk that are gone, and how many steps of SQLite's machine that took.
    fn gone_of(db: &mut Connection, chunk: i64) -> Result<(Vec<i64>, u64), StoreError> {
        let hidden = Hidden::read(db, &Arc::default())?;
        let steps = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&steps);
        let count = move || counted.fetch_add(1, Ordering::Relaxed) == u64::MAX;
        db.progress_handler(1, Some(count))?;
        let list = List::Events;
        let gone = gone(Lookup { db, list, chunk }, &hidden)?;
        db.progress_handler(0, None::<fn() -> bool>)?;
        Ok((gone.rows(chunk).collect(), steps.load(Ordering::Relaxed)))
    }

    #[test]
    fn what_is_gone_is_found_for_the_same_in_a_longer_recording() -> Result<(), StoreError> {
        let (mut short, mut long) = (index(2)?, index(8)?);
        let (gone, cost) = gone_of(&mut short, 0)?;
        assert_eq!(gone, [3, 4]);
        assert_eq!(gone_of(&mut long, 0)?, (gone, cost));
        let (gone, cost) = gone_of(&mut short, 1)?;
        assert!(gone.is_empty(), "{gone:?}");
        assert_eq!(gone_of(&mut long, 7)?, (gone, cost));
        // A chunk into which nothing that was cleared reaches is not looked through.
        assert!(cost < 100, "{cost}");
        Ok(())
    }
}
