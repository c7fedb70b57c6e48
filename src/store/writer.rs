use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::checkpoint::Checkpointer;
use super::control::Control;
use super::disk_file::DiskFile;
use super::import::{Import, Moved};
use super::journal::reload;
use super::opened_file::OpenedFile;
use super::removal::Removal;
use super::waiting::{Appended, Waiting};
use super::{Exchange, StoreError, control, entry};
use crate::debug_session::DebugChange;
use crate::workspace::Workspace;

/// How many messages one commit takes at most.
const BATCH: usize = 512;

/// What the writer is asked to do.
pub enum Message {
    /// Append an exchange and say its cursor once it is committed.
    Exchange(Box<Exchange>, oneshot::Sender<Appended>),
    /// Keep a workspace that requests will be judged by, note that it comes into force and from
    /// which cursor on events are held against its plans, and say once that is committed.
    Reload(
        Arc<Workspace>,
        Option<i64>,
        oneshot::Sender<Result<i64, StoreError>>,
    ),
    /// Append the control row of an answer that was not delivered.
    Undelivered(i64),
    /// Append the control row of a debug session, and say its cursor once it is committed.
    DebugSession {
        change: DebugChange,
        /// When it was made, in microseconds since 1970.
        at: i64,
        done: oneshot::Sender<Result<i64, StoreError>>,
    },
    /// Append a control row and say its cursor once it is committed.
    Control(Control, oneshot::Sender<Result<i64, StoreError>>),
    /// Remove requests for good, after what else is queued, and say once that is committed.
    Remove(Removal, oneshot::Sender<Result<i64, StoreError>>),
    /// Append rows of another recording, after what else is queued, and say where they went once that
    /// is committed.
    Import(Import, oneshot::Sender<Result<Moved, StoreError>>),
}

/// The one thread that writes the journal. It takes whatever is queued, without lingering, and
/// commits it together.
pub struct Writer {
    db: Connection,
    file: OpenedFile,
    _disk: DiskFile,
    queue: mpsc::Receiver<Message>,
    head: watch::Sender<i64>,
    checkpointer: Checkpointer,
}

impl Writer {
    /// A writer of `db`, which is that file, that tells `head` the newest cursor after each commit.
    pub fn new(
        db: Connection,
        (file, disk): (OpenedFile, DiskFile),
        queue: mpsc::Receiver<Message>,
        head: watch::Sender<i64>,
        checkpointer: Checkpointer,
    ) -> Writer {
        Writer {
            db,
            file,
            _disk: disk,
            queue,
            head,
            checkpointer,
        }
    }

    /// Writes until every sender is gone, then checkpoints.
    pub fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.queue.blocking_recv_many(&mut batch, BATCH) > 0 {
            let apart = batch.extract_if(.., |it| {
                matches!(it, Message::Remove(..) | Message::Import(..))
            });
            let apart: Vec<Message> = apart.collect();
            if !batch.is_empty() {
                self.commit(&mut batch);
            }
            apart.into_iter().for_each(|message| match message {
                Message::Remove(removal, done) => self.remove(&removal, done),
                Message::Import(import, done) => self.import(import, done),
                _ => {}
            });
        }
        self.checkpointer.stop();
        if let Err(error) = self.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
            tracing::warn!(%error, "the last checkpoint failed; the next start will do it");
        }
    }

    fn remove(&mut self, removal: &Removal, done: oneshot::Sender<Result<i64, StoreError>>) {
        let removed = self.file.check().and_then(|()| removal.run(&self.db));
        let removed = removed.map(|()| 0);
        drop(done.send(removed.map_err(|error| StoreError::NotWritten(Arc::new(error)))));
        self.checkpointer.committed(&self.db);
    }

    fn import(&mut self, import: Import, done: oneshot::Sender<Result<Moved, StoreError>>) {
        let imported = match self.file.check() {
            Ok(()) => import.run(&self.db),
            Err(error) => Err(error),
        };
        let imported = imported.map(|imported| {
            self.head.send_replace(imported.newest);
            imported.moved
        });
        drop(done.send(imported.map_err(|error| StoreError::NotWritten(Arc::new(error)))));
        self.checkpointer.committed(&self.db);
    }

    fn commit(&mut self, batch: &mut Vec<Message>) {
        let mut waiting = Vec::with_capacity(batch.len());
        match self.write(batch, &mut waiting) {
            Ok(newest) => {
                if newest > 0 {
                    self.head.send_replace(newest);
                }
                waiting
                    .into_iter()
                    .for_each(|(waiting, cursor)| waiting.tell(cursor));
                self.checkpointer.committed(&self.db);
            }
            Err(error) => {
                tracing::error!(%error, requests = waiting.len(), "could not write the recording");
                let error = Arc::new(error);
                waiting.into_iter().for_each(|(waiting, _)| {
                    waiting.tell(Err(StoreError::NotWritten(Arc::clone(&error))));
                });
            }
        }
    }

    fn write(
        &self,
        batch: &mut Vec<Message>,
        waiting: &mut Vec<(Waiting, Result<i64, StoreError>)>,
    ) -> Result<i64, rusqlite::Error> {
        let mut newest = 0;
        // Everyone waits to be told, whatever becomes of the rows: so collect first, fail later.
        let mut failure = self.file.check().and_then(|()| self.execute("BEGIN")).err();
        for message in batch.drain(..) {
            let cursor = match &failure {
                None => write_one(&self.db, &message).unwrap_or_else(|error| {
                    failure = Some(error);
                    Ok(0)
                }),
                Some(_) => Ok(0),
            };
            newest = newest.max(cursor.as_ref().copied().unwrap_or_default());
            match message {
                Message::Exchange(exchange, done) => {
                    waiting.push((Waiting::Exchange(exchange, done), cursor));
                }
                Message::Reload(_, _, done)
                | Message::DebugSession { done, .. }
                | Message::Control(_, done) => waiting.push((Waiting::Other(done), cursor)),
                // The last two were taken out of the batch before.
                Message::Undelivered(_) | Message::Remove(..) | Message::Import(..) => {}
            }
        }
        let written = failure.map_or_else(|| self.execute("COMMIT"), Err);
        // SQLite may have done so itself.
        if written.is_err()
            && !self.db.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "could not take back what was not written");
        }
        written.map(|()| newest)
    }

    /// Runs a statement that is kept ready: this is done for each batch.
    fn execute(&self, sql: &'static str) -> Result<(), rusqlite::Error> {
        self.db.prepare_cached(sql)?.execute([]).map(|_| ())
    }
}

/// The cursor of what was appended, or why it was not, which is no failure of the batch.
fn write_one(
    db: &Connection,
    message: &Message,
) -> Result<Result<i64, StoreError>, rusqlite::Error> {
    let now = || jiff::Timestamp::now().as_microsecond();
    match message {
        Message::Exchange(exchange, _) => entry::insert(db, exchange).map(Ok),
        Message::Reload(workspace, from, _) => reload(db, workspace, *from).map(Ok),
        Message::Undelivered(cursor) => entry::insert_undelivered(db, *cursor, now()).map(Ok),
        Message::DebugSession { change, at, .. } => entry::insert_debug(db, change, *at).map(Ok),
        Message::Control(control, _) => control::insert(db, control, now()),
        // Taken out of the batch before.
        Message::Remove(..) | Message::Import(..) => Ok(Ok(0)),
    }
}
