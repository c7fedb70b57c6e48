//! The recording: a thin journal (what came, what was answered) and a rich projection (events,
//! findings, state), in two files. The only place that knows SQL.

mod ahead;
mod audience;
mod carried;
mod checkpoint;
mod chunk;
mod clears;
mod common_findings;
mod connection;
mod control;
mod debug_sessions;
mod debug_traces;
mod deliveries;
mod disk_file;
mod entry;
mod error;
mod event_hash;
mod event_id;
mod explained;
mod fold;
mod fold_control;
mod fold_entry;
mod fold_memory;
mod fold_plan;
mod fold_repeats;
mod fold_state;
mod fold_tell;
mod folder;
mod hidden;
mod import;
mod index;
mod journal;
mod journal_row;
mod keep;
mod list;
mod lookahead;
mod migrations;
mod opened_file;
mod pace;
mod page;
mod plan_counts;
mod plan_recount;
mod pool;
mod postings;
mod prepared;
mod projection;
mod projector;
mod reader;
mod rejudge;
mod removal;
mod rows;
mod search;
mod search_reader;
mod sweep;
mod take_out;
mod text;
mod tidy;
mod waiting;
mod workspaces;
mod writer;

pub use audience::Audience;
pub use carried::Carried;
pub use clears::{ClearedRow, Pruned};
pub use control::{Clear, Cleared, Control};
pub use debug_traces::{DebugTraceRow, DebugTraces, StartedSession, UnclaimedCode};
pub use entry::{Entry, Exchange};
pub use error::StoreError;
pub use event_id::EventId;
pub use explained::{Explained, Explainer};
pub use fold_tell::matches_unrecorded;
pub use folder::DataFolder;
pub use import::{Import, Moved};
pub use journal::{Appender, Journal};
pub use journal_row::{JournalRow, RowKind};
pub use keep::PrunePlan;
pub use page::{Bound, ListQuery, Order, Page};
pub use projector::Projector;
pub use reader::Reader;
pub use rows::{EventRow, RequestRow};
pub use search::{
    Asker, Budget, Counted, Facet, FacetValue, Facets, MOST_BUCKETS, SessionRow, Timeline,
    TimelineBucket,
};
pub use search_reader::Listing;

use std::sync::Arc;

use tokio::sync::watch;

use audience::Nobody;

use crate::debug_session::DebugSession;
use crate::workspace::{InForce, Retention, Workspace};

/// An open recording.
pub struct Store {
    /// Where requests are written to.
    pub journal: Journal,
    /// Where answers about the recording come from.
    pub reader: Arc<Reader>,
    /// The debug sessions that were open when it was opened.
    pub debug_sessions: Vec<DebugSession>,
    projector: Projector,
    _folder: DataFolder,
}

/// Whether a commit also outlives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Durability {
    /// Outlives a killed process.
    Normal,
    /// Outlives a power cut too; slower.
    Full,
}

impl Store {
    /// Opens the recording in `folder`, makes it if it is new, and starts its threads. How much of
    /// it is kept, and by which workspace it is explained, says `in_force`; `audience` is told what
    /// is taken into the index.
    ///
    /// # Errors
    /// A recording of a newer eventpit, a damaged one, a folder that cannot be written.
    pub fn open(
        folder: DataFolder,
        durability: Durability,
        in_force: &Arc<InForce>,
        audience: Arc<dyn Audience>,
    ) -> Result<Store, StoreError> {
        let workspace = in_force.workspace();
        let from = |head| rejudge::judge_from_file(&folder.index(), head);
        let journal = Journal::open(&folder.journal(), durability, Some(&workspace), from)?;
        Store::start(folder, journal, in_force, audience)
    }

    /// Opens the recording in `folder` to work on it: nothing comes into force, and nothing is
    /// removed that is not asked for. `stand_in` explains requests whose workspace can't be read
    /// any more.
    ///
    /// # Errors
    /// As of [`Store::open`].
    pub fn open_as_it_is(folder: DataFolder, stand_in: Workspace) -> Result<Store, StoreError> {
        let journal = Journal::open(&folder.journal(), Durability::Normal, None, |head| head)?;
        let untouched = InForce::new(Arc::new(Workspace {
            retention: Retention::keep_all(),
            ..stand_in
        }));
        Store::start(folder, journal, &Arc::new(untouched), Arc::new(Nobody))
    }

    fn start(
        folder: DataFolder,
        journal: Journal,
        in_force: &Arc<InForce>,
        audience: Arc<dyn Audience>,
    ) -> Result<Store, StoreError> {
        let workspace = in_force.workspace();
        let reader = Arc::new(Reader::new(&folder, journal.watch_head(), &workspace));
        let (projector, debug_sessions) =
            Projector::start(&folder, &journal, &reader, in_force, audience)?;
        reader.follow(projector.watch());
        Ok(Store {
            journal,
            reader,
            debug_sessions,
            projector,
            _folder: folder,
        })
    }

    /// Follows how far the projection is.
    pub fn watch_projection(&self) -> watch::Receiver<i64> {
        self.projector.watch()
    }

    /// Writes what is queued, checkpoints and closes. Blocks until it is done.
    pub fn close(self) {
        let Store {
            journal,
            reader,
            projector,
            _folder,
            ..
        } = self;
        // Readers first, whoever still has one: the last writer to close a file tidies its log away.
        reader.close();
        projector.stop();
        journal.close();
    }
}
