use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::checkpoint::Checkpointer;
use super::control::{Control, Reload};
use super::disk_file::DiskFile;
use super::import::{Import, Moved};
use super::opened_file::OpenedFile;
use super::removal::Removal;
use super::workspaces::{keep_workspace, last_workspace, load_workspace};
use super::writer::{Message, Writer};
use super::{Durability, Exchange, StoreError, connection, control};
use crate::debug_session::DebugChange;
use crate::workspace::Workspace;

/// How many exchanges may wait for the writer. Past that, requests wait: none is refused, none
/// vanishes.
const QUEUE: usize = 1024;

/// The journal: appended to by one thread that commits whatever is queued together.
pub struct Journal {
    messages: mpsc::Sender<Message>,
    head: watch::Receiver<i64>,
    writer: JoinHandle<()>,
}

/// What a request's task holds of the journal.
#[derive(Clone)]
pub struct Appender(mpsc::Sender<Message>);

impl Journal {
    /// Opens the journal's file and starts its writer. If a workspace is given, and is another one
    /// than it had last, that is noted as a reload; `judge_from` then says from which cursor on
    /// events are judged anew, given the newest.
    ///
    /// # Errors
    /// A file of a newer eventpit, a damaged one, one that cannot be written.
    pub fn open(
        file: &Path,
        durability: Durability,
        workspace: Option<&Workspace>,
        judge_from: impl FnOnce(i64) -> i64,
    ) -> Result<Journal, StoreError> {
        let db = connection::open_journal(file)?;
        if let Some(workspace) = workspace {
            take_up(&db, workspace, judge_from).map_err(|error| connection::failed(file, error))?;
        }
        if durability == Durability::Full {
            db.execute_batch("PRAGMA synchronous = FULL")?;
        }
        let head = newest(&db).map_err(|error| connection::failed(file, error))?;
        let (head_sender, head) = watch::channel(head);
        let (messages, queue) = mpsc::channel(QUEUE);
        let disk = DiskFile::open(file)?;
        // What is made last goes first, where this fails.
        let mut db = db;
        let checkpointer = Checkpointer::start(file, &disk, &mut db)?;
        let files = (OpenedFile::new(file), disk);
        let writer = Writer::new(db, files, queue, head_sender, checkpointer);
        let writer = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || writer.run())
            .map_err(|source| StoreError::Folder {
                path: file.to_path_buf(),
                source,
            })?;
        Ok(Journal {
            messages,
            head,
            writer,
        })
    }

    /// The newest cursor.
    pub fn head(&self) -> i64 {
        *self.head.borrow()
    }

    /// Follows the newest cursor.
    pub fn watch_head(&self) -> watch::Receiver<i64> {
        self.head.clone()
    }

    /// A handle for request tasks.
    pub fn appender(&self) -> Appender {
        Appender(self.messages.clone())
    }

    /// Writes what is queued, checkpoints and closes. Every [`Appender`] has to be gone.
    pub fn close(self) {
        drop(self.messages);
        if self.writer.join().is_err() {
            tracing::error!("the journal's writer ended in a panic");
        }
    }
}

impl Appender {
    /// Appends an exchange and waits for its commit; the cursor that it got.
    ///
    /// # Errors
    /// The commit failed, or the recording is closed: then nothing was recorded.
    pub async fn append(&self, exchange: Box<Exchange>) -> Result<i64, StoreError> {
        let (done, committed) = oneshot::channel();
        let message = Message::Exchange(exchange, done);
        self.0.send(message).await.map_err(|_| StoreError::Closed)?;
        let (cursor, _) = committed.await.map_err(|_| StoreError::Closed)?;
        cursor
    }

    /// Keeps a workspace before requests are judged by it, notes that it comes into force, and
    /// waits for the commit. The events from the cursor `judge_from` on are held against its plans.
    /// Not to be called by a task.
    ///
    /// # Errors
    /// The commit failed, or the recording is closed.
    pub fn reload(
        &self,
        workspace: Arc<Workspace>,
        judge_from: Option<i64>,
    ) -> Result<(), StoreError> {
        let (done, committed) = oneshot::channel();
        let message = Message::Reload(workspace, judge_from, done);
        let sent = self.0.blocking_send(message);
        sent.map_err(|_| StoreError::Closed)?;
        let committed = committed.blocking_recv();
        committed.map_err(|_| StoreError::Closed)?.map(|_| ())
    }

    /// Records what a person did to a debug session at `at` (microseconds since 1970), and waits for
    /// the commit; its cursor.
    ///
    /// # Errors
    /// The commit failed, or the recording is closed: then nothing was recorded.
    pub async fn debug_session(&self, change: DebugChange, at: i64) -> Result<i64, StoreError> {
        let (done, committed) = oneshot::channel();
        let message = Message::DebugSession { change, at, done };
        self.0.send(message).await.map_err(|_| StoreError::Closed)?;
        committed.await.map_err(|_| StoreError::Closed)?
    }

    /// Appends a control row and waits for its commit; the cursor that it got.
    ///
    /// # Errors
    /// It makes no sense any more, the commit failed, or the recording is closed.
    pub async fn control(&self, control: Control) -> Result<i64, StoreError> {
        let (done, committed) = oneshot::channel();
        let message = Message::Control(control, done);
        self.0.send(message).await.map_err(|_| StoreError::Closed)?;
        committed.await.map_err(|_| StoreError::Closed)?
    }

    /// The same, for a thread that may block.
    ///
    /// # Errors
    /// As of [`Appender::control`].
    pub fn control_blocking(&self, control: Control) -> Result<i64, StoreError> {
        let (done, committed) = oneshot::channel();
        let sent = self.0.blocking_send(Message::Control(control, done));
        sent.map_err(|_| StoreError::Closed)?;
        committed.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Removes requests for good, between the commits of others, and waits for it.
    ///
    /// # Errors
    /// The commit failed, or the recording is closed.
    pub(super) async fn remove(&self, removal: Removal) -> Result<(), StoreError> {
        let (done, committed) = oneshot::channel();
        let message = Message::Remove(removal, done);
        self.0.send(message).await.map_err(|_| StoreError::Closed)?;
        committed.await.map_err(|_| StoreError::Closed)?.map(|_| ())
    }

    /// Appends rows of another recording, in one transaction between the commits of others, and
    /// waits for it; where they and those before them went. For a thread that may block.
    ///
    /// # Errors
    /// The commit failed, or the recording is closed: then none of them was recorded.
    pub fn import(&self, import: Import) -> Result<Moved, StoreError> {
        let (done, committed) = oneshot::channel();
        let sent = self.0.blocking_send(Message::Import(import, done));
        sent.map_err(|_| StoreError::Closed)?;
        committed.blocking_recv().map_err(|_| StoreError::Closed)?
    }

    /// Notes that the answer to the request `cursor` did not reach its client.
    pub fn undelivered(&self, cursor: i64) {
        let Err(mpsc::error::TrySendError::Full(message)) =
            self.0.try_send(Message::Undelivered(cursor))
        else {
            return;
        };
        let queue = self.0.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { queue.send(message).await });
        }
    }
}

/// Keeps the workspace that the recording is opened with.
fn take_up(
    db: &Connection,
    workspace: &Workspace,
    judge_from: impl FnOnce(i64) -> i64,
) -> Result<(), rusqlite::Error> {
    match last_workspace(db)? {
        Some(last) if last != workspace.hash => {
            let from = match load_workspace(db, &last) {
                Ok(Some(last)) if last.has_plans_of(workspace) => None,
                _ => Some(judge_from(newest(db)?)),
            };
            reload(db, workspace, from).map(|_| ())
        }
        _ => keep_workspace(db, workspace),
    }
}

/// Keeps a workspace and notes that it comes into force.
pub(super) fn reload(
    db: &Connection,
    workspace: &Workspace,
    judge_from: Option<i64>,
) -> Result<i64, rusqlite::Error> {
    keep_workspace(db, workspace)?;
    let control = Control::Reload(Reload {
        workspace: workspace.hash.clone(),
        from: judge_from,
    });
    let now = jiff::Timestamp::now().as_microsecond();
    Ok(control::insert(db, &control, now)?.unwrap_or_default())
}

/// The cursor of the newest row; 0 if there is none.
pub(super) fn newest(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.query_row("SELECT coalesce(max(cursor), 0) FROM entry", [], |row| {
        row.get(0)
    })
}
