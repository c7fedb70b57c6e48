use rusqlite::OptionalExtension;
use serde::Serialize;

use super::{Reader, StoreError, control};

/// What a clear hid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearedRow {
    /// When, in microseconds since 1970.
    pub at: i64,
    /// How many requests.
    pub requests: i64,
    /// How many events, those of the requests.
    pub events: i64,
}

/// What was pruned so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Pruned {
    /// How many requests.
    pub requests: i64,
    /// How many events, those of the requests.
    pub events: i64,
    /// The cursor of the newest that was pruned; 0 if none was.
    pub upto: i64,
}

impl Reader {
    /// What the clear with that cursor hid; nothing if it is undone, or its requests are removed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn clear(&self, clear: i64) -> Result<Option<ClearedRow>, StoreError> {
        self.look(|db, _| {
            let mut statement =
                db.prepare_cached("SELECT at, requests, events FROM cleared WHERE clear = ?1")?;
            let row = statement.query_row([clear], |row| {
                Ok(ClearedRow {
                    at: row.get(0)?,
                    requests: row.get(1)?,
                    events: row.get(2)?,
                })
            });
            Ok(row.optional()?)
        })
    }

    /// The newest clear that can be undone.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn newest_clear(&self) -> Result<Option<i64>, StoreError> {
        self.look(|db, _| {
            let sql = "SELECT clear FROM cleared ORDER BY clear DESC LIMIT 1";
            let clear = db.prepare_cached(sql)?.query_row([], |row| row.get(0));
            Ok(clear.optional()?)
        })
    }

    /// Whether anything was cleared, or brought back, by a row of the journal after `after` and up
    /// to `upto`: then a list that was read at `after` shows what is no longer there, or lacks what
    /// is there again.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn is_cleared_between(&self, after: i64, upto: i64) -> Result<bool, StoreError> {
        self.journal
            .with(|db| Ok(control::is_cleared_between(db, after, upto)?))
    }

    /// What was pruned so far.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn pruned(&self) -> Result<Pruned, StoreError> {
        self.journal.with(|db| {
            let pruned = db
                .prepare_cached("SELECT requests, events, upto FROM pruned")?
                .query_row([], |row| {
                    Ok(Pruned {
                        requests: row.get(0)?,
                        events: row.get(1)?,
                        upto: row.get(2)?,
                    })
                })?;
            Ok(pruned)
        })
    }

    /// The oldest cursor of a request that is still in the journal; none if there is no request.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn oldest(&self) -> Result<Option<i64>, StoreError> {
        self.journal.with(|db| {
            let oldest = db
                .prepare_cached("SELECT cursor FROM entry WHERE kind = 0 ORDER BY cursor LIMIT 1")?
                .query_row([], |row| row.get(0))
                .optional()?;
            Ok(oldest)
        })
    }
}
