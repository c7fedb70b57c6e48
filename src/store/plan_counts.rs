use rusqlite::{Connection, params};

use super::fold_plan::anywhere;
use super::hidden::Hidden;
use super::plan_recount::{BUCKET, first_of};
use super::{Bound, EventId};
use crate::event::{Outcome, Severity};
use crate::plan::{Counted, FrequentProblem, PlanCounts, PlanResult};

/// What came of each planned event after a place, in one test session or in all.
pub fn read(
    db: &Connection,
    session: Option<&str>,
    since: Bound,
    hidden: &Hidden,
) -> Result<PlanCounts, rusqlite::Error> {
    let cursor = since.cursor();
    if cursor <= 0 {
        return counted(db, session, 0);
    }
    // What is counted is counted by buckets: of the one that the place is in, the rest is looked at.
    let bucket = cursor >> BUCKET;
    let mut counts = counted(db, session, bucket + 1)?;
    let mut statement = db.prepare_cached(
        "SELECT id, session, outcome, plan FROM event \
         WHERE id > ?1 AND id < ?2 AND (?3 IS NULL OR session = ?3) AND plan != '[]' ORDER BY id",
    )?;
    let end = first_of(bucket + 1);
    let mut rows = statement.query(params![since.last_event(), end, session])?;
    while let Some(row) = rows.next()? {
        let id = EventId::unpack(row.get(0)?);
        if hidden.hides(id.cursor, row.get_ref(1)?.as_str()?) {
            continue;
        }
        let taken = row.get_ref(2)?.as_str()? == Outcome::Accepted.as_str();
        let results: Vec<PlanResult> =
            serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default();
        for result in results {
            add(&mut counts, &id.to_string(), result, taken);
        }
    }
    Ok(counts)
}

/// Adds what a plan says of one event.
fn add(counts: &mut PlanCounts, id: &str, result: PlanResult, taken: bool) {
    let Some(counted) = Counted::of(result.result, taken) else {
        return;
    };
    let (plan, event) = (result.plan, result.event);
    if counted == Counted::Invalid {
        for problem in result.problems {
            let problem = FrequentProblem {
                rule: problem.rule,
                pointer: anywhere(&problem.pointer),
                message: problem.message,
                severity: problem.severity,
                count: 1,
                last: id.to_string(),
            };
            counts.count_problem(plan.clone(), event.clone(), problem);
        }
    }
    counts.count(plan, event, counted, 1, id.to_string());
}

/// What is counted from that bucket on.
fn counted(
    db: &Connection,
    session: Option<&str>,
    first: i64,
) -> Result<PlanCounts, rusqlite::Error> {
    let mut counts = PlanCounts::default();
    let id = |packed: i64| EventId::unpack(packed).to_string();
    let mut statement = db.prepare_cached(
        "SELECT plan, event, result, sum(count), max(last) FROM plan_count \
         WHERE (?1 IS NULL OR session = ?1) AND bucket >= ?2 GROUP BY plan, event, result",
    )?;
    let mut rows = statement.query(params![session, first])?;
    while let Some(row) = rows.next()? {
        let word: String = row.get(2)?;
        if let Some(counted) = Counted::parse(&word) {
            counts.count(
                row.get(0)?,
                row.get(1)?,
                counted,
                row.get(3)?,
                id(row.get(4)?),
            );
        }
    }
    // With max(), SQLite takes the other columns from the row that has it: the newest one's words.
    let mut statement = db.prepare_cached(
        "SELECT plan, event, rule, pointer, message, severity, sum(count), max(last) \
         FROM plan_problem WHERE (?1 IS NULL OR session = ?1) AND bucket >= ?2 \
         GROUP BY plan, event, rule, pointer",
    )?;
    let mut rows = statement.query(params![session, first])?;
    while let Some(row) = rows.next()? {
        let severity: String = row.get(5)?;
        let known = [Severity::Info, Severity::Warning, Severity::Error];
        let severity = known.into_iter().find(|it| it.as_str() == severity);
        let problem = FrequentProblem {
            rule: row.get(2)?,
            pointer: row.get(3)?,
            message: row.get(4)?,
            severity: severity.unwrap_or(Severity::Error),
            count: row.get(6)?,
            last: id(row.get(7)?),
        };
        counts.count_problem(row.get(0)?, row.get(1)?, problem);
    }
    Ok(counts)
}
