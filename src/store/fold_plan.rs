use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, params};

use super::hidden::Hidden;
use super::plan_recount::BUCKET;
use super::{EventId, Exchange};
use crate::event::Event;
use crate::plan::{
    Counted, Plan, PlanProblem, PlanResult, Verdict, judge, not_judged, out_of_order, visitors,
};
use crate::workspace::Workspace;

/// How many names that are not planned are counted each by itself, of a plan in a test session and
/// a bucket.
const NAMES: i64 = 200;

/// How many problems of a planned event are counted each by itself, in a test session and a bucket.
const PROBLEMS: i64 = 50;

/// Holds an event against the plans that were in force when it came, and counts what came of it.
pub fn apply(
    db: &Connection,
    exchange: &Exchange,
    workspace: &Workspace,
    hidden: &Hidden,
    id: EventId,
    event: &Event,
) -> Result<Vec<PlanResult>, rusqlite::Error> {
    let results = judged(db, exchange, workspace, hidden, id, event)?;
    for result in &results {
        count(db, &exchange.session, id, result, !result.lost)?;
    }
    Ok(results)
}

/// Holds an event against the plans of `workspace`, and notes it for those that come after it.
pub fn judged(
    db: &Connection,
    exchange: &Exchange,
    workspace: &Workspace,
    hidden: &Hidden,
    id: EventId,
    event: &Event,
) -> Result<Vec<PlanResult>, rusqlite::Error> {
    let Some(platform) = exchange.platform else {
        return Ok(Vec::new());
    };
    let (plans, source) = (&workspace.plans, exchange.source.as_deref());
    let judged = catch_unwind(AssertUnwindSafe(|| judge(plans, platform, source, event)));
    // Whatever goes wrong in there costs this event its result, never the others theirs.
    let mut results = judged.unwrap_or_else(|_| {
        let applying = plans.iter().filter(|plan| plan.applies(platform, source));
        applying.map(|plan| not_judged(&plan.name, event)).collect()
    });
    for result in &mut results {
        if let Some(plan) = plans.iter().find(|plan| plan.name == result.plan) {
            follow(db, exchange, plan, hidden, (id, event), result)?;
        }
    }
    Ok(results)
}

/// Looks at what has to come before an event, and notes it for those that come after it.
fn follow(
    db: &Connection,
    exchange: &Exchange,
    plan: &Plan,
    hidden: &Hidden,
    (id, event): (EventId, &Event),
    result: &mut PlanResult,
) -> Result<(), rusqlite::Error> {
    let Some(planned) = plan.event(&result.event) else {
        return Ok(());
    };
    let is_step = plan.is_step(&planned.name);
    if result.result == Verdict::Unexpected || (planned.after.is_empty() && !is_step) {
        return Ok(());
    }
    let visitors = visitors(event, exchange.source.as_deref());
    for before in &planned.after {
        let mut came = false;
        for visitor in &visitors {
            came = came || has_come(db, &exchange.session, plan, hidden, visitor, before)?;
        }
        if !came {
            result.problems.push(out_of_order(planned, before));
            result.result = Verdict::Invalid;
        }
    }
    // What the platform did not take did not happen for it.
    if is_step && !result.lost {
        for visitor in &visitors {
            db.prepare_cached(
                "INSERT INTO plan_step (session, plan, visitor, step, event) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                exchange.session,
                plan.name,
                visitor,
                planned.name,
                id.packed()
            ])?;
        }
    }
    Ok(())
}

fn has_come(
    db: &Connection,
    session: &str,
    plan: &Plan,
    hidden: &Hidden,
    visitor: &str,
    step: &str,
) -> Result<bool, rusqlite::Error> {
    let mut statement = db.prepare_cached(
        "SELECT event FROM plan_step \
         WHERE session = ?1 AND plan = ?2 AND visitor = ?3 AND step = ?4 ORDER BY event DESC",
    )?;
    let mut rows = statement.query(params![session, plan.name, visitor, step])?;
    while let Some(row) = rows.next()? {
        let came = EventId::unpack(row.get(0)?);
        if !hidden.hides(came.cursor, session) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Counts what a plan says of an event, which was `taken` in or not, for the checklist.
pub fn count(
    db: &Connection,
    session: &str,
    id: EventId,
    result: &PlanResult,
    taken: bool,
) -> Result<(), rusqlite::Error> {
    let Some(counted) = Counted::of(result.result, taken) else {
        return Ok(());
    };
    count_result(db, session, id, result, counted)?;
    if counted == Counted::Invalid {
        for problem in &result.problems {
            count_problem(db, session, id, result, problem)?;
        }
    }
    Ok(())
}

fn count_result(
    db: &Connection,
    session: &str,
    id: EventId,
    result: &PlanResult,
    counted: Counted,
) -> Result<(), rusqlite::Error> {
    let bucket = id.cursor >> BUCKET;
    let more = |event: &str, counted: Counted| {
        db.prepare_cached(
            "UPDATE plan_count SET count = count + 1, last = ?6 \
             WHERE bucket = ?1 AND session = ?2 AND plan = ?3 AND event = ?4 AND result = ?5",
        )?
        .execute(params![
            bucket,
            session,
            result.plan,
            event,
            counted.as_str(),
            id.packed()
        ])
    };
    let first = |event: &str, counted: Counted| {
        db.prepare_cached(
            "INSERT INTO plan_count (bucket, session, plan, event, result, count, last) \
             VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
        )?
        .execute(params![
            bucket,
            session,
            result.plan,
            event,
            counted.as_str(),
            id.packed()
        ])
    };
    if more(&result.event, counted)? > 0 {
        return Ok(());
    }
    if counted == Counted::Unexpected {
        let names: i64 = db
            .prepare_cached(
                "SELECT count(*) FROM plan_count \
                 WHERE bucket = ?1 AND session = ?2 AND plan = ?3 AND result = ?4",
            )?
            .query_row(
                params![bucket, session, result.plan, counted.as_str()],
                |row| row.get(0),
            )?;
        if names >= NAMES {
            if more("", Counted::UnexpectedMore)? == 0 {
                first("", Counted::UnexpectedMore)?;
            }
            return Ok(());
        }
    }
    first(&result.event, counted)?;
    Ok(())
}

fn count_problem(
    db: &Connection,
    session: &str,
    id: EventId,
    result: &PlanResult,
    problem: &PlanProblem,
) -> Result<(), rusqlite::Error> {
    let (pointer, bucket) = (anywhere(&problem.pointer), id.cursor >> BUCKET);
    let more = db
        .prepare_cached(
            "UPDATE plan_problem SET count = count + 1, last = ?6, message = ?7, severity = ?8 \
             WHERE bucket = ?9 AND session = ?1 AND plan = ?2 AND event = ?3 AND rule = ?4 \
               AND pointer = ?5",
        )?
        .execute(params![
            session,
            result.plan,
            result.event,
            problem.rule,
            pointer,
            id.packed(),
            problem.message,
            problem.severity.as_str(),
            bucket,
        ])?;
    if more > 0 {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO plan_problem \
         (session, plan, event, rule, pointer, last, message, severity, bucket, count) \
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1 \
         WHERE (SELECT count(*) FROM plan_problem \
                WHERE bucket = ?9 AND session = ?1 AND plan = ?2 AND event = ?3) < ?10",
    )?
    .execute(params![
        session,
        result.plan,
        result.event,
        problem.rule,
        pointer,
        id.packed(),
        problem.message,
        problem.severity.as_str(),
        bucket,
        PROBLEMS,
    ])?;
    Ok(())
}

/// A pointer in which any place in a list is the same.
pub fn anywhere(pointer: &str) -> String {
    let steps = pointer.split('/').map(|step| {
        let place = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        if place { "*" } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}
