use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::StoreError;

/// `application_id` of both files: "evpt" in ASCII.
const APPLICATION_ID: i64 = 0x6576_7074;

/// The format of the journal that this eventpit writes.
pub const JOURNAL_FORMAT: i64 = 1;

/// Opens the journal for writing and makes its tables if it is new.
pub fn open_journal(file: &Path) -> Result<Connection, StoreError> {
    let damaged = |error: rusqlite::Error| StoreError::Damaged {
        file: file.to_path_buf(),
        reason: error.to_string(),
    };
    let db = Connection::open(file).map_err(damaged)?;
    db.busy_timeout(Duration::from_secs(5))?;
    let tables: i64 = db
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(damaged)?;
    if tables == 0 {
        // In the transaction of the tables: killed in between, it would be damaged for good.
        let schema = format!(
            "{} INSERT INTO recording (id) VALUES ('{}');",
            include_str!("schema/journal.sql"),
            uuid::Uuid::new_v4()
        );
        create(&db, &schema, JOURNAL_FORMAT)?;
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
    Ok(db)
}

/// What went wrong with an open file: it may turn out only now that it is damaged.
pub fn failed(file: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged {
            file: file.to_path_buf(),
            reason: error.to_string(),
        },
        _ => StoreError::Sqlite(error),
    }
}

/// Makes the tables of a new file, in the write-ahead mode that both files use.
pub fn create(db: &Connection, schema: &str, format: i64) -> Result<(), StoreError> {
    prepare(db)?;
    db.execute_batch(&format!(
        "BEGIN; {schema} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {format}; COMMIT;"
    ))?;
    Ok(())
}

/// Settings of a writing connection. Checkpoints are ours to run: SQLite's own, in the middle of
/// a commit, make the slowest answers (measured: p99 113 ms against 17).
pub fn prepare(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; \
         PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;",
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
    // Pages come out of the system's own cache (measured: 15 ms instead of 430 for a million rows).
    db.execute_batch("PRAGMA mmap_size = 2147483648; PRAGMA cache_size = -16384;")?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// The random id of a recording: it ties an index to its journal.
pub fn recording_id(journal: &Path) -> Result<String, StoreError> {
    let id = open_reader(journal)?
        .query_row("SELECT id FROM recording", [], |row| row.get(0))
        .optional()?;
    id.ok_or_else(|| StoreError::Damaged {
        file: journal.to_path_buf(),
        reason: "it has no id".into(),
    })
}

/// The value of a numeric pragma.
pub fn pragma(db: &Connection, name: &str) -> Result<i64, rusqlite::Error> {
    db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
}
