use std::sync::Arc;

use rusqlite::{Connection, params};

use super::control::{Clear, Cleared, Control, ranges_as_text};
use super::hidden::Hidden;
use super::plan_recount::{BUCKET, recount};

/// Takes what was done to the recording into the index: hides and shows, and counts the checklist
/// anew. What is hidden is removed later ([`Tidy`](super::tidy::Tidy)).
pub fn fold(
    db: &Connection,
    cursor: i64,
    at: i64,
    control: &Control,
    hidden: &mut Arc<Hidden>,
) -> Result<(), rusqlite::Error> {
    match control {
        Control::Clear(clear) => {
            hide(db, cursor, at, clear, hidden)?;
            *hidden = Hidden::read(db, hidden)?;
            count_anew(db, clear, hidden)
        }
        Control::Undo(clear) => {
            let Some(undone) = cleared(db, *clear)? else {
                return Ok(());
            };
            db.execute("DELETE FROM cleared WHERE clear = ?1", [clear])?;
            *hidden = Hidden::read(db, hidden)?;
            count_anew(db, &undone, hidden)
        }
        Control::Purge(clear) => {
            db.execute("UPDATE cleared SET purged = 1 WHERE clear = ?1", [clear])?;
            Ok(())
        }
        Control::Prune(upto) => {
            db.execute("UPDATE progress SET pruned_to = max(pruned_to, ?1)", [upto])?;
            *hidden = Hidden::read(db, hidden)?;
            let gone = Clear {
                what: Cleared::All,
                upto: *upto,
            };
            count_anew(db, &gone, hidden)
        }
        // Judged anew before the projection goes on: see `Rejudge`.
        Control::Reload(_) => Ok(()),
    }
}

fn hide(
    db: &Connection,
    cursor: i64,
    at: i64,
    clear: &Clear,
    hidden: &Hidden,
) -> Result<(), rusqlite::Error> {
    let (session, ranges) = match &clear.what {
        Cleared::All => (None, None),
        Cleared::Session(name) => (Some(name), None),
        Cleared::Requests(ranges) => (None, Some(ranges_as_text(ranges))),
    };
    let (mut requests, mut events) = (0, 0);
    let mut count = |cursor: i64, session: &str, carried: i64| {
        if !hidden.hides(cursor, session) {
            requests += 1;
            events += carried;
        }
    };
    for (first, last) in ranges_of(clear, hidden.floor()) {
        let mut statement = db.prepare_cached(
            "SELECT cursor, session, events FROM request \
             WHERE cursor BETWEEN ?1 AND ?2 AND (?3 IS NULL OR session = ?3)",
        )?;
        let mut rows = statement.query(params![first, last, session])?;
        while let Some(row) = rows.next()? {
            count(row.get(0)?, row.get_ref(1)?.as_str()?, row.get(2)?);
        }
    }
    db.execute(
        "INSERT INTO cleared (clear, at, upto, session, ranges, requests, events) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![cursor, at, clear.upto, session, ranges, requests, events],
    )?;
    Ok(())
}

/// The ranges of cursors that a clear reaches into, above `floor`.
fn ranges_of(clear: &Clear, floor: i64) -> Vec<(i64, i64)> {
    let first = floor.saturating_add(1);
    match &clear.what {
        Cleared::All | Cleared::Session(_) => vec![(first, clear.upto)],
        Cleared::Requests(ranges) => ranges
            .iter()
            .map(|(from, to)| (*from.max(&first), *to.min(&clear.upto)))
            .filter(|(from, to)| from <= to)
            .collect(),
    }
}

/// The clear with that cursor, as the index has it.
fn cleared(db: &Connection, clear: i64) -> Result<Option<Clear>, rusqlite::Error> {
    use rusqlite::OptionalExtension;
    db.query_row(
        "SELECT upto, session, ranges FROM cleared WHERE clear = ?1",
        [clear],
        |row| {
            let what = match (row.get(1)?, row.get::<_, Option<String>>(2)?) {
                (Some(session), _) => Cleared::Session(session),
                (None, Some(ranges)) => Cleared::Requests(super::control::ranges_of_text(&ranges)),
                (None, None) => Cleared::All,
            };
            Ok(Clear {
                what,
                upto: row.get(0)?,
            })
        },
    )
    .optional()
}

/// Counts for the checklist what a clear reaches into.
fn count_anew(db: &Connection, clear: &Clear, hidden: &Hidden) -> Result<(), rusqlite::Error> {
    // What is below that is hidden, and counts for nothing.
    let floor = hidden.floor() >> BUCKET;
    for table in ["plan_count", "plan_problem"] {
        db.execute(&format!("DELETE FROM {table} WHERE bucket < ?1"), [floor])?;
    }
    let mut done = floor - 1;
    for (first, last) in ranges_of(clear, 0) {
        let mut bucket = (first >> BUCKET).max(done + 1);
        while let Some(next) = next_bucket(db, bucket, last)? {
            recount(db, next, hidden)?;
            done = next;
            bucket = next + 1;
        }
    }
    Ok(())
}

/// The first bucket from `bucket` on that has a request, up to the one of the cursor `last`.
fn next_bucket(db: &Connection, bucket: i64, last: i64) -> Result<Option<i64>, rusqlite::Error> {
    let last = last | ((1 << BUCKET) - 1);
    db.prepare_cached("SELECT min(cursor) FROM request WHERE cursor BETWEEN ?1 AND ?2")?
        .query_row([bucket << BUCKET, last], |row| {
            Ok(row.get::<_, Option<i64>>(0)?.map(|cursor| cursor >> BUCKET))
        })
}
