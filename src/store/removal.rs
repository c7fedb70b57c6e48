use rusqlite::{Connection, params};

/// Requests that are removed from the journal for good, in one short transaction. Whoever asks for
/// it keeps it short: the commits of requests wait for it.
#[derive(Debug, Clone)]
pub enum Removal {
    /// The requests with these cursors.
    Requests(Vec<i64>),
    /// Everything up to a cursor, and how many events its requests had: what is pruned is counted.
    Pruned {
        /// The cursor.
        upto: i64,
        /// The events.
        events: i64,
    },
}

/// How many pages a removal gives back to the system at most.
const PAGES: u32 = 256;

impl Removal {
    /// Removes it. What is gone already counts for nothing, so that it may be asked for again.
    pub fn run(&self, db: &Connection) -> Result<(), rusqlite::Error> {
        let transaction = db.unchecked_transaction()?;
        match self {
            Removal::Requests(cursors) => {
                let sql = "DELETE FROM entry WHERE cursor = ?1 AND kind = 0";
                let mut statement = transaction.prepare_cached(sql)?;
                for cursor in cursors {
                    statement.execute([cursor])?;
                }
            }
            Removal::Pruned { upto, events } => prune(&transaction, *upto, *events)?,
        }
        transaction.commit()?;
        super::connection::give_back(db, PAGES)
    }
}

fn prune(db: &Connection, upto: i64, events: i64) -> Result<(), rusqlite::Error> {
    let requests = db
        .prepare_cached("DELETE FROM entry WHERE cursor <= ?1 AND kind = 0")?
        .execute([upto])?;
    // What was done to requests that are gone has no effect any more. Debug sessions (2) have.
    db.prepare_cached("DELETE FROM entry WHERE cursor <= ?1 AND kind != 2")?
        .execute([upto])?;
    let requests = i64::try_from(requests).unwrap_or(i64::MAX);
    if requests > 0 {
        db.prepare_cached(
            "UPDATE pruned SET requests = requests + ?1, events = events + ?2, upto = max(upto, ?3)",
        )?
        .execute(params![requests, events, upto])?;
    }
    Ok(())
}
