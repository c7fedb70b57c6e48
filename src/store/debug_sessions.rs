use rusqlite::{Connection, OptionalExtension, params};

use super::connection::journal_failed;
use super::{Exchange, StoreError, entry, index};
use crate::debug_session::{DebugChange, DebugSession};
use crate::platform::{DebugTrace, TraceKind};

/// The debug sessions that are open at the journal's end: those of the index, and what the journal
/// has after it. Blocks.
pub fn open(index: &Connection, journal: &Connection) -> Result<Vec<DebugSession>, StoreError> {
    let mut open: Vec<DebugSession> = index
        .prepare("SELECT code, source, version FROM debug_session WHERE ended_at IS NULL")?
        .query_map([], |row| {
            Ok(DebugSession {
                code: row.get(0)?,
                source: row.get(1)?,
                version: row.get(2)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let changes = changes(journal, index::projected_to(index)?);
    for change in changes.map_err(|error| journal_failed(journal, error))? {
        match change {
            DebugChange::Started(session) => {
                open.retain(|it| it.code != session.code);
                open.push(session);
            }
            DebugChange::Ended(code) => open.retain(|it| it.code != code),
        }
    }
    Ok(open)
}

/// What was done to debug sessions after that cursor.
fn changes(journal: &Connection, after: i64) -> Result<Vec<DebugChange>, rusqlite::Error> {
    // By the index of control rows: `kind > 1` is what that index is limited to.
    let mut statement = journal.prepare(
        "SELECT moment FROM entry WHERE kind > 1 AND kind = 2 AND cursor > ?1 ORDER BY cursor",
    )?;
    let changes = statement.query_map([after], |row| {
        entry::debug_change(&row.get::<_, String>(0)?)
    })?;
    changes.collect()
}

/// Takes a change of a debug session into the index; `at` is when it was made.
pub fn apply(db: &Connection, at: i64, change: &DebugChange) -> Result<(), rusqlite::Error> {
    match change {
        DebugChange::Started(session) => db
            .prepare_cached(
                "INSERT OR REPLACE INTO debug_session (code, source, version, started_at) \
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![session.code, session.source, session.version, at])?,
        DebugChange::Ended(code) => db
            .prepare_cached("UPDATE debug_session SET ended_at = ?2 WHERE code = ?1")?
            .execute(params![code, at])?,
    };
    Ok(())
}

/// Notes a request that came with a debug code. Of an upload, which has no source, the sessions
/// that were open by the cursor's order count too.
pub fn trace(
    db: &Connection,
    cursor: i64,
    exchange: &Exchange,
    trace: &DebugTrace,
) -> Result<(), rusqlite::Error> {
    let known = trace.is_known || (trace.kind == TraceKind::Upload && is_open(db, &trace.code)?);
    db.prepare_cached(
        "INSERT INTO debug_trace (cursor, code, at, traced, known, source, container) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        cursor,
        trace.code,
        exchange.request.received_at,
        trace.kind.as_str(),
        known,
        exchange.source,
        trace.container,
    ])?;
    Ok(())
}

fn is_open(db: &Connection, code: &str) -> Result<bool, rusqlite::Error> {
    db.prepare_cached("SELECT 1 FROM debug_session WHERE code = ?1 AND ended_at IS NULL")?
        .query_row([code], |_| Ok(()))
        .optional()
        .map(|found| found.is_some())
}
