use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use rusqlite::Connection;

use super::search::Budget;
use super::{StoreError, connection};

/// How many connections are kept for their next use.
const IDLE: usize = 8;

/// Connections for reading that wait for their next use.
pub struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    /// Connections to `file`, made when they are needed.
    pub fn new(file: &Path) -> Pool {
        Pool {
            file: file.to_path_buf(),
            idle: Mutex::new(Vec::new()),
        }
    }

    /// Asks a connection that nobody else uses meanwhile. Blocks.
    pub fn with<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let db = self.take()?;
        let answer = ask(&db);
        self.give_back(db);
        answer
    }

    /// The same within a budget, and in one transaction: all is read as it was at one moment.
    pub fn within<T>(
        &self,
        budget: &Budget,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut db = self.take()?;
        let answer = budget.limit(&mut db, |db| {
            let transaction = db.unchecked_transaction()?;
            let answer = ask(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        });
        self.give_back(db);
        answer
    }

    fn take(&self) -> Result<Connection, StoreError> {
        match self.idle().pop() {
            Some(db) => Ok(db),
            None => connection::open_reader(&self.file),
        }
    }

    fn give_back(&self, db: Connection) {
        let mut idle = self.idle();
        if idle.len() < IDLE {
            idle.push(db);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}
