use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode};

use crate::store::StoreError;

/// How long a list, a count or a facet looks at rows before it answers with what it has.
const PATIENCE: Duration = Duration::from_millis(90);

/// How long a single statement may take at most; a search looks at the clock itself between rows.
const LONGEST: Duration = Duration::from_secs(5);

/// How many steps SQLite's machine makes between two looks at the clock.
const STEPS: i32 = 10_000;

/// The time that a question may take, and whether somebody still waits for the answer.
#[derive(Debug, Clone)]
pub struct Budget {
    end: Instant,
    longest: Instant,
    cancelled: Arc<AtomicBool>,
}

/// Cancels a question when it is dropped: nobody waits any more.
#[derive(Debug)]
pub struct Asker(Arc<AtomicBool>);

impl Budget {
    /// From now on.
    pub fn start() -> Budget {
        let now = Instant::now();
        Budget {
            end: now + PATIENCE,
            longest: now + LONGEST,
            cancelled: Arc::default(),
        }
    }

    /// Who waits for the answer.
    pub fn asker(&self) -> Asker {
        Asker(Arc::clone(&self.cancelled))
    }

    /// Whether the answer is due.
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.end
    }

    /// Whether nobody waits for the answer any more.
    ///
    /// # Errors
    /// Nobody does.
    pub fn check(&self) -> Result<(), StoreError> {
        match self.cancelled.load(Ordering::Relaxed) {
            true => Err(StoreError::Cancelled),
            false => Ok(()),
        }
    }

    /// Asks `db`, and ends what takes too long there or what nobody waits for.
    ///
    /// # Errors
    /// Those of `ask`; [`StoreError::Cancelled`], or [`StoreError::TooLong`].
    pub fn limit<T>(
        &self,
        db: &mut Connection,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let budget = self.clone();
        let is_over = move || budget.check().is_err() || Instant::now() >= budget.longest;
        db.progress_handler(STEPS, Some(is_over))?;
        let answer = ask(db);
        db.progress_handler(0, None::<fn() -> bool>)?;
        match answer {
            Err(StoreError::Sqlite(error))
                if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
            {
                self.check()?;
                Err(StoreError::TooLong)
            }
            answer => answer,
        }
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A statement that never ends.
    fn endless(budget: &Budget) -> Result<i64, StoreError> {
        let mut db = Connection::open_in_memory().expect("a database");
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT count(*) FROM n";
        budget.limit(&mut db, |db| Ok(db.query_row(sql, [], |row| row.get(0))?))
    }

    #[test]
    fn a_statement_ends_when_nobody_waits_for_it() {
        let budget = Budget::start();
        let asker = budget.asker();
        assert!(budget.check().is_ok());
        let asked = std::thread::spawn({
            let budget = budget.clone();
            move || endless(&budget)
        });
        drop(asker);
        assert!(matches!(
            asked.join().expect("an answer"),
            Err(StoreError::Cancelled)
        ));
    }

    #[test]
    fn a_statement_ends_when_it_takes_too_long() {
        let now = Instant::now();
        let budget = Budget {
            end: now,
            longest: now,
            cancelled: Arc::default(),
        };
        assert!(budget.is_over());
        assert!(matches!(endless(&budget), Err(StoreError::TooLong)));
    }
}
