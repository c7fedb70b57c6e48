use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::checkpoint::Checkpointer;
use super::connection::Overwrite;
use super::deliveries::DeliveryWriter;
use super::disk_file::DiskFile;
use super::fold_entry::Target;
use super::fold_memory::FoldMemory;
use super::hidden::Hidden;
use super::lookahead::{Lookahead, Piece};
use super::opened_file::OpenedFile;
use super::rejudge::Rejudge;
use super::text::{self, TextWriter};
use super::tidy::{Held, Tidy};
use super::workspaces::Workspaces;
use super::{Appender, Audience, Reader, StoreError, connection, debug_sessions, fold, index};
use crate::debug_session::DebugSession;
use crate::workspace::InForce;

/// How many entries one transaction takes at most.
const BATCH: usize = 1000;

/// From how many events on it takes no more of them.
const BATCH_EVENTS: usize = 1000;

/// From how many events on their words are indexed with them: of few, they are cheaper to index later.
const MANY: f64 = 500.0;

/// From how many on there is no time to come in which words could be indexed later.
const BACKLOG: f64 = 5000.0;

/// What is folded, and into what.
#[derive(Clone)]
pub struct Recording {
    /// The file with the truth.
    pub journal: PathBuf,
    /// The file with what is derived.
    pub index: PathBuf,
    /// Where the projection asks for what is to be removed.
    pub appender: Appender,
    /// Who is told of trouble.
    pub reader: Arc<Reader>,
    /// What later requests are judged by.
    pub in_force: Arc<InForce>,
    /// Who is told what is taken in.
    pub audience: Arc<dyn Audience>,
}

/// The fold of a journal into its index, one transaction after the other.
pub struct Projection {
    recording: Recording,
    journal: Connection,
    // Before the index: whoever closes it last tidies its log away.
    checkpointer: Checkpointer,
    index: Connection,
    /// The file that `index` is: it may be taken away meanwhile.
    index_file: OpenedFile,
    _disk: DiskFile,
    /// The file that `journal` is.
    journal_file: OpenedFile,
    reached: i64,
    /// What reads what comes next; none if it is to begin at `reached`.
    ahead: Option<Lookahead>,
    /// How many events each of the entries taken in last had.
    weight: f64,
    workspaces: Workspaces,
    memory: FoldMemory,
    text: TextWriter,
    deliveries: DeliveryWriter,
    /// Why words and destinations are not worked out, if that failed.
    behind: Option<String>,
    /// Cursors of requests whose explanation the index does not take.
    unexplained: HashSet<i64>,
    /// What is in the index and not in the recording any more.
    hidden: Arc<Hidden>,
    tidy: Tidy,
}

impl Projection {
    /// Opens the index, and makes it anew if it is damaged or does not fit the journal, whose newest
    /// cursor is `head`. Tells which debug sessions are open.
    ///
    /// # Errors
    /// The journal cannot be read, or the index not be made.
    pub fn open(
        recording: Recording,
        head: i64,
    ) -> Result<(Projection, Vec<DebugSession>), StoreError> {
        let opened = Projection::open_index(recording.clone(), head);
        match opened {
            // Half of an index may be sound: what a log of it has left.
            Err(StoreError::Sqlite(error)) if connection::is_damage(&error) => {
                tracing::warn!(%error, "the index is damaged; making it again from the journal");
                index::remove(&recording.index)?;
                Projection::open_index(recording, head)
            }
            opened => opened,
        }
    }

    fn open_index(
        recording: Recording,
        head: i64,
    ) -> Result<(Projection, Vec<DebugSession>), StoreError> {
        let id = connection::recording_id(&recording.journal)?;
        index::prepare(&recording.index, &id, head)?;
        // Before the index: it is closed after it.
        let disk = DiskFile::open(&recording.index)?;
        let mut index = Connection::open(&recording.index)?;
        connection::prepare(&index)?;
        index.execute_batch("PRAGMA cache_size = -8192")?;
        let checkpointer = Checkpointer::start(&recording.index, &disk, &mut index)?;
        connection::overwrite(&index, Overwrite::WhereFree)?;
        let reached = index::projected_to(&index)?;
        let journal = connection::open_journal_reader(&recording.journal)?;
        let debug_sessions = debug_sessions::open(&index, &journal)?;
        let hidden = Hidden::read(&index, &Arc::default())?;
        recording.audience.opened(reached);
        let projection = Projection {
            journal,
            index_file: OpenedFile::new(&recording.index),
            _disk: disk,
            journal_file: OpenedFile::new(&recording.journal),
            reached,
            ahead: None,
            weight: 1.0,
            hidden,
            checkpointer,
            index,
            workspaces: Workspaces::new(recording.in_force.workspace()),
            memory: FoldMemory::new(),
            text: TextWriter::new(),
            deliveries: DeliveryWriter::new(),
            behind: None,
            unexplained: HashSet::new(),
            tidy: Tidy::new(recording.appender.clone(), Arc::clone(&recording.in_force)),
            recording,
        };
        Ok((projection, debug_sessions))
    }

    /// The cursor that was taken in last.
    pub fn reached(&self) -> i64 {
        self.reached
    }

    /// How many events each of the entries taken in last had.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// How long it may be left alone with nothing to take in.
    pub fn pause(&self) -> Duration {
        self.tidy.pause()
    }

    /// Takes in some of what the journal has up to `head`, if there is more than was taken in.
    ///
    /// # Errors
    /// The journal cannot be read, or the index not be written.
    pub fn advance(&mut self, head: i64) -> Result<(), StoreError> {
        self.mend(head)?;
        if head > self.reached {
            let words = self.catch_up_with_words(head);
            self.step(head, words)?;
            self.checkpointer.committed(&self.index);
        }
        Ok(())
    }

    /// Removes some of what is to go; whether there may be more to do at once.
    ///
    /// # Errors
    /// The journal or the index cannot be written.
    pub async fn tidy(&mut self) -> Result<bool, StoreError> {
        let held = Held {
            hidden: &mut self.hidden,
            memory: &mut self.memory,
            text: &mut self.text,
        };
        let files = (&self.journal, &self.index);
        let more = self.tidy.step(files, held, self.reached).await?;
        self.checkpointer.committed(&self.index);
        Ok(more)
    }

    /// Says what is wrong, and has the index made anew if that is what the error says.
    pub fn failed(&mut self, error: &StoreError, at: i64) {
        self.lose(error);
        // Once: what is damaged stays so, and is tried again for ever.
        if self.recording.reader.is_in_trouble(Some(error.to_string())) {
            tracing::error!(%error, at, "the projection failed; trying again");
        }
    }

    /// Says that nothing is wrong any more, but for what falls behind.
    pub fn succeeded(&self) {
        self.recording.reader.is_in_trouble(self.behind.clone());
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
        // It has to be readable: else the index is all that is left.
        connection::recording_id(&self.recording.journal)?;
        tracing::warn!("the index is gone or damaged; making it again from the journal");
        index::remove(&self.recording.index)?;
        (*self, _) = Projection::open(self.recording.clone(), head)?;
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
    /// events at their destinations; little at once if it has to be `short`. True if there is nothing
    /// left to do, or nothing now.
    pub fn index_more(&mut self, short: bool) -> bool {
        let reached = self.reached;
        let indexed = match self.index_words(short) {
            Ok(true) => {
                let Projection {
                    journal,
                    workspaces,
                    ..
                } = self;
                self.deliveries
                    .step(&self.index, journal, (reached, short), |hash| {
                        workspaces.of(journal, hash)
                    })
            }
            indexed => indexed,
        };
        self.checkpointer.committed(&self.index);
        self.behind = indexed.as_ref().err().map(StoreError::to_string);
        indexed.unwrap_or_else(|error| {
            self.lose(&error);
            // What is not indexed is still found, by looking at it.
            if self.recording.reader.is_in_trouble(self.behind.clone()) {
                tracing::error!(%error, "the index falls behind; trying again later");
            }
            true
        })
    }

    fn index_words(&mut self, short: bool) -> Result<bool, StoreError> {
        self.text
            .step(&self.index, &self.journal, self.reached, short)
    }

    /// Whether the words of the next rows up to `head` are to be indexed with them. Before a backlog,
    /// indexes some of those that are left, more than a step brings: what is not indexed is looked at in
    /// each search.
    fn catch_up_with_words(&mut self, head: i64) -> bool {
        let waiting = (head - self.reached) as f64 * self.weight.max(1.0);
        if waiting < BACKLOG {
            return waiting >= MANY && self.is_worded();
        }
        (0..2).any(|_| {
            let indexed = self.index_words(false);
            // It is told where nothing else is left to do.
            indexed.unwrap_or_else(|error| {
                self.lose(&error);
                false
            })
        })
    }

    /// Whether the words of all rows are indexed.
    fn is_worded(&self) -> bool {
        text::indexed_to(&self.index).is_ok_and(|(words_to, _)| words_to == self.reached)
    }

    /// Folds the next entries up to `head`, all or none of them; with their `words`, if none are left
    /// of those before.
    fn step(&mut self, head: i64, words: bool) -> Result<(), StoreError> {
        let mut ahead = match self.ahead.take() {
            Some(ahead) => ahead,
            None => Lookahead::start(
                self.recording.journal.clone(),
                self.workspaces.first(),
                self.unexplained.clone(),
                self.reached,
            )?,
        };
        ahead.order(head, words);
        // What was there before it is judged anew, before anything else is taken in.
        if let Some(piece) = ahead.next()?
            && let Some((workspace, from)) = piece.reload()
        {
            if self.judge_anew(workspace, (from, piece.upto))? {
                self.reached = piece.upto;
                ahead.pass();
            }
            self.ahead = Some(ahead);
            return Ok(());
        }
        let audience = Arc::clone(&self.recording.audience);
        self.memory.audience = audience.begins().then(|| Arc::clone(&audience));
        let folded = self.fold(&mut ahead);
        match folded {
            Ok(Some(reached)) => {
                self.reached = reached;
                self.ahead = Some(ahead).filter(|ahead| !ahead.has_failed());
                audience.committed(reached);
            }
            // What was folded in vain is not in the index, and is read again.
            Ok(None) | Err(_) => {
                self.memory.forget();
                self.text.forget();
                audience.failed();
            }
        }
        folded.map(|_| ())
    }

    /// Folds entries in one transaction; the cursor that was reached, or nothing if one of them has
    /// to be tried again without its explanation.
    fn fold(&mut self, ahead: &mut Lookahead) -> Result<Option<i64>, StoreError> {
        let transaction = self.index.unchecked_transaction()?;
        let mut reached = self.reached;
        let mut hidden = Arc::clone(&self.hidden);
        let (mut entries, mut events) = (0, 0);
        let (mut words_to, mut words_ord) = text::indexed_to(&transaction)?;
        while entries < BATCH && events < BATCH_EVENTS {
            let piece = match ahead.take() {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                // What stands before it is taken in all the same; then it is the first that is read.
                Err(_) if reached > self.reached => break,
                Err(error) => return Err(error),
            };
            // Words are indexed without a gap, or later.
            let words = piece.words && words_to == piece.after;
            entries += piece.entries.len();
            let Piece {
                entries: mut taken,
                upto,
                ..
            } = piece;
            for read in &mut taken {
                let cursor = read.cursor;
                events += read.events();
                let mut target = Target {
                    index: &transaction,
                    memory: &mut self.memory,
                    hidden: &mut hidden,
                    text: words.then_some(&mut self.text),
                };
                match target.take(read) {
                    // One request must not keep all that come after it waiting for ever.
                    Err(error) if fold::is_final(&error) && self.unexplained.insert(cursor) => {
                        tracing::error!(%error, cursor, "a request cannot be explained");
                        return Ok(None);
                    }
                    folded => words_ord = folded?.filter(|_| words).unwrap_or(words_ord),
                }
            }
            ahead.spent(taken);
            reached = upto;
            if words {
                words_to = reached;
            }
        }
        text::indexed(&transaction, words_to, words_ord)?;
        self.memory.write(&transaction, reached)?;
        transaction.commit()?;
        self.hidden = hidden;
        self.weight = events as f64 / entries.max(1) as f64;
        Ok(Some(reached))
    }

    /// Judges a part of what a reload judges anew, by that workspace, `from` (inclusive) to `until`
    /// (exclusive); whether all of it is, so that the reload is taken in.
    fn judge_anew(
        &mut self,
        workspace: &str,
        (from, until): (i64, i64),
    ) -> Result<bool, StoreError> {
        let workspace = self.workspaces.of(&self.journal, workspace)?;
        let rejudge = Rejudge {
            journal: &self.journal,
            workspace: &workspace,
            hidden: &self.hidden,
            from,
            until,
        };
        let transaction = self.index.unchecked_transaction()?;
        let workspaces = &mut self.workspaces;
        let is_done = rejudge.step(&transaction, |hash| workspaces.of(&self.journal, hash))?;
        if is_done {
            transaction
                .prepare_cached("UPDATE progress SET projected_to = ?1")?
                .execute([until])?;
            // It has no words.
            let (words_to, ord) = text::indexed_to(&transaction)?;
            if words_to == self.reached {
                text::indexed(&transaction, until, ord)?;
            }
        }
        transaction.commit()?;
        Ok(is_done)
    }
}
