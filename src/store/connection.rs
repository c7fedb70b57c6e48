use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::StoreError;
use super::migrations::{JOURNAL_FORMAT, migrate};

/// `application_id` of both files: "evpt" in ASCII.
pub const APPLICATION_ID: i64 = 0x6576_7074;

/// Opens the journal for writing, makes its tables if it is new, and brings one of an earlier
/// eventpit to the format of this one.
pub fn open_journal(file: &Path) -> Result<Connection, StoreError> {
    let damaged = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::Folder {
            path: file.to_path_buf(),
            source: std::io::Error::other(error),
        },
        Some(ErrorCode::CannotOpen) => StoreError::Folder {
            path: file.to_path_buf(),
            source: unopened(file, error),
        },
        _ => StoreError::Damaged {
            file: file.to_path_buf(),
            reason: error.to_string(),
        },
    };
    let db = Connection::open(file).map_err(damaged)?;
    db.busy_timeout(Duration::from_secs(5))?;
    if is_empty(&db).map_err(damaged)? {
        reclaim(&db)?;
        prepare(&db)?;
        migrate(&db, 0)?;
        return Ok(db);
    }
    let application: i64 = pragma(&db, "application_id")?;
    let found: i64 = pragma(&db, "user_version")?;
    if application != APPLICATION_ID {
        return Err(StoreError::Damaged {
            file: file.to_path_buf(),
            reason: "it is a database of another program".into(),
        });
    }
    if found > JOURNAL_FORMAT {
        return Err(StoreError::Newer {
            file: file.to_path_buf(),
            found,
            known: JOURNAL_FORMAT,
        });
    }
    prepare(&db)?;
    if found < JOURNAL_FORMAT {
        tracing::info!(
            from = found,
            to = JOURNAL_FORMAT,
            "the recording is of an earlier eventpit; bringing it to this one's format"
        );
        migrate(&db, found).map_err(|error| failed(file, error))?;
    }
    Ok(db)
}

/// Why a file cannot be opened, of which SQLite says only that it cannot.
fn unopened(file: &Path, error: rusqlite::Error) -> std::io::Error {
    let opened = File::options().read(true).write(true).open(file);
    opened.err().unwrap_or_else(|| std::io::Error::other(error))
}

/// Whether nothing was ever made in a file.
pub fn is_empty(db: &Connection) -> Result<bool, rusqlite::Error> {
    db.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| {
        row.get(0)
    })
}

/// What went wrong with an open file: it may turn out only now that it is damaged.
pub fn failed(file: &Path, error: rusqlite::Error) -> StoreError {
    match is_damage(&error) {
        true => StoreError::Damaged {
            file: file.to_path_buf(),
            reason: error.to_string(),
        },
        false => StoreError::Sqlite(error),
    }
}

/// What went wrong with reading from the journal `db`. The index is made anew when it is damaged: that
/// the journal is must not be taken for it.
pub fn journal_failed(db: &Connection, error: rusqlite::Error) -> StoreError {
    failed(Path::new(db.path().unwrap_or_default()), error)
}

/// Whether an error says that the file is damaged.
pub fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(
        code,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Makes the tables of a new file, in the write-ahead mode that both files use.
pub fn create(db: &Connection, schema: &str, format: i64) -> Result<(), StoreError> {
    reclaim(db)?;
    prepare(db)?;
    let transaction = db.unchecked_transaction()?;
    transaction.execute_batch(schema)?;
    mark(&transaction, format)?;
    transaction.commit()?;
    Ok(())
}

/// Says in the file whose it is, and of which format.
pub fn mark(db: &Connection, format: i64) -> Result<(), rusqlite::Error> {
    db.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {format};"
    ))
}

/// Makes a new file one that can give back what is free in it; it has to have no tables yet.
fn reclaim(db: &Connection) -> Result<(), rusqlite::Error> {
    db.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")
}

/// Gives so many free pages at most back to the system, if the file was made so that it can.
pub fn give_back(db: &Connection, pages: u32) -> Result<(), rusqlite::Error> {
    let mut statement = db.prepare(&format!("PRAGMA incremental_vacuum({pages})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// How much of what is deleted is overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// All of it: what was recorded goes.
    All,
    /// What lies in pages that are written anyway: what was written anew goes.
    WhereFree,
}

/// Has what is deleted from now on overwritten.
pub fn overwrite(db: &Connection, what: Overwrite) -> Result<(), rusqlite::Error> {
    db.execute_batch(match what {
        Overwrite::All => "PRAGMA secure_delete = ON",
        Overwrite::WhereFree => "PRAGMA secure_delete = FAST",
    })
}

/// How many bytes of a file are in use.
pub fn used_bytes(db: &Connection) -> Result<i64, rusqlite::Error> {
    let pages = pragma(db, "page_count")? - pragma(db, "freelist_count")?;
    Ok(pages * pragma(db, "page_size")?)
}

/// Settings of a writing connection. Checkpoints are ours to run: SQLite's own, in the middle of
/// a commit, make the slowest answers (measured: p99 113 ms against 17).
pub fn prepare(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; \
         PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY; \
         PRAGMA secure_delete = ON;",
    )?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Opens a file for reading only.
pub fn open_reader(file: &Path) -> Result<Connection, StoreError> {
    let db = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(Duration::from_secs(5))?;
    // Not mapped into memory: what is read of a large recording would count as eventpit's own. Who
    // reads much, or the same again, says how much of it is kept.
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// Opens a journal to read it from its front to its end: what was read is not asked for again.
///
/// # Errors
/// It cannot be opened, or turns out to be damaged.
pub fn open_journal_reader(journal: &Path) -> Result<Connection, StoreError> {
    let opened = open_reader(journal).and_then(|db| {
        db.execute_batch("PRAGMA cache_size = -2048")?;
        Ok(db)
    });
    opened.map_err(|error| match error {
        StoreError::Sqlite(error) => failed(journal, error),
        error => error,
    })
}

/// Looks at each page of a journal. Takes some seconds for each gigabyte.
///
/// # Errors
/// It is damaged.
pub fn check(journal: &Path) -> Result<(), StoreError> {
    let found: Result<String, _> =
        open_reader(journal)?.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match found.map_err(|error| failed(journal, error))?.as_str() {
        "ok" => Ok(()),
        found => Err(StoreError::Damaged {
            file: journal.to_path_buf(),
            reason: found.to_string(),
        }),
    }
}

/// The random id of a recording: it ties an index to its journal.
pub fn recording_id(journal: &Path) -> Result<String, StoreError> {
    let id = open_reader(journal)?
        .query_row("SELECT id FROM recording", [], |row| row.get(0))
        .optional()
        .map_err(|error| failed(journal, error))?;
    id.ok_or_else(|| StoreError::Damaged {
        file: journal.to_path_buf(),
        reason: "it has no id".into(),
    })
}

/// The value of a numeric pragma.
pub fn pragma(db: &Connection, name: &str) -> Result<i64, rusqlite::Error> {
    db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}
