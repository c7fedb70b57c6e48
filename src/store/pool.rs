use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::{StoreError, connection};

/// How many connections are kept for their next use.
const IDLE: usize = 8;

/// Connections for reading that wait for their next use.
pub struct Pool {
    file: PathBuf,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    connections: Vec<Connection>,
    /// How often the file was replaced by another.
    replaced: u64,
}

impl Pool {
    /// Connections to `file`, made when they are needed.
    pub fn new(file: &Path) -> Pool {
        Pool {
            file: file.to_path_buf(),
            idle: Mutex::default(),
        }
    }

    /// Asks a connection that nobody else uses meanwhile. Blocks.
    pub fn with<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (idle, replaced) = {
            let mut idle = self.idle();
            (idle.connections.pop(), idle.replaced)
        };
        let db = match idle {
            Some(db) => db,
            None => connection::open_reader(&self.file)?,
        };
        let answer = ask(&db).map_err(|error| match error {
            StoreError::Sqlite(error) => connection::failed(&self.file, error),
            other => other,
        });
        let mut idle = self.idle();
        if idle.connections.len() < IDLE && idle.replaced == replaced {
            idle.connections.push(db);
        }
        answer
    }

    /// Forgets the connections: another file has taken the place of theirs.
    pub fn replaced(&self) {
        let mut idle = self.idle();
        idle.replaced += 1;
        idle.connections.clear();
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
