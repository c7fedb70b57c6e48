use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::connection;
use super::postings::Shapes;
use super::prepared::Prepared;
use super::text::{Lexicon, Words};
use super::workspaces::Workspaces;
use super::{Entry, Exchange, StoreError, entry, fold};
use crate::workspace::Workspace;

/// How many entries are read at once, and how many bytes of bodies: all that a transaction waits for
/// before it has something to do, and what bounds the memory.
const PIECE: usize = 32;
const PIECE_BYTES: usize = 32 * 1024;

/// How many pieces wait for the projection at most.
const AHEAD: usize = 4;

/// Reads the journal ahead of the projection, on a thread of its own, and works out all that needs
/// none of the events before it: the index is written by one thread, which has enough to do.
pub struct Lookahead {
    messages: mpsc::Sender<Message>,
    pieces: mpsc::Receiver<Result<Piece, StoreError>>,
    /// Up to which cursor it was told to read.
    ordered: i64,
    /// Up to which cursor it has told what there is.
    told: i64,
    /// What was looked at and not taken yet.
    next: Option<Piece>,
    /// Whether reading failed: there is nothing more to be had.
    failed: bool,
    thread: Option<JoinHandle<()>>,
}

/// Some of the entries of a journal, one after the other. A reload by which events are judged anew is
/// alone.
pub struct Piece {
    /// The entries.
    pub entries: Vec<Read>,
    /// The cursor after which there is none other before them.
    pub after: i64,
    /// The cursor up to which there is none other.
    pub upto: i64,
    /// Whether their words are there.
    pub words: bool,
}

/// An entry that was read.
pub struct Read {
    /// Its cursor.
    pub cursor: i64,
    /// What it is.
    pub entry: Entry,
    /// What explains it, if it is a request.
    pub explained: Option<Explained>,
}

/// What explains a request.
pub struct Explained {
    /// The workspace that was in force.
    pub workspace: Arc<Workspace>,
    /// The explanation.
    pub prepared: Prepared,
    /// Its words, if they were wanted.
    pub words: Option<Words>,
}

/// What the thread is told.
enum Message {
    /// To read up to that cursor; and whether words are wanted from now on.
    Read { head: i64, words: bool },
    /// To free what was taken.
    Free(Vec<Read>),
}

/// What the thread has.
struct Reading {
    journal: Connection,
    workspaces: Workspaces,
    lexicon: Lexicon,
    shapes: Shapes,
    unexplained: HashSet<i64>,
    reached: i64,
    /// Up to which cursor it is to read.
    head: i64,
    /// Whether words are wanted.
    words: bool,
}

impl Lookahead {
    /// Reads on from the cursor `after`. Requests with a cursor of `unexplained` get no explanation.
    ///
    /// # Errors
    /// The journal cannot be opened, or the thread not be started.
    pub fn start(
        journal: PathBuf,
        workspace: Arc<Workspace>,
        unexplained: HashSet<i64>,
        after: i64,
    ) -> Result<Lookahead, StoreError> {
        let db = connection::open_journal_reader(&journal)?;
        let (messages, told) = mpsc::channel();
        let (sender, pieces) = mpsc::sync_channel(AHEAD);
        let reading = Reading {
            journal: db,
            workspaces: Workspaces::new(workspace),
            lexicon: Lexicon::new(),
            shapes: Shapes::new(),
            unexplained,
            reached: after,
            head: after,
            words: false,
        };
        let thread = thread::Builder::new()
            .name("projection-ahead".into())
            .spawn(move || reading.run(&told, &sender))
            .map_err(|source| StoreError::Folder {
                path: journal,
                source,
            })?;
        Ok(Lookahead {
            messages,
            pieces,
            ordered: after,
            told: after,
            next: None,
            failed: false,
            thread: Some(thread),
        })
    }

    /// Has it read up to the cursor `head`; with their `words` from where it is.
    pub fn order(&mut self, head: i64, words: bool) {
        // A thread that is gone is missed when its pieces are.
        if self.messages.send(Message::Read { head, words }).is_ok() {
            self.ordered = head;
        }
    }

    /// The next entries of those it was told to read; nothing if there are no more of them.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn next(&mut self) -> Result<Option<&Piece>, StoreError> {
        if self.next.is_none() && self.told < self.ordered {
            let piece = self.pieces.recv().unwrap_or(Err(StoreError::Closed));
            self.failed = piece.is_err();
            let piece = piece?;
            self.told = piece.upto;
            self.next = Some(piece);
        }
        Ok(self.next.as_ref())
    }

    /// Takes the next entries, if they are not a reload by which events are judged anew.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn take(&mut self) -> Result<Option<Piece>, StoreError> {
        match self.next()?.and_then(Piece::reload) {
            Some(_) => Ok(None),
            None => Ok(self.next.take()),
        }
    }

    /// Whether what comes next could not be read. One that is started there tells why.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Gives back what was taken: memory is cheapest freed where it was asked for.
    pub fn spent(&self, entries: Vec<Read>) {
        // A thread that is gone takes nothing: then it is freed here.
        drop(self.messages.send(Message::Free(entries)));
    }

    /// Goes on behind the next entries.
    pub fn pass(&mut self) {
        self.next = None;
    }
}

impl Drop for Lookahead {
    /// Waits for the thread: the journal is closed before whoever wrote it tidies its log away.
    fn drop(&mut self) {
        self.messages = mpsc::channel().0;
        self.pieces = mpsc::channel().1;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("what reads ahead of the projection ended in a panic");
        }
    }
}

impl Piece {
    /// The workspace and the first cursor, if events are judged anew by a reload.
    pub fn reload(&self) -> Option<(&str, i64)> {
        self.entries.first().and_then(|read| read.entry.reload())
    }
}

impl Read {
    /// How many events it has.
    pub fn events(&self) -> usize {
        let explained = self.explained.as_ref();
        explained.map_or(0, |explained| explained.prepared.events.len())
    }
}

impl Reading {
    /// Reads what it is told to until nobody wants it any more, or it fails.
    fn run(
        mut self,
        messages: &mpsc::Receiver<Message>,
        pieces: &mpsc::SyncSender<Result<Piece, StoreError>>,
    ) {
        while let Ok(message) = messages.recv() {
            self.hear(message);
            while self.reached < self.head {
                let piece = self.piece();
                let failed = piece.is_err();
                if pieces.send(piece).is_err() || failed {
                    return;
                }
                messages.try_iter().for_each(|message| self.hear(message));
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Read { head, words } => (self.head, self.words) = (head, words),
            Message::Free(entries) => drop(entries),
        }
    }

    fn piece(&mut self) -> Result<Piece, StoreError> {
        let between = (self.reached, self.head);
        let words = self.words;
        let (mut entries, mut upto) = entry::between(&self.journal, between, (PIECE, PIECE_BYTES))?;
        // A reload by which events are judged anew is alone.
        let reload = entries.iter().position(|(_, it)| it.reload().is_some());
        if let Some(reload) = reload {
            entries.truncate(reload.max(1));
            upto = entries.last().map_or(upto, |(cursor, _)| *cursor);
        }
        let explained = entries.into_iter().map(|(cursor, entry)| {
            let explained = match &entry {
                Entry::Exchange(exchange) => Some(self.explain(cursor, exchange, words)?),
                _ => None,
            };
            Ok::<_, StoreError>(Read {
                cursor,
                entry,
                explained,
            })
        });
        let entries = explained.collect::<Result<_, _>>()?;
        let after = std::mem::replace(&mut self.reached, upto);
        Ok(Piece {
            entries,
            after,
            upto,
            words,
        })
    }

    fn explain(
        &mut self,
        cursor: i64,
        exchange: &Exchange,
        words: bool,
    ) -> Result<Explained, StoreError> {
        let workspace = self.workspaces.of(&self.journal, &exchange.workspace)?;
        let decoded = match self.unexplained.contains(&cursor) {
            true => fold::not_explained(),
            false => fold::explain(exchange, &workspace),
        };
        let prepared = Prepared::of(decoded, &mut self.shapes);
        if self.lexicon.is_full() {
            self.lexicon = Lexicon::new();
        }
        let words = words.then(|| prepared.words(exchange, &mut self.lexicon));
        Ok(Explained {
            workspace,
            prepared,
            words,
        })
    }
}
