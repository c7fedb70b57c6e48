use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::disk_file::DiskFile;
use super::{StoreError, connection};

/// Pages in the write-ahead log from which on a checkpoint is worth its while: the same pages are
/// written again and again.
const WORTHWHILE: i32 = 4000;

/// Moves the write-ahead log into the database on a thread of its own, so that nobody waits for it.
/// The thread does the bulk and brings it to the disk; the writer then does the short rest between
/// two commits, so that the log starts over instead of growing. Without the thread's sync the writer
/// waits for all of the bulk (measured: 25 ms every 400 ms).
pub struct Checkpointer {
    work: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    bulk_done: Arc<AtomicBool>,
    /// How many pages the log has.
    pages: Arc<AtomicI32>,
    /// How many of them the last checkpoint was asked for.
    asked: i32,
}

impl Checkpointer {
    /// Starts the thread for `file`, which `writer` writes to and which is `disk`.
    ///
    /// # Errors
    /// The file cannot be opened once more, or the thread not be started.
    pub fn start(
        file: &Path,
        disk: &DiskFile,
        writer: &mut Connection,
    ) -> Result<Checkpointer, StoreError> {
        let pages = Arc::new(AtomicI32::new(0));
        let log = Arc::clone(&pages);
        writer.wal_hook(Some(move |_: &mut Wal, pages| {
            log.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let db = Connection::open(file)?;
        connection::prepare(&db)?;
        let bulk_done = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&bulk_done);
        let disk = disk.clone();
        let (work, jobs) = sync_channel::<()>(1);
        let thread = std::thread::Builder::new()
            .name("checkpoint".into())
            .spawn(move || {
                for () in jobs {
                    if let Err(error) = checkpoint(&db) {
                        tracing::warn!(%error, "a checkpoint failed; it will be tried again");
                    }
                    // SQLite does so itself, but only where nothing was written meanwhile.
                    if let Err(error) = disk.sync() {
                        tracing::warn!(%error, "the disk failed; it will be tried again");
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
            pages,
            asked: 0,
        })
    }

    /// Tells it that the writer's connection has committed, and that nobody waits for it now.
    pub fn committed(&mut self, db: &Connection) {
        if self.bulk_done.swap(false, Ordering::AcqRel)
            && let Err(error) = checkpoint(db)
        {
            tracing::warn!(%error, "a checkpoint failed; it will be tried again");
        }
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.asked {
            // The log has started over.
            self.asked = 0;
        }
        // A full queue means that a checkpoint is under way.
        if pages - self.asked >= WORTHWHILE
            && let Some(work) = &self.work
            && work.try_send(()).is_ok()
        {
            self.asked = pages;
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

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn checkpoint(db: &Connection) -> Result<(), rusqlite::Error> {
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}
