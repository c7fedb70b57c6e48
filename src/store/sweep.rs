use rusqlite::Connection;

use super::text::TextWriter;

/// Drops what is left in the index of requests that were removed, where it goes as a whole: tables
/// of words, and ids of events that are not there any more.
pub fn sweep(index: &Connection, text: &mut TextWriter) -> Result<(), rusqlite::Error> {
    text.drop_empty(index)?;
    let oldest: Option<i64> = index.query_row("SELECT min(id) FROM event", [], |row| row.get(0))?;
    index.execute(
        "DELETE FROM id_seen WHERE event < ?1",
        [oldest.unwrap_or(i64::MAX)],
    )?;
    Ok(())
}
