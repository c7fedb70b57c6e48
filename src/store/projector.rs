use std::collections::HashSet;
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{oneshot, watch};

use super::fold_memory::FoldMemory;
use super::pace::Pace;
use super::text::TextWriter;
use super::workspaces::Workspaces;
use super::{
    Audience, DataFolder, Entry, Journal, StoreError, connection, debug_sessions, entry, fold,
    index,
};
use crate::workspace::Workspace;

/// How many entries one transaction of the projection takes at most.
const BATCH: usize = 500;

/// How many bytes of bodies one transaction takes at most: bounds the memory, not the entry.
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Follows the journal on a thread of its own and folds it into the index, one transaction for
/// the rows, the state and the cursor reached.
pub struct Projector {
    stop: oneshot::Sender<()>,
    projected: watch::Receiver<i64>,
    thread: JoinHandle<()>,
}

/// The thread's own.
struct Projection {
    journal: Connection,
    index: Connection,
    reached: i64,
    workspaces: Workspaces,
    memory: FoldMemory,
    text: TextWriter,
    /// Cursors of requests whose explanation the index does not take.
    unexplained: HashSet<i64>,
    /// Who is told what is taken in.
    audience: Arc<dyn Audience>,
}

impl Projector {
    /// Starts where the index stopped.
    pub(super) fn start(
        folder: &DataFolder,
        journal: &Journal,
        current: Arc<Workspace>,
        audience: Arc<dyn Audience>,
    ) -> Result<Projector, StoreError> {
        let index = Connection::open(folder.index())?;
        connection::prepare(&index)?;
        // Nobody waits for these commits, so SQLite may checkpoint when it likes.
        index.execute_batch("PRAGMA wal_autocheckpoint = 1000")?;
        let reached = index::projected_to(&index)?;
        let mut projection = Projection {
            journal: connection::open_reader(&folder.journal())?,
            index,
            reached,
            workspaces: Workspaces::new(current),
            memory: FoldMemory::new(),
            text: TextWriter::new(),
            unexplained: HashSet::new(),
            audience,
        };
        projection.audience.opened(reached);
        let (progress, projected) = watch::channel(reached);
        let (stop, stopped) = oneshot::channel();
        let head = journal.watch_head();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|source| StoreError::Folder {
                path: folder.index(),
                source,
            })?;
        let thread = std::thread::Builder::new()
            .name("projection".into())
            .spawn(move || runtime.block_on(projection.run(head, &progress, stopped)))
            .map_err(|source| StoreError::Folder {
                path: folder.index(),
                source,
            })?;
        Ok(Projector {
            stop,
            projected,
            thread,
        })
    }

    /// Follows how far it is.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.projected.clone()
    }

    /// Stops after the transaction at hand; the next start goes on from there.
    pub fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the projection ended in a panic; the next start goes on with it");
        }
    }
}

impl Projection {
    async fn run(
        &mut self,
        mut head: watch::Receiver<i64>,
        progress: &watch::Sender<i64>,
        mut stopped: oneshot::Receiver<()>,
    ) {
        let mut pace = Pace::new(*head.borrow());
        loop {
            let reached = self.reached;
            // Rows first: words wait until there is nothing else to do.
            let idle = *head.borrow() <= reached;
            if idle && !self.index_words() && stopped.try_recv() == Err(TryRecvError::Empty) {
                continue;
            }
            tokio::select! {
                biased;
                _ = &mut stopped => return,
                there = head.wait_for(|head| *head > reached) => {
                    if there.is_err() {
                        return;
                    }
                }
            }
            pace.rested(*head.borrow());
            match self.step() {
                Ok(()) => {
                    progress.send_replace(self.reached);
                    // Read before the rest begins: a borrowed head holds up the journal's writer.
                    let newest = *head.borrow();
                    // Also lets a stop be seen between two transactions.
                    tokio::time::sleep(pace.rest(newest)).await;
                }
                Err(error) => {
                    tracing::error!(%error, at = reached, "the projection failed; trying again");
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// Indexes some more words; true if there are none left, or none now.
    fn index_words(&mut self) -> bool {
        match self.text.step(&self.index, &self.journal, self.reached) {
            Ok(done) => done,
            Err(error) => {
                // What is not indexed is still found, by looking at it.
                tracing::error!(%error, "words cannot be indexed; trying again later");
                true
            }
        }
    }

    /// Folds the next entries, all or none of them.
    fn step(&mut self) -> Result<(), StoreError> {
        let looks = self.audience.begins();
        self.memory.audience = looks.then(|| Arc::clone(&self.audience));
        let folded = self.fold_next();
        match folded {
            Ok(Some(reached)) => {
                self.reached = reached;
                self.audience.committed(reached);
            }
            // What was folded in vain is not in the index.
            Ok(None) | Err(_) => {
                self.memory.forget();
                self.audience.failed();
            }
        }
        folded.map(|_| ())
    }

    /// Folds the next entries in one transaction; the cursor that was reached, or nothing if one
    /// of them has to be tried again without its explanation.
    fn fold_next(&mut self) -> Result<Option<i64>, StoreError> {
        let entries = self.next_entries()?;
        let transaction = self.index.unchecked_transaction()?;
        let mut reached = self.reached;
        for (cursor, entry) in &entries {
            match entry {
                Entry::Exchange(exchange) => {
                    let workspace = self.workspaces.of(&self.journal, &exchange.workspace)?;
                    let decoded = match self.unexplained.contains(cursor) {
                        true => fold::not_explained(),
                        false => fold::explain(exchange, &workspace),
                    };
                    let memory = &mut self.memory;
                    match fold::fold(&transaction, memory, *cursor, exchange, &workspace, decoded) {
                        // One request must not keep all that come after it waiting for ever.
                        Err(error)
                            if fold::is_final(&error) && self.unexplained.insert(*cursor) =>
                        {
                            tracing::error!(%error, cursor, "a request cannot be explained");
                            return Ok(None);
                        }
                        folded => folded?,
                    }
                }
                Entry::Undelivered(refers) => fold::undelivered(&transaction, *refers)?,
                Entry::DebugSession { at, change } => {
                    debug_sessions::apply(&transaction, *at, change)?;
                }
            }
            reached = *cursor;
        }
        self.memory.write(&transaction, reached)?;
        transaction.commit()?;
        Ok(Some(reached))
    }

    fn next_entries(&self) -> Result<Vec<(i64, Entry)>, StoreError> {
        let sql = format!(
            "SELECT {} FROM entry WHERE cursor > ?1 ORDER BY cursor LIMIT {BATCH}",
            entry::COLUMNS
        );
        let mut statement = self.journal.prepare_cached(&sql)?;
        let mut rows = statement.query([self.reached])?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let (cursor, entry) = entry::read(row)?;
            if let Entry::Exchange(exchange) = &entry {
                bytes += exchange.request.body.bytes.len();
            }
            entries.push((cursor, entry));
            if bytes >= BATCH_BYTES {
                break;
            }
        }
        Ok(entries)
    }
}
