use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::{StoreError, connection};

/// The format of the index. A change of it, or of what the projection makes, makes it anew.
const INDEX_FORMAT: i64 = 9;

/// Twice SQLite's own: a row of an event has 2 to 3 KB, so that fewer pages are written, each with two
/// calls of the system (measured: a sixth more events a second).
const PAGE_SIZE: &str = "PRAGMA page_size = 8192";

/// What an index was made of.
pub struct TakenIn {
    /// The newest cursor that it has taken in.
    pub reached: i64,
    /// The id of the recording.
    pub recording: String,
}

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

/// What the index in `file` was made of; nothing if it was never begun.
///
/// # Errors
/// It cannot be read, or is of a format in which that stands elsewhere.
pub fn taken_in(file: &Path) -> Result<Option<TakenIn>, StoreError> {
    // Not for reading only: who closes it last tidies up what was made beside it, and may not then.
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    match connection::is_empty(&db)? {
        true => Ok(None),
        false => Ok(read(&db)?),
    }
}

fn fits(file: &Path, recording: &str, head: i64) -> Result<bool, rusqlite::Error> {
    if !file.exists() {
        return Ok(false);
    }
    let db = Connection::open(file)?;
    if connection::pragma(&db, "user_version")? != INDEX_FORMAT {
        return Ok(false);
    }
    let taken_in = read(&db)?;
    Ok(taken_in.is_some_and(|it| it.recording == recording && it.reached <= head))
}

fn read(db: &Connection) -> Result<Option<TakenIn>, rusqlite::Error> {
    db.query_row("SELECT projected_to, recording FROM progress", [], |row| {
        Ok(TakenIn {
            reached: row.get(0)?,
            recording: row.get(1)?,
        })
    })
    .optional()
}
