use rusqlite::{Connection, OptionalExtension};

use crate::store::postings::{CHUNK, List};

/// How many chunks one table of words covers.
pub const CHUNKS: i64 = 16;

/// How many pieces of a table FTS5 lets come together before it merges them into one, 4 by default
/// (<https://sqlite.org/fts5.html#the_automerge_configuration_option>). Measured: the words of a backlog
/// are written in a quarter less time.
const SEGMENTS: u32 = 16;

/// How many there may be before they are merged all at once, which rows would wait for; 16 by default.
const MOST_SEGMENTS: u32 = 64;

/// The part that a row is in.
pub fn part_of(row: i64) -> i64 {
    row.div_euclid(CHUNK * CHUNKS)
}

/// The name of a part's table.
pub fn table(list: List, part: i64) -> String {
    let list = match list {
        List::Events => "event",
        List::Requests => "request",
    };
    format!("text_{list}_{part}")
}

/// Makes the table of a part unless it is there.
pub fn create(db: &Connection, list: List, part: i64) -> Result<(), rusqlite::Error> {
    if exists(db, list, part)? {
        return Ok(());
    }
    let table = table(list, part);
    db.execute_batch(&format!(
        "CREATE VIRTUAL TABLE {table} USING fts5 \
         (words, content = '', detail = 'none', columnsize = 0, tokenize = 'ascii')"
    ))?;
    db.execute_batch(&format!(
        "INSERT INTO {table} ({table}, rank) VALUES ('automerge', {SEGMENTS}); \
         INSERT INTO {table} ({table}, rank) VALUES ('crisismerge', {MOST_SEGMENTS})"
    ))?;
    db.execute(
        "INSERT INTO text_part (list, part) VALUES (?1, ?2)",
        [list as i64, part],
    )?;
    Ok(())
}

/// Whether the table of a part is there.
pub fn exists(db: &Connection, list: List, part: i64) -> Result<bool, rusqlite::Error> {
    db.prepare_cached("SELECT 1 FROM text_part WHERE list = ?1 AND part = ?2")?
        .query_row([list as i64, part], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}

/// Whether no row of a part is left.
pub fn is_empty(db: &Connection, list: List, part: i64) -> Result<bool, rusqlite::Error> {
    let sql = match list {
        List::Events => "SELECT 1 FROM event WHERE ord >= ?1 AND ord < ?2",
        List::Requests => "SELECT 1 FROM request WHERE cursor >= ?1 AND cursor < ?2",
    };
    let rows = CHUNK * CHUNKS;
    let there = db
        .prepare_cached(sql)?
        .exists([part * rows, (part + 1) * rows])?;
    Ok(!there)
}

/// Drops the table of a part.
pub fn drop_part(db: &Connection, list: List, part: i64) -> Result<(), rusqlite::Error> {
    let transaction = db.unchecked_transaction()?;
    transaction.execute_batch(&format!("DROP TABLE {}", table(list, part)))?;
    transaction.execute(
        "DELETE FROM text_part WHERE list = ?1 AND part = ?2",
        [list as i64, part],
    )?;
    transaction.commit()
}
