use std::path::Path;

use rusqlite::Connection;

use super::{StoreError, connection};

/// The format of the index. A change of it, or of what the projection makes, makes it anew.
const INDEX_FORMAT: i64 = 9;

/// Twice SQLite's own: a row of an event has 2 to 3 KB, so that fewer pages are written, each with two
/// calls of the system (measured: a sixth more events a second).
const PAGE_SIZE: &str = "PRAGMA page_size = 8192";

/// Makes sure that `file` is an index of this recording that this eventpit can go on with;
/// anything else is thrown away, for all of it is in the journal.
pub fn prepare(file: &Path, recording: &str, head: i64) -> Result<(), StoreError> {
    match fits(file, recording, head) {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, "the index cannot be read"),
    }
    if file.exists() {
        tracing::info!("making the index again from the journal");
    }
    remove(file)?;
    let db = Connection::open(file)?;
    db.execute_batch(PAGE_SIZE)?;
    connection::create(&db, include_str!("schema/index.sql"), INDEX_FORMAT)?;
    db.execute(
        "INSERT INTO progress (projected_to, text_to, text_ord, next_ord, recording) \
         VALUES (0, 0, 0, 1, ?1)",
        [recording],
    )?;
    Ok(())
}

/// Throws an index away: all of it is in the journal.
///
/// # Errors
/// A file that cannot be removed.
pub fn remove(file: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Folder {
                    path: path.into(),
                    source,
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// How far the index of `db` is.
pub fn projected_to(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.prepare_cached("SELECT projected_to FROM progress")?
        .query_row([], |row| row.get(0))
}

fn fits(file: &Path, recording: &str, head: i64) -> Result<bool, rusqlite::Error> {
    if !file.exists() {
        return Ok(false);
    }
    let db = Connection::open(file)?;
    if connection::pragma(&db, "user_version")? != INDEX_FORMAT {
        return Ok(false);
    }
    let (reached, of): (i64, String) =
        db.query_row("SELECT projected_to, recording FROM progress", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(of == recording && reached <= head)
}
