use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::search::Budget;
use super::{StoreError, connection};

/// How many connections are kept for their next use.
const IDLE: usize = 8;

/// How much of the index a connection keeps in memory, in KiB: pages are asked for again and again.
const INDEX_CACHE: u32 = 16_384;

/// And of the journal: enough for the way to any row. A row is read once.
const JOURNAL_CACHE: u32 = 4096;

/// Connections for reading that wait for their next use.
pub struct Pool {
    file: PathBuf,
    cache: u32,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Connection>,
    /// How often the file was replaced by another.
    replaced: u64,
    /// Whether none is kept any more.
    is_closed: bool,
}

impl Pool {
    /// Connections to an index, made when they are needed.
    pub fn of_index(file: &Path) -> Pool {
        Pool::new(file, INDEX_CACHE)
    }

    /// Connections to a journal, made when they are needed.
    pub fn of_journal(file: &Path) -> Pool {
        Pool::new(file, JOURNAL_CACHE)
    }

    fn new(file: &Path, cache: u32) -> Pool {
        Pool {
            file: file.to_path_buf(),
            cache,
            idle: Mutex::default(),
        }
    }

    /// Asks a connection that nobody else uses meanwhile. Blocks.
    pub fn with<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (db, replaced) = self.take()?;
        let answer = self.told(ask(&db));
        self.give_back(db, replaced);
        answer
    }

    /// The same within a budget, and in one transaction: all is read as it was at one moment.
    pub fn within<T>(
        &self,
        budget: &Budget,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (mut db, replaced) = self.take()?;
        let answer = budget.limit(&mut db, |db| {
            let transaction = db.unchecked_transaction()?;
            let answer = ask(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        });
        let answer = self.told(answer);
        self.give_back(db, replaced);
        answer
    }

    /// A connection, and how often the file was replaced when it was made or taken.
    fn take(&self) -> Result<(Connection, u64), StoreError> {
        let (idle, replaced) = {
            let mut idle = self.idle();
            (idle.connections.pop(), idle.replaced)
        };
        Ok(match idle {
            Some(db) => (db, replaced),
            None => {
                let db = connection::open_reader(&self.file)?;
                db.execute_batch(&format!("PRAGMA cache_size = -{}", self.cache))?;
                (db, replaced)
            }
        })
    }

    fn give_back(&self, db: Connection, replaced: u64) {
        let mut idle = self.idle();
        if idle.connections.len() < IDLE && idle.replaced == replaced && !idle.is_closed {
            idle.connections.push(db);
        }
    }

    /// Whether they are of that file.
    pub fn is_of(&self, file: &Path) -> bool {
        self.file == file
    }

    /// It may turn out only now that the file is damaged.
    fn told<T>(&self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        answer.map_err(|error| match error {
            StoreError::Sqlite(error) => connection::failed(&self.file, error),
            other => other,
        })
    }

    /// Forgets the connections: another file has taken the place of theirs.
    pub fn replaced(&self) {
        let mut idle = self.idle();
        idle.replaced += 1;
        idle.connections.clear();
    }

    /// Forgets the connections, and keeps none from now on.
    pub fn close(&self) {
        let mut idle = self.idle();
        idle.is_closed = true;
        idle.connections.clear();
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
