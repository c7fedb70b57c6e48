use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::Connection;

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
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
            .pop();
        let db = match idle {
            Some(db) => db,
            None => connection::open_reader(&self.file)?,
        };
        let answer = ask(&db);
        let mut idle = self
            .idle
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        if idle.len() < IDLE {
            idle.push(db);
        }
        answer
    }
}
