use std::sync::Arc;

use lru::LruCache;
use rusqlite::{Connection, OptionalExtension};

use super::StoreError;
use super::connection::journal_failed;
use crate::workspace::{Files, Workspace};

/// How many are kept at hand: whoever edits a workspace all day makes hundreds.
const AT_HAND: usize = 8;

/// The workspaces that requests were judged by.
pub struct Workspaces {
    /// The one that the server started with.
    first: Arc<Workspace>,
    loaded: LruCache<String, Arc<Workspace>>,
}

impl Workspaces {
    /// With the workspace that the server started with.
    pub fn new(first: Arc<Workspace>) -> Workspaces {
        Workspaces {
            first,
            loaded: LruCache::unbounded(),
        }
    }

    /// The one that stands in for those that cannot be read any more.
    pub fn first(&self) -> Arc<Workspace> {
        Arc::clone(&self.first)
    }

    /// The workspace of that hash, out of the journal. One that this eventpit can't read any more
    /// is stood in for by the one that the server started with.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn of(&mut self, journal: &Connection, hash: &str) -> Result<Arc<Workspace>, StoreError> {
        if hash == self.first.hash {
            return Ok(Arc::clone(&self.first));
        }
        if let Some(loaded) = self.loaded.get(hash) {
            return Ok(Arc::clone(loaded));
        }
        let workspace = match load_workspace(journal, hash)? {
            Some(workspace) => Arc::new(workspace),
            None => {
                tracing::warn!(
                    workspace = hash,
                    "cannot read an earlier workspace; requests judged by it are explained by the \
                     one that eventpit started with"
                );
                Arc::clone(&self.first)
            }
        };
        self.loaded.put(hash.to_string(), Arc::clone(&workspace));
        if self.loaded.len() > AT_HAND {
            self.loaded.pop_lru();
        }
        Ok(workspace)
    }
}

/// Keeps a workspace's files, so that requests judged by it can be explained by it.
pub fn keep_workspace(db: &Connection, workspace: &Workspace) -> Result<(), rusqlite::Error> {
    let files = serde_json::to_string(&workspace.files.0)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    db.execute(
        "INSERT OR IGNORE INTO workspace (hash, files) VALUES (?1, ?2)",
        [&workspace.hash, &files],
    )?;
    Ok(())
}

/// The workspace of that hash out of the journal, if it is there and this eventpit can read it.
pub fn load_workspace(journal: &Connection, hash: &str) -> Result<Option<Workspace>, StoreError> {
    let files: Option<String> = journal
        .prepare_cached("SELECT files FROM workspace WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()
        .map_err(|error| journal_failed(journal, error))?;
    let files = files.and_then(|files| serde_json::from_str(&files).ok());
    Ok(files.and_then(|files| Workspace::from_files(Files(files)).ok()))
}

/// The hash of the workspace that was in force last, if there was one.
pub fn last_workspace(journal: &Connection) -> Result<Option<String>, rusqlite::Error> {
    let sql =
        "SELECT workspace FROM entry WHERE workspace IS NOT NULL ORDER BY cursor DESC LIMIT 1";
    journal.query_row(sql, [], |row| row.get(0)).optional()
}
