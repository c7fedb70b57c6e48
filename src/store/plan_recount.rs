use rusqlite::Connection;

use super::hidden::Hidden;
use super::{EventId, fold_plan};
use crate::event::Outcome;
use crate::plan::PlanResult;

/// The checklist is counted by buckets of 2^12 cursors.
pub const BUCKET: u32 = 12;

/// Counts the events of one bucket anew for the checklist, without those that are hidden.
pub fn recount(db: &Connection, bucket: i64, hidden: &Hidden) -> Result<(), rusqlite::Error> {
    for table in ["plan_count", "plan_problem"] {
        let sql = format!("DELETE FROM {table} WHERE bucket = ?1");
        db.prepare_cached(&sql)?.execute([bucket])?;
    }
    let mut statement = db.prepare_cached(
        "SELECT id, session, outcome, plan FROM event \
         WHERE id >= ?1 AND id < ?2 AND plan != '[]' ORDER BY id",
    )?;
    let mut rows = statement.query([first_of(bucket), first_of(bucket + 1)])?;
    while let Some(row) = rows.next()? {
        let id = EventId::unpack(row.get(0)?);
        let session: String = row.get(1)?;
        if hidden.hides(id.cursor, &session) {
            continue;
        }
        let taken = row.get_ref(2)?.as_str()? == Outcome::Accepted.as_str();
        let results: Vec<PlanResult> =
            serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default();
        for result in &results {
            fold_plan::count(db, &session, id, result, taken)?;
        }
    }
    Ok(())
}

/// The key of the first event that a bucket may have.
pub fn first_of(bucket: i64) -> i64 {
    let cursor = bucket << BUCKET;
    EventId { cursor, place: 0 }.packed()
}
