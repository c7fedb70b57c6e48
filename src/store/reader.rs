use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};
use tokio::sync::watch;

use super::hidden::Hidden;
use super::list::{self, Listed};
use super::plan_counts;
use super::pool::Pool;
use super::search::{self, Budget};
use super::workspaces::Workspaces;
use super::{
    Bound, DataFolder, Entry, EventId, EventRow, Exchange, ListQuery, Page, RequestRow, StoreError,
    entry, rejudge,
};
use crate::plan::PlanCounts;
use crate::workspace::Workspace;

/// Answers questions about the recording. Its calls block: keep them off the async workers.
pub struct Reader {
    pub(super) index: Pool,
    pub(super) journal: Pool,
    head: watch::Receiver<i64>,
    projected: OnceLock<watch::Receiver<i64>>,
    /// What was hidden when it was looked at last.
    hidden: Mutex<Arc<Hidden>>,
    /// Whether the index turned out to be gone or damaged: the projection makes it anew.
    index_lost: AtomicBool,
    /// Why the projection does not go on, while it does not.
    trouble: Mutex<Option<String>>,
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
            index: Pool::of_index(&folder.index()),
            journal: Pool::of_journal(&folder.journal()),
            head,
            projected: OnceLock::new(),
            hidden: Mutex::default(),
            index_lost: AtomicBool::new(false),
            trouble: Mutex::default(),
            workspaces: Mutex::new(Workspaces::new(Arc::clone(workspace))),
        }
    }

    /// From now on, follows this projection.
    pub(super) fn follow(&self, projected: watch::Receiver<i64>) {
        let _ = self.projected.set(projected);
    }

    /// Closes what it has open; who asks from now on opens it once more.
    pub(super) fn close(&self) {
        self.index.close();
        self.journal.close();
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

    /// How far full text is, and how far what became of events at their destinations.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn indexed_to(&self) -> Result<(i64, i64), StoreError> {
        self.index.with(|db| {
            let mut statement = db.prepare_cached("SELECT text_to, deliveries_to FROM progress")?;
            Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
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
        self.look(|db, hidden| {
            let mut statement = db.prepare_cached("SELECT * FROM event WHERE id = ?1")?;
            let row = statement
                .query_row([id.packed()], EventRow::read)
                .optional()?;
            Ok(row.filter(|row| !hidden.hides(row.cursor, &row.session)))
        })
    }

    /// The events of one request, in their order, at most `limit`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn events_of(&self, cursor: i64, limit: usize) -> Result<Vec<EventRow>, StoreError> {
        let (first, last) = EventId::all_of(cursor);
        self.look(|db, hidden| {
            let sql = "SELECT * FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
            let mut statement = db.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map([first, last, limit], EventRow::read)?;
            let rows: Vec<EventRow> = rows.collect::<Result<_, _>>()?;
            let is_hidden = rows
                .first()
                .is_some_and(|row| hidden.hides(cursor, &row.session));
            Ok(if is_hidden { Vec::new() } else { rows })
        })
    }

    /// What the projection says of the request with that cursor; nothing if it is not there yet.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn request(&self, cursor: i64) -> Result<Option<RequestRow>, StoreError> {
        self.look(|db, hidden| {
            let mut statement = db.prepare_cached("SELECT * FROM request WHERE cursor = ?1")?;
            let row = statement.query_row([cursor], RequestRow::read).optional()?;
            Ok(row.filter(|row| !hidden.hides(cursor, &row.session)))
        })
    }

    /// What came of each planned event after a place, in one test session or in all.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn plan_counts(
        &self,
        session: Option<&str>,
        since: Bound,
    ) -> Result<PlanCounts, StoreError> {
        self.look(|db, hidden| Ok(plan_counts::read(db, session, since, hidden)?))
    }

    /// The request with that cursor and its answer, whole, from the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn exchange(&self, cursor: i64) -> Result<Option<Exchange>, StoreError> {
        let found = self.journal.with(|db| entry::by_cursor(db, cursor))?;
        let Some(Entry::Exchange(exchange)) = found else {
            return Ok(None);
        };
        let is_hidden = self.look(|_, hidden| Ok(hidden.hides(cursor, &exchange.session)))?;
        Ok((!is_hidden).then_some(*exchange))
    }

    /// The cursor from which on a reload that comes now judges events anew by its plans.
    pub fn judge_from(&self) -> i64 {
        let head = self.head();
        let asked = self.look(|db, _| Ok(rejudge::judge_from(db, head)?));
        asked.unwrap_or(head)
    }

    /// Asks the index, as it is at one moment, and what is hidden in it.
    pub(super) fn look<T>(
        &self,
        ask: impl FnOnce(&Connection, &Hidden) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let asked = self.index.with(|db| {
            let moment = db.unchecked_transaction()?;
            let hidden = self.hidden(db)?;
            let answer = ask(db, &hidden)?;
            moment.commit()?;
            Ok(answer)
        });
        self.unless_lost(asked)
    }

    /// The same within a budget.
    pub(super) fn look_within<T>(
        &self,
        budget: &Budget,
        ask: impl FnOnce(&Connection, &Hidden) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let asked = self.index.within(budget, |db| {
            let hidden = self.hidden(db)?;
            ask(db, &hidden)
        });
        self.unless_lost(asked)
    }

    /// What is hidden, as of the transaction of `db`.
    pub(super) fn hidden(&self, db: &Connection) -> Result<Arc<Hidden>, StoreError> {
        let known = Arc::clone(&self.hidden.lock().unwrap_or_else(PoisonError::into_inner));
        let hidden = Hidden::read(db, &known)?;
        *self.hidden.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&hidden);
        Ok(hidden)
    }

    /// An answer of the index; where that is gone or damaged, it is said, and made anew.
    fn unless_lost<T>(&self, asked: Result<T, StoreError>) -> Result<T, StoreError> {
        match asked {
            Err(StoreError::Damaged { file, .. }) if self.index.is_of(&file) => {
                self.index_is_lost();
                Err(StoreError::IndexLost)
            }
            // Taken away a moment ago, or made anew at this moment.
            Err(StoreError::Sqlite(error))
                if self.is_index_lost()
                    || error.sqlite_error_code() == Some(ErrorCode::CannotOpen) =>
            {
                self.index_is_lost();
                Err(StoreError::IndexLost)
            }
            asked => asked,
        }
    }

    /// Why the projection does not go on, while it does not; it is tried again and again.
    pub fn trouble(&self) -> Option<String> {
        let trouble = self.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes why the projection does not go on, or that it does; whether that is news.
    pub(super) fn is_in_trouble(&self, why: Option<String>) -> bool {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = *trouble != why;
        *trouble = why;
        is_news
    }

    /// Notes that the index is gone or damaged.
    pub(super) fn index_is_lost(&self) {
        self.index_lost.store(true, Ordering::Release);
    }

    /// Whether it is.
    pub(super) fn is_index_lost(&self) -> bool {
        self.index_lost.load(Ordering::Acquire)
    }

    /// Notes that another index has taken its place.
    pub(super) fn index_is_new(&self) {
        self.index.replaced();
        self.index_lost.store(false, Ordering::Release);
    }

    fn list<T: Listed>(&self, query: &ListQuery, budget: &Budget) -> Result<Page<T>, StoreError> {
        // Before the rows: what is recorded meanwhile may be missing, never the other way round.
        let (head, projected_to) = (self.head(), self.projected_to());
        let found = self.look_within(budget, |db, hidden| {
            match query.is_narrowed() || !hidden.is_floor_only() {
                true => search::list::<T>(db, self, query, budget),
                false => list::all::<T>(db, query, hidden),
            }
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
