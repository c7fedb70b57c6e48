use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use tokio::sync::watch;

use super::{
    DataFolder, Entry, EventId, EventRow, Exchange, ListQuery, Order, Page, RequestRow, StoreError,
    connection, entry,
};

/// Answers questions about the recording. Its calls block: keep them off the async workers.
pub struct Reader {
    index: Pool,
    journal: Pool,
    head: watch::Receiver<i64>,
    projected: OnceLock<watch::Receiver<i64>>,
}

/// How many connections are kept for their next use.
const IDLE: usize = 8;

/// Connections for reading that wait for their next use.
struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Reader {
    /// A reader of the recording in `folder`, whose head is `head`.
    pub(super) fn new(folder: &DataFolder, head: watch::Receiver<i64>) -> Reader {
        Reader {
            index: Pool::new(&folder.index()),
            journal: Pool::new(&folder.journal()),
            head,
            projected: OnceLock::new(),
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

    /// A part of the list of events.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn events(&self, query: &ListQuery) -> Result<Page<EventRow>, StoreError> {
        let low = query.after.map(|bound| bound.last_event());
        let high = query.before.map(|bound| bound.first_event());
        let next = |row: &EventRow| row.id.clone();
        self.list("event", "id", query, low, high, EventRow::read, next)
    }

    /// A part of the list of requests.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn requests(&self, query: &ListQuery) -> Result<Page<RequestRow>, StoreError> {
        let low = query.after.map(|bound| bound.cursor());
        let high = query.before.map(|bound| bound.cursor());
        let next = |row: &RequestRow| row.id.clone();
        self.list(
            "request",
            "cursor",
            query,
            low,
            high,
            RequestRow::read,
            next,
        )
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
        let first = EventId { cursor, place: 0 }.packed();
        let last = EventId {
            cursor,
            place: i64::MAX,
        }
        .packed();
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

    /// The request with that cursor and its answer, whole, from the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn exchange(&self, cursor: i64) -> Result<Option<Exchange>, StoreError> {
        let found = self.journal.with(|db| entry::by_cursor(db, cursor))?;
        Ok(match found {
            Some(Entry::Exchange(exchange)) => Some(*exchange),
            Some(Entry::Undelivered(_)) | None => None,
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one private place where both lists are put together"
    )]
    fn list<T>(
        &self,
        table: &str,
        key: &str,
        query: &ListQuery,
        low: Option<i64>,
        high: Option<i64>,
        read: fn(&rusqlite::Row) -> Result<T, rusqlite::Error>,
        next: impl Fn(&T) -> String,
    ) -> Result<Page<T>, StoreError> {
        // Before the rows: what is recorded meanwhile may be missing, never the other way round.
        let (head, projected_to) = (self.head(), self.projected_to());
        let session = query.session.clone().map(SqlValue::from);
        let platform = query.platform.clone().map(SqlValue::from);
        let wanted = [
            (format!("{key} >"), low.map(SqlValue::from)),
            (format!("{key} <"), high.map(SqlValue::from)),
            ("session =".into(), session),
            ("platform =".into(), platform),
        ];
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (condition, value) in wanted {
            if let Some(value) = value {
                values.push(value);
                conditions.push(format!("{condition} ?{}", values.len()));
            }
        }
        let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1);
        values.push(SqlValue::Integer(limit + 1));
        let filter = if conditions.is_empty() {
            "1".into()
        } else {
            conditions.join(" AND ")
        };
        let direction = match query.order {
            Order::Ascending => "ASC",
            Order::Descending => "DESC",
        };
        let sql = format!(
            "SELECT * FROM {table} WHERE {filter} ORDER BY {key} {direction} LIMIT ?{}",
            values.len()
        );
        let mut items: Vec<T> = self.index.with(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&values), read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let more = items.len() > query.limit;
        items.truncate(query.limit);
        let next = if more { items.last().map(next) } else { None };
        Ok(Page {
            items,
            head,
            projected_to,
            next,
        })
    }
}

impl Pool {
    fn new(file: &Path) -> Pool {
        Pool {
            file: file.to_path_buf(),
            idle: Mutex::new(Vec::new()),
        }
    }

    fn with<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
            .pop();
        let db = match idle {
            Some(db) => db,
            None => connection::open_reader(&self.file)?,
        };
        let answer = ask(&db);
        let mut idle = self
            .idle
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        if idle.len() < IDLE {
            idle.push(db);
        }
        answer
    }
}
