use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::connection::journal_failed;
use super::control::{self, Control};
use super::{JournalRow, StoreError};
use crate::capture::{Answer, Request};
use crate::debug_session::DebugChange;
use crate::event::Outcome;
use crate::platform::{MomentRecord, Platform};

/// One request and its answer, as the journal keeps them.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// The request as it came.
    pub request: Request,
    /// The test session.
    pub session: String,
    /// The platform; none owned the path if there is none.
    pub platform: Option<Platform>,
    /// The source, if one was found.
    pub source: Option<String>,
    /// The fate of the request by the platform's own judgement.
    pub outcome: Outcome,
    /// The answer.
    pub answer: Answer,
    /// From the request's head to the answer being handed to the journal, in microseconds.
    pub took_us: i64,
    /// What the verdict needed besides request and workspace.
    pub moment: MomentRecord,
    /// The hash of the workspace in force.
    pub workspace: String,
}

/// One row of the journal.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A request and its answer.
    Exchange(Box<Exchange>),
    /// The answer to the request with that cursor did not reach its client.
    Undelivered(i64),
    /// A person started or ended a debug session.
    DebugSession {
        /// When, in microseconds since 1970.
        at: i64,
        /// What was done.
        change: DebugChange,
    },
    /// Something was done to the recording itself.
    Control {
        /// When, in microseconds since 1970.
        at: i64,
        /// What.
        control: Control,
    },
}

impl Entry {
    /// The workspace and the first cursor, if it is a reload by which events are judged anew.
    pub fn reload(&self) -> Option<(&str, i64)> {
        match self {
            Entry::Control {
                control: Control::Reload(reload),
                ..
            } => reload.from.map(|from| (reload.workspace.as_str(), from)),
            _ => None,
        }
    }
}

const INSERT: &str = "INSERT INTO entry (kind, at, session, platform, source, outcome, peer, \
    method, path, query, headers, body, body_length, body_state, status, answer_headers, \
    answer_body, took_us, moment, workspace, version) \
    VALUES (0,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20)";

/// The columns that [`read`] wants, in its order.
pub const COLUMNS: &str = "cursor, kind, refers, at, session, platform, source, outcome, peer, \
    method, path, query, headers, body, body_length, body_state, status, answer_headers, \
    answer_body, took_us, moment, workspace, version";

/// Where each of [`COLUMNS`] stands: looking a column up by its name costs as much as reading it.
pub(super) mod column {
    pub const CURSOR: usize = 0;
    pub const KIND: usize = 1;
    pub const REFERS: usize = 2;
    pub const AT: usize = 3;
    pub const SESSION: usize = 4;
    pub const PLATFORM: usize = 5;
    pub const SOURCE: usize = 6;
    pub const OUTCOME: usize = 7;
    pub const PEER: usize = 8;
    pub const METHOD: usize = 9;
    pub const PATH: usize = 10;
    pub const QUERY: usize = 11;
    pub const HEADERS: usize = 12;
    pub const BODY: usize = 13;
    pub const BODY_LENGTH: usize = 14;
    pub const BODY_STATE: usize = 15;
    pub const STATUS: usize = 16;
    pub const ANSWER_HEADERS: usize = 17;
    pub const ANSWER_BODY: usize = 18;
    pub const TOOK_US: usize = 19;
    pub const MOMENT: usize = 20;
    pub const WORKSPACE: usize = 21;
    pub const VERSION: usize = 22;
}

/// Appends an exchange and returns its cursor.
pub fn insert(db: &Connection, exchange: &Exchange) -> Result<i64, rusqlite::Error> {
    let (request, answer) = (&exchange.request, &exchange.answer);
    db.prepare_cached(INSERT)?.execute(params![
        request.received_at,
        exchange.session,
        exchange.platform.map(Platform::as_str),
        exchange.source,
        exchange.outcome.as_str(),
        request.peer,
        request.method,
        request.path,
        request.query,
        json(&request.headers)?,
        &request.body.bytes[..],
        i64::try_from(request.body.length).unwrap_or(i64::MAX),
        request.body.state.recorded(),
        answer.status,
        json(&answer.headers)?,
        &answer.body[..],
        exchange.took_us,
        json(&exchange.moment)?,
        exchange.workspace,
        env!("CARGO_PKG_VERSION"),
    ])?;
    Ok(db.last_insert_rowid())
}

/// Appends the control row that says that an answer was not delivered.
pub fn insert_undelivered(db: &Connection, refers: i64, at: i64) -> Result<i64, rusqlite::Error> {
    db.prepare_cached("INSERT INTO entry (kind, at, refers) VALUES (1, ?1, ?2)")?
        .execute(params![at, refers])?;
    Ok(db.last_insert_rowid())
}

/// Appends the control row that says what a person did to a debug session.
pub fn insert_debug(
    db: &Connection,
    change: &DebugChange,
    at: i64,
) -> Result<i64, rusqlite::Error> {
    db.prepare_cached("INSERT INTO entry (kind, at, moment) VALUES (2, ?1, ?2)")?
        .execute(params![at, json(change)?])?;
    Ok(db.last_insert_rowid())
}

/// What a control row says of a debug session; `moment` is its column.
pub fn debug_change(moment: &str) -> Result<DebugChange, rusqlite::Error> {
    serde_json::from_str(moment)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Reads a row that was selected with [`COLUMNS`].
pub fn read(row: &Row) -> Result<(i64, Entry), rusqlite::Error> {
    let cursor = row.get(column::CURSOR)?;
    let entry = match row.get::<_, i64>(column::KIND)? {
        0 => match JournalRow::read(row)?.exchange() {
            Some(exchange) => Entry::Exchange(Box::new(exchange)),
            None => return Err(rusqlite::Error::IntegralValueOutOfRange(1, 0)),
        },
        1 => Entry::Undelivered(row.get(column::REFERS)?),
        2 => Entry::DebugSession {
            at: row.get(column::AT)?,
            change: debug_change(&row.get::<_, String>(column::MOMENT)?)?,
        },
        kind => match control::read(row, kind)? {
            Some(control) => Entry::Control {
                at: row.get(column::AT)?,
                control,
            },
            None => return Err(rusqlite::Error::IntegralValueOutOfRange(1, kind)),
        },
    };
    Ok((cursor, entry))
}

/// The entries after the cursor `after`, `upto` at most: so many, and so many bytes of bodies, about. With
/// the cursor up to which there is none other. What stands before something that cannot be read is
/// there; that then stands first.
///
/// # Errors
/// The first of them cannot be read.
pub fn between(
    journal: &Connection,
    (after, upto): (i64, i64),
    (most, most_bytes): (usize, usize),
) -> Result<(Vec<(i64, Entry)>, i64), StoreError> {
    let found = || {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry WHERE cursor > ?1 AND cursor <= ?2 ORDER BY cursor LIMIT ?3"
        );
        let mut statement = journal.prepare_cached(&sql)?;
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let mut rows = statement.query([after, upto, limit])?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        while entries.len() < most && bytes < most_bytes {
            let (cursor, entry) = match rows.next().and_then(|row| row.map(read).transpose()) {
                Ok(Some(read)) => read,
                Ok(None) => return Ok((entries, upto)),
                Err(error) if entries.is_empty() => return Err(error),
                Err(_) => break,
            };
            if let Entry::Exchange(exchange) = &entry {
                bytes += exchange.request.body.bytes.len();
            }
            entries.push((cursor, entry));
        }
        let upto = entries.last().map_or(after, |(cursor, _)| *cursor);
        Ok((entries, upto))
    };
    found().map_err(|error| journal_failed(journal, error))
}

/// The entry with that cursor.
pub fn by_cursor(db: &Connection, cursor: i64) -> Result<Option<Entry>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE cursor = ?1");
    let found = || {
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([cursor])?;
        Ok(rows.next()?.map(read).transpose()?.map(|(_, entry)| entry))
    };
    found().map_err(|error| journal_failed(db, error))
}

/// The body of the request with that cursor.
pub fn body(db: &Connection, cursor: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = db.prepare_cached("SELECT body FROM entry WHERE cursor = ?1")?;
    let body: Option<Option<Vec<u8>>> =
        statement.query_row([cursor], |row| row.get(0)).optional()?;
    Ok(body.flatten())
}

fn json(value: &impl serde::Serialize) -> Result<String, rusqlite::Error> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
