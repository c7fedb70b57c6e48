use rusqlite::Connection;

use crate::store::postings::{List, chunk_of};
use crate::store::{Order, StoreError};

/// The chunks of a list that have rows. Those that have none cost nothing: an imported recording may
/// leave out a thousand million cursors.
pub struct Chunks<'a> {
    db: &'a Connection,
    list: List,
    /// The first and the last that are left.
    left: (i64, i64),
    order: Order,
}

impl<'a> Chunks<'a> {
    /// Those with the rows `first` to `last`.
    pub fn new(db: &'a Connection, list: List, (first, last): (i64, i64), order: Order) -> Self {
        let left = match first <= last {
            true => (chunk_of(first), chunk_of(last)),
            false => (1, 0),
        };
        Chunks {
            db,
            list,
            left,
            order,
        }
    }

    fn nearest(&self) -> Result<Option<i64>, StoreError> {
        let (first, last) = self.left;
        if first > last {
            return Ok(None);
        }
        let sql = match self.order {
            Order::Ascending => {
                "SELECT min(chunk) FROM posting WHERE list = ?1 AND chunk BETWEEN ?2 AND ?3"
            }
            Order::Descending => {
                "SELECT max(chunk) FROM posting WHERE list = ?1 AND chunk BETWEEN ?2 AND ?3"
            }
        };
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([self.list as i64, first, last], |row| row.get(0))?)
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<i64, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.nearest().transpose()?;
        self.left = match (&found, self.order) {
            (Ok(chunk), Order::Ascending) => (chunk + 1, self.left.1),
            (Ok(chunk), Order::Descending) => (self.left.0, chunk - 1),
            // It is told once.
            (Err(_), _) => (1, 0),
        };
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::store::postings::CHUNK;

    /// An index with postings in these chunks of both lists.
    fn index(chunks: &[i64]) -> Result<Connection, StoreError> {
        let db = Connection::open_in_memory()?;
        db.execute_batch(include_str!("../schema/index.sql"))?;
        for chunk in chunks {
            for (list, field) in [(0, 0), (1, 0), (1, 1), (1, 2)] {
                let sql = "INSERT INTO posting VALUES (?1, ?2, ?3, '', x'')";
                db.execute(sql, [list, *chunk, field])?;
            }
        }
        Ok(db)
    }

    fn found(db: &Connection, rows: (i64, i64), order: Order) -> Result<Vec<i64>, StoreError> {
        Chunks::new(db, List::Requests, rows, order).collect()
    }

    #[test]
    fn a_gap_costs_no_more_than_none() -> Result<(), StoreError> {
        const FAR: i64 = 1 << 24;
        let rows = (0, (FAR + 1) * CHUNK);
        let mut cost = Vec::new();
        for chunks in [[0, 1, 2, 3], [0, 1, FAR - 1, FAR]] {
            let mut db = index(&chunks)?;
            let steps = Arc::new(AtomicU64::new(0));
            let counted = Arc::clone(&steps);
            // Called for each step of SQLite's machine.
            let count = move || counted.fetch_add(1, Ordering::Relaxed) == u64::MAX;
            db.progress_handler(1, Some(count))?;
            assert_eq!(found(&db, rows, Order::Ascending)?, chunks);
            let reversed: Vec<i64> = chunks.into_iter().rev().collect();
            assert_eq!(found(&db, rows, Order::Descending)?, reversed);
            cost.push(steps.load(Ordering::Relaxed));
        }
        assert!(cost[0] > 0);
        assert_eq!(cost[0], cost[1]);
        Ok(())
    }

    #[test]
    fn only_chunks_between_the_bounds_are_told() -> Result<(), StoreError> {
        let db = index(&[0, 2, 5])?;
        for (rows, expected) in [
            ((1, CHUNK - 1), &[0][..]),
            ((CHUNK, 2 * CHUNK - 1), &[]),
            ((2 * CHUNK, 2 * CHUNK), &[2]),
            ((1, 5 * CHUNK), &[0, 2, 5]),
            ((1, 0), &[]),
            ((i64::MAX, 0), &[]),
        ] {
            assert_eq!(found(&db, rows, Order::Ascending)?, expected, "{rows:?}");
        }
        Ok(())
    }
}
