use rusqlite::{Connection, OptionalExtension};

use super::entry::COLUMNS;
use super::hidden::Hidden;
use super::{JournalRow, Reader, RowKind, StoreError};

/// How many rows are read at once, at most: they wait in memory, as rows and as text.
const PART: usize = 128;

/// How many bytes are read at once, about.
const PART_BYTES: usize = 512 * 1024;

/// Rows of the journal that are carried away, oldest first, and how far was looked.
#[derive(Debug, Default)]
pub struct Carried {
    /// The rows.
    pub rows: Vec<JournalRow>,
    /// The cursor up to which was looked.
    pub reached: i64,
}

impl Reader {
    /// Some of the rows after the cursor `after` and up to `upto`: what is not hidden of requests
    /// and undelivered answers, and if `whole`, debug sessions and workspaces that came into force.
    /// At the end `reached` is `upto`.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn carried(&self, after: i64, upto: i64, whole: bool) -> Result<Carried, StoreError> {
        let hidden = self.look(|db, _| self.hidden(db))?;
        self.journal.with(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM entry WHERE cursor > ?1 AND cursor <= ?2 ORDER BY cursor"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([after, upto])?;
            let mut carried = Carried::default();
            let (mut looked, mut bytes) = (0, 0);
            while let Some(row) = rows.next()? {
                let row = JournalRow::read(row)?;
                looked += 1;
                bytes += row.size();
                carried.reached = row.cursor;
                if is_carried(db, &row, &hidden, whole)? {
                    carried.rows.push(row);
                }
                if looked >= PART || bytes >= PART_BYTES {
                    return Ok(carried);
                }
            }
            carried.reached = upto;
            Ok(carried)
        })
    }

    /// The row of the request with that cursor, if it is still there.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn request_row(&self, cursor: i64) -> Result<Option<JournalRow>, StoreError> {
        self.journal.with(|db| {
            let sql = format!("SELECT {COLUMNS} FROM entry WHERE cursor = ?1 AND kind = 0");
            let mut statement = db.prepare_cached(&sql)?;
            Ok(statement.query_row([cursor], JournalRow::read).optional()?)
        })
    }

    /// The row that says that the answer to the request with that cursor was not delivered.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn undelivered_row(&self, refers: i64) -> Result<Option<JournalRow>, StoreError> {
        self.journal.with(|db| {
            // It comes soon after its request, so that no index is needed.
            let sql = format!(
                "SELECT {COLUMNS} FROM entry WHERE cursor > ?1 AND kind = 1 AND refers = ?1 \
                       ORDER BY cursor LIMIT 1"
            );
            let mut statement = db.prepare_cached(&sql)?;
            Ok(statement.query_row([refers], JournalRow::read).optional()?)
        })
    }

    /// The files of the workspace with that hash, as JSON: `{name: text}`.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn workspace_files(&self, hash: &str) -> Result<Option<String>, StoreError> {
        self.journal.with(|db| {
            let sql = "SELECT files FROM workspace WHERE hash = ?1";
            let mut statement = db.prepare_cached(sql)?;
            Ok(statement.query_row([hash], |row| row.get(0)).optional()?)
        })
    }

    /// The random id of the recording.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn recording_id(&self) -> Result<String, StoreError> {
        self.journal.with(|db| {
            let sql = "SELECT id FROM recording";
            Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
        })
    }
}

fn is_carried(
    db: &Connection,
    row: &JournalRow,
    hidden: &Hidden,
    whole: bool,
) -> Result<bool, StoreError> {
    let session = |session: &Option<String>| session.clone().unwrap_or_default();
    Ok(match RowKind::of(row.kind) {
        Some(RowKind::Request) => !hidden.hides(row.cursor, &session(&row.session)),
        Some(RowKind::Undelivered) => {
            let refers = row.refers.unwrap_or_default();
            let sql = "SELECT session FROM entry WHERE cursor = ?1 AND kind = 0";
            let mut statement = db.prepare_cached(sql)?;
            let of: Option<Option<String>> =
                statement.query_row([refers], |row| row.get(0)).optional()?;
            of.is_some_and(|of| !hidden.hides(refers, &session(&of)))
        }
        Some(RowKind::DebugSession | RowKind::Reload) => whole,
        None => false,
    })
}
