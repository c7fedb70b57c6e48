use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use rusqlite::OptionalExtension;
use tokio::sync::watch;

use super::list::{self, Listed};
use super::plan_counts;
use super::pool::Pool;
use super::search::{self, Budget};
use super::workspaces::Workspaces;
use super::{
    DataFolder, Entry, EventId, EventRow, Exchange, ListQuery, Page, RequestRow, StoreError, entry,
};
use crate::plan::PlanCounts;
use crate::workspace::Workspace;

/// Answers questions about the recording. Its calls block: keep them off the async workers.
pub struct Reader {
    pub(super) index: Pool,
    pub(super) journal: Pool,
    head: watch::Receiver<i64>,
    projected: OnceLock<watch::Receiver<i64>>,
    pub(super) workspaces: Mutex<Workspaces>,
}

impl Reader {
    /// A reader of the recording in `folder`, whose head is `head`.
    pub(super) fn new(
        folder: &DataFolder,
        head: watch::Receiver<i64>,
        workspace: &Arc<Workspace>,
    ) -> Reader {
        Reader {
            index: Pool::new(&folder.index()),
            journal: Pool::new(&folder.journal()),
            head,
            projected: OnceLock::new(),
            workspaces: Mutex::new(Workspaces::new(Arc::clone(workspace))),
        }
    }

    /// From now on, follows this projection.
    pub(super) fn follow(&self, projected: watch::Receiver<i64>) {
        let _ = self.projected.set(projected);
    }

    /// The newest cursor in the journal.
    pub fn head(&self) -> i64 {
        *self.head.borrow()
    }

    /// How far the projection is.
    pub fn projected_to(&self) -> i64 {
        self.projected
            .get()
            .map_or(0, |projected| *projected.borrow())
    }

    /// How far full text is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn words_to(&self) -> Result<i64, StoreError> {
        self.index.with(|db| {
            let mut statement = db.prepare_cached("SELECT text_to FROM progress")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    /// Waits until the projection has reached `cursor`.
    ///
    /// # Errors
    /// It did not within `patience`.
    pub async fn wait_for(&self, cursor: i64, patience: Duration) -> Result<(), StoreError> {
        let Some(mut projected) = self.projected.get().cloned() else {
            return Err(StoreError::Closed);
        };
        let reached = projected.wait_for(|reached| *reached >= cursor);
        match tokio::time::timeout(patience, reached).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(StoreError::Closed),
            Err(_) => Err(StoreError::Behind {
                wanted: cursor,
                projected_to: self.projected_to(),
            }),
        }
    }

    /// A part of the list of events, as far as the time for it lasts.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn events(&self, query: &ListQuery) -> Result<Page<EventRow>, StoreError> {
        self.list(query, &Budget::start())
    }

    /// The same within a budget.
    ///
    /// # Errors
    /// The index cannot be read, or nobody waits any more.
    pub fn events_within(
        &self,
        query: &ListQuery,
        budget: &Budget,
    ) -> Result<Page<EventRow>, StoreError> {
        self.list(query, budget)
    }

    /// A part of the list of requests, as far as the time for it lasts.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn requests(&self, query: &ListQuery) -> Result<Page<RequestRow>, StoreError> {
        self.list(query, &Budget::start())
    }

    /// The same within a budget.
    ///
    /// # Errors
    /// The index cannot be read, or nobody waits any more.
    pub fn requests_within(
        &self,
        query: &ListQuery,
        budget: &Budget,
    ) -> Result<Page<RequestRow>, StoreError> {
        self.list(query, budget)
    }

    /// The event with that id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn event(&self, id: EventId) -> Result<Option<EventRow>, StoreError> {
        self.index.with(|db| {
            let mut statement = db.prepare_cached("SELECT * FROM event WHERE id = ?1")?;
            Ok(statement
                .query_row([id.packed()], EventRow::read)
                .optional()?)
        })
    }

    /// The events of one request, in their order, at most `limit`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn events_of(&self, cursor: i64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        let (first, last) = EventId::all_of(cursor);
        self.index.with(|db| {
            let sql = "SELECT * FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
            let mut statement = db.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map([first, last, limit], EventRow::read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What the projection says of the request with that cursor; nothing if it is not there yet.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn request(&self, cursor: i64) -> Result<Option<RequestRow>, StoreError> {
        self.index.with(|db| {
            let mut statement = db.prepare_cached("SELECT * FROM request WHERE cursor = ?1")?;
            Ok(statement.query_row([cursor], RequestRow::read).optional()?)
        })
    }

    /// What came of each planned event, in one test session or in all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn plan_counts(&self, session: Option<&str>) -> Result<PlanCounts, StoreError> {
        self.index.with(|db| Ok(plan_counts::read(db, session)?))
    }

    /// The request with that cursor and its answer, whole, from the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn exchange(&self, cursor: i64) -> Result<Option<Exchange>, StoreError> {
        let found = self.journal.with(|db| entry::by_cursor(db, cursor))?;
        Ok(match found {
            Some(Entry::Exchange(exchange)) => Some(*exchange),
            Some(Entry::Undelivered(_) | Entry::DebugSession { .. }) | None => None,
        })
    }

    fn list<T: Listed>(&self, query: &ListQuery, budget: &Budget) -> Result<Page<T>, StoreError> {
        // Before the rows: what is recorded meanwhile may be missing, never the other way round.
        let (head, projected_to) = (self.head(), self.projected_to());
        let found = self.index.within(budget, |db| match query.is_narrowed() {
            true => search::list::<T>(db, self, query, budget),
            false => list::all::<T>(db, query),
        })?;
        Ok(Page {
            items: found.items,
            head,
            projected_to,
            next: found.next,
            incomplete: found.incomplete,
        })
    }
}
