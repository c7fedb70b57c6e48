use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{EventId, Reader, StoreError};
use crate::debug_session::DebugSession;
use crate::event::rfc3339_from_micros;
use crate::platform::TraceKind;

/// How many unclaimed codes are told, those that came last.
const UNCLAIMED: usize = 100;

/// How many containers are named of one unclaimed code.
const CONTAINERS: i64 = 5;

/// A debug session that a person started: of each code the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartedSession {
    /// The session.
    pub session: DebugSession,
    /// When it was started: RFC 3339 in UTC.
    pub started_at: String,
    /// When it was ended.
    pub ended_at: Option<String>,
}

/// How much came with a debug code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DebugTraces {
    /// Previews that work.
    pub shown: i64,
    /// Half previews, and those that fit nothing known.
    pub unfit: i64,
    /// What apps logged.
    pub uploads: i64,
    /// When the last came: RFC 3339 in UTC.
    pub last_at: Option<String>,
}

/// A debug code that came and was no session's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclaimedCode {
    /// The code.
    pub code: String,
    /// How often it came as nobody's.
    pub count: i64,
    /// When it did so last: RFC 3339 in UTC.
    pub last_at: String,
    /// The containers that named it, some of them if there are many.
    pub containers: Vec<String>,
    /// The source that the last event with it went to, by name; none if only an app's log had it.
    pub source: Option<String>,
}

/// A request that came with a debug code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebugTraceRow {
    /// Its cursor.
    pub cursor: i64,
    /// When it came: RFC 3339 in UTC.
    pub at: String,
    /// What the monitor makes of it.
    pub kind: TraceKind,
}

impl DebugTraceRow {
    /// The id of its event; an upload has none, nor has what was refused.
    pub fn event_id(&self) -> EventId {
        EventId {
            cursor: self.cursor,
            place: 0,
        }
    }
}

impl Reader {
    /// The debug sessions that a person started, the newest first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn started_sessions(&self) -> Result<Vec<StartedSession>, StoreError> {
        self.look(|db, _| {
            let sql = "SELECT * FROM debug_session ORDER BY started_at DESC, code";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], started)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The debug session that a person started under `code`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn started_session(&self, code: &str) -> Result<Option<StartedSession>, StoreError> {
        self.look(|db, _| {
            let mut statement = db.prepare_cached("SELECT * FROM debug_session WHERE code = ?1")?;
            Ok(statement.query_row([code], started).optional()?)
        })
    }

    /// How much came with `code`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn debug_traces(&self, code: &str) -> Result<DebugTraces, StoreError> {
        self.look(|db, _| {
            let sql =
                "SELECT traced, count(*), max(at) FROM shown_debug_trace WHERE code = ?1 GROUP BY traced";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([code])?;
            let (mut traces, mut last) = (DebugTraces::default(), None);
            while let Some(row) = rows.next()? {
                let count = match TraceKind::parse(&row.get::<_, String>(0)?) {
                    Some(TraceKind::Shown) => &mut traces.shown,
                    Some(TraceKind::Upload) => &mut traces.uploads,
                    Some(TraceKind::Unfit) | None => &mut traces.unfit,
                };
                *count += row.get::<_, i64>(1)?;
                last = last.max(Some(row.get::<_, i64>(2)?));
            }
            traces.last_at = last.map(rfc3339_from_micros);
            Ok(traces)
        })
    }

    /// The newest requests with `code`, the newest first, at most `limit`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn debug_trace_rows(
        &self,
        code: &str,
        limit: usize,
    ) -> Result<Vec<DebugTraceRow>, StoreError> {
        self.look(|db, _| {
            let sql = "SELECT cursor, at, traced FROM shown_debug_trace WHERE code = ?1 ORDER BY cursor DESC LIMIT ?2";
            let mut statement = db.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map(params![code, limit], |row| {
                Ok(DebugTraceRow {
                    cursor: row.get(0)?,
                    at: rfc3339_from_micros(row.get(1)?),
                    kind: TraceKind::parse(&row.get::<_, String>(2)?).unwrap_or(TraceKind::Unfit),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The codes that came as nobody's and that `is_claimed` does not know of by now, those that
    /// came last first, and how many more there are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn unclaimed_codes(
        &self,
        is_claimed: impl Fn(&str) -> bool,
    ) -> Result<(Vec<UnclaimedCode>, usize), StoreError> {
        self.look(|db, _| {
            let sql = "SELECT code, count(*), max(at) FROM shown_debug_trace WHERE known = 0 \
                       GROUP BY code ORDER BY max(at) DESC, code";
            let mut statement = db.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let (mut unclaimed, mut more) = (Vec::new(), 0);
            while let Some(row) = rows.next()? {
                let code: String = row.get(0)?;
                if is_claimed(&code) {
                    continue;
                }
                if unclaimed.len() == UNCLAIMED {
                    more += 1;
                    continue;
                }
                unclaimed.push(UnclaimedCode {
                    count: row.get(1)?,
                    last_at: rfc3339_from_micros(row.get(2)?),
                    containers: containers(db, &code)?,
                    source: last_source(db, &code)?,
                    code,
                });
            }
            Ok((unclaimed, more))
        })
    }
}

fn started(row: &Row) -> Result<StartedSession, rusqlite::Error> {
    let ended: Option<i64> = row.get("ended_at")?;
    Ok(StartedSession {
        session: DebugSession {
            code: row.get("code")?,
            source: row.get("source")?,
            version: row.get("version")?,
        },
        started_at: rfc3339_from_micros(row.get("started_at")?),
        ended_at: ended.map(rfc3339_from_micros),
    })
}

fn containers(db: &Connection, code: &str) -> Result<Vec<String>, rusqlite::Error> {
    let sql = "SELECT DISTINCT container FROM shown_debug_trace \
               WHERE code = ?1 AND known = 0 AND container IS NOT NULL ORDER BY container LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![code, CONTAINERS], |row| row.get(0))?;
    rows.collect()
}

fn last_source(db: &Connection, code: &str) -> Result<Option<String>, rusqlite::Error> {
    let sql = "SELECT source FROM shown_debug_trace WHERE code = ?1 AND source IS NOT NULL \
               ORDER BY cursor DESC LIMIT 1";
    let mut statement = db.prepare_cached(sql)?;
    let source = statement.query_row([code], |row| row.get(0)).optional()?;
    Ok(source)
}
