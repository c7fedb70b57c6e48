use rusqlite::{Connection, params};

use super::EventId;
use crate::event::Severity;
use crate::plan::{Counted, FrequentProblem, PlanCounts};

/// What came of each planned event, in one test session or in all.
pub fn read(db: &Connection, session: Option<&str>) -> Result<PlanCounts, rusqlite::Error> {
    let mut counts = PlanCounts::default();
    let id = |packed: i64| EventId::unpack(packed).to_string();
    let mut statement = db.prepare_cached(
        "SELECT plan, event, result, sum(count), max(last) FROM plan_count \
         WHERE ?1 IS NULL OR session = ?1 GROUP BY plan, event, result",
    )?;
    let mut rows = statement.query(params![session])?;
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
         FROM plan_problem WHERE ?1 IS NULL OR session = ?1 GROUP BY plan, event, rule, pointer",
    )?;
    let mut rows = statement.query(params![session])?;
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
