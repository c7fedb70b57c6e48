use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::hidden::Hidden;
use super::plan_recount::{BUCKET, recount};
use super::{Entry, EventId, Exchange, StoreError, connection, entry, fold, fold_plan};
use crate::event::{Event, Outcome};
use crate::workspace::Workspace;

/// How many of the newest events a reload judges anew.
const EVENTS: i64 = 50_000;

/// Among how many of the newest cursors these are, whatever the index knows of them.
const CURSORS: i64 = 200_000;

/// How many requests one transaction judges anew at most.
const BATCH: i64 = 200;

/// The cursor from which on a reload judges events anew, now that the newest cursor is `head`.
pub fn judge_from(index: &Connection, head: i64) -> Result<i64, rusqlite::Error> {
    let oldest: Option<i64> = index
        .prepare_cached("SELECT id FROM event ORDER BY id DESC LIMIT 1 OFFSET ?1")?
        .query_row([EVENTS - 1], |row| row.get(0))
        .optional()?;
    let oldest = oldest.map_or(1, |id| EventId::unpack(id).cursor);
    Ok(oldest.max(head - CURSORS).max(1))
}

/// The same of an index that is a file, and may be none.
pub fn judge_from_file(index: &Path, head: i64) -> i64 {
    let asked = connection::open_reader(index).and_then(|db| Ok(judge_from(&db, head)?));
    asked.unwrap_or((head - CURSORS).max(1))
}

/// Events that are held against the plans of another workspace than the one they came under.
pub struct Rejudge<'a> {
    /// The journal.
    pub journal: &'a Connection,
    /// The workspace that came into force.
    pub workspace: &'a Workspace,
    /// What is hidden.
    pub hidden: &'a Hidden,
    /// The first cursor.
    pub from: i64,
    /// The cursor of the reload: the first one that is not judged anew.
    pub until: i64,
}

impl Rejudge<'_> {
    /// Judges the next requests' events anew and counts them; whether all are done. Outcome and
    /// findings stay as they were judged. `of` gives the workspace that was in force.
    pub fn step(
        &self,
        index: &Connection,
        mut of: impl FnMut(&str) -> Result<Arc<Workspace>, StoreError>,
    ) -> Result<bool, StoreError> {
        let after = self.begin(index)?;
        // Within one bucket, which is then counted anew.
        let last = (after + 1) | ((1 << BUCKET) - 1);
        let sql = "SELECT cursor FROM request WHERE cursor > ?1 AND cursor <= ?2 AND events > 0 \
                   ORDER BY cursor LIMIT ?3";
        let last = last.min(self.until - 1);
        let cursors: Vec<i64> = index
            .prepare_cached(sql)?
            .query_map([after, last, BATCH], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for cursor in &cursors {
            if let Some(Entry::Exchange(exchange)) = entry::by_cursor(self.journal, *cursor)? {
                let workspace = of(&exchange.workspace)?;
                self.judge(index, *cursor, &exchange, &workspace)?;
            }
        }
        let is_full = cursors.len() >= usize::try_from(BATCH).unwrap_or(usize::MAX);
        let reached = match cursors.last() {
            Some(cursor) if is_full => *cursor,
            _ => last,
        };
        if !cursors.is_empty() {
            recount(index, reached >> BUCKET, self.hidden)?;
        }
        let is_done = reached >= self.until - 1;
        let judged_to = (!is_done).then_some(reached);
        index
            .prepare_cached("UPDATE progress SET judged_to = ?1")?
            .execute([judged_to])?;
        Ok(is_done)
    }

    /// How far it is. What the events to be judged taught of their order is forgotten first.
    fn begin(&self, index: &Connection) -> Result<i64, rusqlite::Error> {
        let judged_to: Option<i64> = index
            .prepare_cached("SELECT judged_to FROM progress")?
            .query_row([], |row| row.get(0))?;
        if let Some(judged_to) = judged_to {
            return Ok(judged_to);
        }
        let first = EventId {
            cursor: self.from,
            place: 0,
        };
        index
            .prepare_cached("DELETE FROM plan_step WHERE event >= ?1")?
            .execute([first.packed()])?;
        Ok(self.from - 1)
    }

    fn judge(
        &self,
        index: &Connection,
        cursor: i64,
        exchange: &Exchange,
        workspace: &Workspace,
    ) -> Result<(), StoreError> {
        let events = fold::explain(exchange, workspace).events;
        for (place, mut event) in (0i64..).zip(events) {
            let id = EventId { cursor, place };
            if !as_projected(index, id, &mut event)? {
                continue;
            }
            let judged =
                fold_plan::judged(index, exchange, self.workspace, self.hidden, id, &event)?;
            index
                .prepare_cached("UPDATE event SET plan = ?2 WHERE id = ?1")?
                .execute(params![id.packed(), fold::json(&judged)?])?;
        }
        Ok(())
    }
}

/// Gives an event what it was taught by the events before it; false if the index does not have it.
fn as_projected(index: &Connection, id: EventId, event: &mut Event) -> Result<bool, StoreError> {
    let known: Option<(String, Option<String>)> = index
        .prepare_cached("SELECT outcome, user_id FROM event WHERE id = ?1")?
        .query_row([id.packed()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((outcome, user)) = known else {
        return Ok(false);
    };
    fold::learn(event, Outcome::parse(&outcome), user);
    Ok(true)
}
