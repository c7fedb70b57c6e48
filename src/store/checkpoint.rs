use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::{StoreError, connection};

/// Bytes in the write-ahead log from which on a checkpoint is worth its while: 4,000 pages.
const WORTHWHILE: usize = 4000 * 4096;

/// Moves the write-ahead log into the database on a thread of its own, so that no answer waits
/// for it. The thread does the bulk; the writer then does the short rest between two commits, so
/// that the log starts over instead of growing (measured: p99 17 ms and a log of 30 MB).
pub struct Checkpointer {
    work: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    bulk_done: Arc<AtomicBool>,
    /// About how many bytes were committed since the last checkpoint.
    written: usize,
}

impl Checkpointer {
    /// Starts the thread for `file`.
    pub fn start(file: &Path) -> Result<Checkpointer, StoreError> {
        let db = Connection::open(file)?;
        connection::prepare(&db)?;
        let bulk_done = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&bulk_done);
        let (work, jobs) = sync_channel::<()>(1);
        let thread = std::thread::Builder::new()
            .name("checkpoint".into())
            .spawn(move || {
                for () in jobs {
                    if let Err(error) = checkpoint(&db) {
                        tracing::warn!(%error, "a checkpoint failed; it will be tried again");
                    }
                    done.store(true, Ordering::Release);
                }
            })
            .map_err(|source| StoreError::Folder {
                path: file.to_path_buf(),
                source,
            })?;
        Ok(Checkpointer {
            work: Some(work),
            thread: Some(thread),
            bulk_done,
            written: 0,
        })
    }

    /// Tells it that `db` committed about so many bytes.
    pub fn wrote(&mut self, db: &Connection, bytes: usize) {
        if self.bulk_done.swap(false, Ordering::AcqRel)
            && let Err(error) = checkpoint(db)
        {
            tracing::warn!(%error, "a checkpoint failed; it will be tried again");
        }
        self.written = self.written.saturating_add(bytes);
        // A full queue means that a checkpoint is under way.
        if self.written >= WORTHWHILE
            && let Some(work) = &self.work
            && work.try_send(()).is_ok()
        {
            self.written = 0;
        }
    }

    /// Waits for the thread to end.
    pub fn stop(&mut self) {
        self.work = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the checkpoint thread ended in a panic");
        }
    }
}

fn checkpoint(db: &Connection) -> Result<(), rusqlite::Error> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}
