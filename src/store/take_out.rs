use rusqlite::{Connection, params};

use super::EventId;
use super::fold_memory::FoldMemory;
use super::postings::Postings;

/// The tables of what events taught, by the event's id.
const TAUGHT: [&str; 3] = ["seen", "identity", "plan_step"];

/// Takes a request out of the index, with its events and what they taught. It has to be hidden
/// already: the checklist is counted without it.
pub fn take_out(
    db: &Connection,
    memory: &mut FoldMemory,
    cursor: i64,
) -> Result<(), rusqlite::Error> {
    take_out_some(db, &mut memory.events, cursor, i64::MAX)?;
    let (first, last) = EventId::all_of(cursor);
    for table in TAUGHT {
        let sql = format!("DELETE FROM {table} WHERE event BETWEEN ?1 AND ?2");
        db.prepare_cached(&sql)?.execute([first, last])?;
    }
    for table in ["debug_trace", "request"] {
        let sql = format!("DELETE FROM {table} WHERE cursor = ?1");
        db.prepare_cached(&sql)?.execute([cursor])?;
    }
    memory.requests.take_out(db, cursor)
}

/// Takes so many events at most of a request out of the index, its last ones first; how many there
/// were.
pub fn take_out_some(
    db: &Connection,
    postings: &mut Postings,
    cursor: i64,
    most: i64,
) -> Result<usize, rusqlite::Error> {
    let (first, last) = EventId::all_of(cursor);
    let ordinals: Vec<i64> = db
        .prepare_cached(
            "SELECT ord FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3",
        )?
        .query_map(params![first, last, most], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut delete = db.prepare_cached("DELETE FROM event WHERE ord = ?1")?;
    for ord in &ordinals {
        postings.take_out(db, *ord)?;
        delete.execute([ord])?;
    }
    Ok(ordinals.len())
}
