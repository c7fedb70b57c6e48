use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{oneshot, watch};

use super::ahead::ahead;
use super::connection::Overwrite;
use super::control::{Control, Reload};
use super::deliveries::DeliveryWriter;
use super::fold_memory::FoldMemory;
use super::hidden::Hidden;
use super::opened_file::OpenedFile;
use super::pace::Pace;
use super::rejudge::Rejudge;
use super::text::TextWriter;
use super::tidy::{Held, Tidy};
use super::workspaces::Workspaces;
use super::{
    Appender, Audience, DataFolder, Entry, Exchange, Journal, Reader, StoreError, connection,
    debug_sessions, entry, fold, fold_control, index,
};
use crate::platform::Decoded;
use crate::workspace::{InForce, Workspace};

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

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

/// What the thread works on.
#[derive(Clone)]
struct Recording {
    journal: PathBuf,
    index: PathBuf,
    appender: Appender,
    reader: Arc<Reader>,
    in_force: Arc<InForce>,
    /// Who is told what is taken in.
    audience: Arc<dyn Audience>,
}

/// A request to be explained.
struct Unexplained<'a> {
    exchange: &'a Exchange,
    workspace: Arc<Workspace>,
    /// Whether the index did not take its explanation before: it gets none then.
    is_refused: bool,
}

/// The thread's own.
struct Projection {
    recording: Recording,
    journal: Connection,
    index: Connection,
    /// The file that `index` is: it may be taken away meanwhile.
    index_file: OpenedFile,
    /// The file that `journal` is.
    journal_file: OpenedFile,
    reached: i64,
    /// How many events each of the entries taken in last had.
    weight: f64,
    workspaces: Workspaces,
    memory: FoldMemory,
    text: TextWriter,
    deliveries: DeliveryWriter,
    /// Cursors of requests whose explanation the index does not take.
    unexplained: HashSet<i64>,
    /// What is in the index and not in the recording any more.
    hidden: Arc<Hidden>,
    tidy: Tidy,
}

impl Projector {
    /// Starts where the index stopped; makes it if it is not there, or is none of this recording.
    pub(super) fn start(
        folder: &DataFolder,
        journal: &Journal,
        reader: &Arc<Reader>,
        in_force: &Arc<InForce>,
        audience: Arc<dyn Audience>,
    ) -> Result<Projector, StoreError> {
        let recording = Recording {
            journal: folder.journal(),
            index: folder.index(),
            appender: journal.appender(),
            reader: Arc::clone(reader),
            in_force: Arc::clone(in_force),
            audience,
        };
        let mut projection = Projection::open(recording, journal.head())?;
        let reached = projection.reached;
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

impl Unexplained<'_> {
    fn explain(&self) -> Decoded {
        match self.is_refused {
            true => fold::not_explained(),
            false => fold::explain(self.exchange, &self.workspace),
        }
    }
}

impl Projection {
    /// Opens the index, and makes it anew if it does not fit the journal, whose newest cursor is
    /// `head`.
    fn open(recording: Recording, head: i64) -> Result<Projection, StoreError> {
        let id = connection::recording_id(&recording.journal)?;
        index::prepare(&recording.index, &id, head)?;
        let index = Connection::open(&recording.index)?;
        connection::prepare(&index)?;
        // Nobody waits for these commits, so SQLite may checkpoint when it likes: seldom, as the same
        // pages are written again and again.
        index.execute_batch("PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384")?;
        connection::overwrite(&index, Overwrite::WhereFree)?;
        let reached = index::projected_to(&index)?;
        recording.audience.opened(reached);
        Ok(Projection {
            journal: connection::open_reader(&recording.journal)?,
            index_file: OpenedFile::new(&recording.index),
            journal_file: OpenedFile::new(&recording.journal),
            reached,
            weight: 1.0,
            hidden: Hidden::read(&index, &Arc::default())?,
            index,
            workspaces: Workspaces::new(recording.in_force.workspace()),
            memory: FoldMemory::new(),
            text: TextWriter::new(),
            deliveries: DeliveryWriter::new(),
            unexplained: HashSet::new(),
            tidy: Tidy::new(recording.appender.clone(), Arc::clone(&recording.in_force)),
            recording,
        })
    }

    async fn run(
        &mut self,
        mut head: watch::Receiver<i64>,
        progress: &watch::Sender<i64>,
        mut stopped: oneshot::Receiver<()>,
    ) {
        let mut pace = Pace::new(*head.borrow());
        let mut to_tidy = false;
        loop {
            let reached = self.reached;
            // Rows first: words wait until there is nothing else to do.
            let idle = *head.borrow() <= reached && !to_tidy;
            if idle && !self.index_more() {
                match stopped.try_recv() {
                    Err(TryRecvError::Empty) => continue,
                    _ => return,
                }
            }
            let pause = match to_tidy {
                true => Duration::ZERO,
                false => self.tidy.pause(),
            };
            tokio::select! {
                biased;
                _ = &mut stopped => return,
                there = head.wait_for(|head| *head > reached) => {
                    if there.is_err() {
                        return;
                    }
                }
                () = tokio::time::sleep(pause) => {}
            }
            // Read at once: a borrowed head holds up the journal's writer.
            let newest = *head.borrow();
            pace.rested(newest);
            let done = match self.mend(newest) {
                Ok(()) if newest > self.reached => self.step(),
                mended => mended,
            };
            if self.reached != reached {
                progress.send_replace(self.reached);
            }
            let files = (&self.journal, &self.index);
            let done = match done {
                Ok(()) => {
                    let held = Held {
                        hidden: &mut self.hidden,
                        memory: &mut self.memory,
                        text: &mut self.text,
                    };
                    self.tidy.step(files, held, self.reached).await
                }
                Err(error) => Err(error),
            };
            match done {
                Ok(more) => {
                    to_tidy = more;
                    self.recording.reader.is_in_trouble(None);
                    let newest = *head.borrow();
                    // Also lets a stop be seen between two transactions.
                    tokio::time::sleep(pace.rest(newest, self.weight)).await;
                }
                Err(error) => {
                    self.lose(&error);
                    // Once: what is damaged stays so, and is tried again for ever.
                    if self.recording.reader.is_in_trouble(Some(error.to_string())) {
                        tracing::error!(%error, at = reached, "the projection failed; trying again");
                    }
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Makes the index anew if its file was taken away, or turned out to be damaged: all of it is in
    /// the journal, whose newest cursor is `head`.
    fn mend(&mut self, head: i64) -> Result<(), StoreError> {
        let reader = Arc::clone(&self.recording.reader);
        if self.index_file.check().is_ok() && !reader.is_index_lost() {
            return Ok(());
        }
        // What lies there now is another eventpit's, or nothing: hands off.
        if self.journal_file.check().is_err() {
            return Ok(());
        }
        tracing::warn!("the index is gone or damaged; making it again from the journal");
        index::remove(&self.recording.index)?;
        *self = Projection::open(self.recording.clone(), head)?;
        reader.index_is_new();
        Ok(())
    }

    /// Has the index made anew if an error says that it is damaged; one of the journal says so
    /// itself.
    fn lose(&self, error: &StoreError) {
        if let StoreError::Sqlite(error) = error
            && connection::is_damage(error)
        {
            self.recording.reader.index_is_lost();
        }
    }

    /// Indexes some more words, or if there are none left, works out some more of what became of
    /// events at their destinations; true if there is nothing left to do, or nothing now.
    fn index_more(&mut self) -> bool {
        let indexed = match self.text.step(&self.index, &self.journal, self.reached) {
            Ok(true) => {
                let Projection {
                    journal,
                    workspaces,
                    ..
                } = self;
                self.deliveries
                    .step(&self.index, journal, self.reached, |hash| {
                        workspaces.of(journal, hash)
                    })
            }
            indexed => indexed,
        };
        indexed.unwrap_or_else(|error| {
            self.lose(&error);
            // What is not indexed is still found, by looking at it.
            tracing::error!(%error, "the index falls behind; trying again later");
            true
        })
    }

    /// Folds the next entries, all or none of them.
    fn step(&mut self) -> Result<(), StoreError> {
        let mut entries = self.next_entries()?;
        // What was there before it is judged anew, before anything else is taken in.
        let reload = entries.iter().position(|(_, entry)| judges_anew(entry));
        match reload {
            Some(0) => return self.judge_anew(&entries),
            Some(at) => entries.truncate(at),
            None => {}
        }
        let audience = Arc::clone(&self.recording.audience);
        self.memory.audience = audience.begins().then(|| Arc::clone(&audience));
        let folded = self.fold(&entries);
        match folded {
            Ok(Some(reached)) => {
                self.reached = reached;
                audience.committed(reached);
            }
            // What was folded in vain is not in the index.
            Ok(None) | Err(_) => {
                self.memory.forget();
                audience.failed();
            }
        }
        folded.map(|_| ())
    }

    /// Folds entries in one transaction; the cursor that was reached, or nothing if one of them has
    /// to be tried again without its explanation.
    fn fold(&mut self, entries: &[(i64, Entry)]) -> Result<Option<i64>, StoreError> {
        let mut requests = Vec::with_capacity(entries.len());
        for (cursor, entry) in entries {
            if let Entry::Exchange(exchange) = entry {
                requests.push(Unexplained {
                    exchange,
                    workspace: self.workspaces.of(&self.journal, &exchange.workspace)?,
                    is_refused: self.unexplained.contains(cursor),
                });
            }
        }
        ahead(&requests, Unexplained::explain, |explained| {
            self.fold_explained(entries, requests.iter().zip(explained))
        })
    }

    /// The same, with each of the requests and what explains it.
    fn fold_explained<'a>(
        &mut self,
        entries: &[(i64, Entry)],
        mut requests: impl Iterator<Item = (&'a Unexplained<'a>, Decoded)>,
    ) -> Result<Option<i64>, StoreError> {
        let transaction = self.index.unchecked_transaction()?;
        let mut reached = self.reached;
        let mut hidden = Arc::clone(&self.hidden);
        let mut events = 0;
        for (cursor, entry) in entries {
            match entry {
                Entry::Exchange(_) => {
                    let Some((request, decoded)) = requests.next() else {
                        break;
                    };
                    events += decoded.events.len();
                    let folded = fold::fold(
                        &transaction,
                        &mut self.memory,
                        *cursor,
                        request.exchange,
                        (&request.workspace, &hidden),
                        decoded,
                    );
                    match folded {
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
                Entry::Control { at, control } => {
                    fold_control::fold(&transaction, *cursor, *at, control, &mut hidden)?;
                }
            }
            reached = *cursor;
        }
        self.memory.write(&transaction, reached)?;
        transaction.commit()?;
        self.hidden = hidden;
        self.weight = events as f64 / entries.len().max(1) as f64;
        Ok(Some(reached))
    }

    /// Judges a part of what a reload judges anew, the first of these entries; once all of it is,
    /// the reload is taken in.
    fn judge_anew(&mut self, entries: &[(i64, Entry)]) -> Result<(), StoreError> {
        let Some((until, Entry::Control { control, .. })) = entries.first() else {
            return Ok(());
        };
        let Control::Reload(Reload {
            workspace,
            from: Some(from),
        }) = control
        else {
            return Ok(());
        };
        let workspace = self.workspaces.of(&self.journal, workspace)?;
        let rejudge = Rejudge {
            journal: &self.journal,
            workspace: &workspace,
            hidden: &self.hidden,
            from: *from,
            until: *until,
        };
        let transaction = self.index.unchecked_transaction()?;
        let workspaces = &mut self.workspaces;
        let is_done = rejudge.step(&transaction, |hash| workspaces.of(&self.journal, hash))?;
        if is_done {
            transaction
                .prepare_cached("UPDATE progress SET projected_to = ?1")?
                .execute([until])?;
        }
        transaction.commit()?;
        if is_done {
            self.reached = *until;
        }
        Ok(())
    }

    fn next_entries(&self) -> Result<Vec<(i64, Entry)>, StoreError> {
        let entries = self.read_entries();
        entries.map_err(|error| connection::failed(&self.recording.journal, error))
    }

    fn read_entries(&self) -> Result<Vec<(i64, Entry)>, rusqlite::Error> {
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

/// Whether an entry is a reload by which events are judged anew.
fn judges_anew(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::Control {
            control: Control::Reload(Reload { from: Some(_), .. }),
            ..
        }
    )
}
