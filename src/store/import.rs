use rusqlite::{Connection, Transaction};

use super::{JournalRow, RowKind};

/// Where the rows of another recording went: the cursors that they had there, and those that they
/// have here.
#[derive(Debug, Default)]
pub struct Moved {
    runs: Vec<Run>,
    /// Whether each stayed where it was, as the recording was empty.
    stay: bool,
}

/// Rows that follow one another, there as here.
#[derive(Debug)]
struct Run {
    /// The cursor that the first of them had.
    was: i64,
    /// The one that it has now.
    now: i64,
    /// How many cursors it reaches over.
    length: i64,
}

impl Moved {
    /// The row that had the cursor `was` has the cursor `now`. Both grow with each.
    fn add(&mut self, was: i64, now: i64) {
        if let Some(last) = self.runs.last_mut() {
            // Among rows that stay where they were, a gap has nothing else in it.
            if self.stay || (was, now) == (last.was + last.length, last.now + last.length) {
                last.length = was - last.was + 1;
                return;
            }
        }
        self.runs.push(Run {
            was,
            now,
            length: 1,
        });
    }

    /// The cursor that the row has now that had `was`; none if it was not imported.
    pub fn of(&self, was: i64) -> Option<i64> {
        let after = self.runs.partition_point(|run| run.was <= was);
        let run = self.runs.get(after.checked_sub(1)?)?;
        let place = was - run.was;
        (place < run.length).then_some(run.now + place)
    }
}

/// Rows of another recording that are appended in one transaction.
#[derive(Debug)]
pub struct Import {
    /// The rows, with the cursors that they had there, ascending.
    pub rows: Vec<JournalRow>,
    /// The workspaces that they name and that were not seen before: hash and files.
    pub workspaces: Vec<(String, String)>,
    /// Where the rows before these went.
    pub moved: Moved,
}

/// What became of them.
pub struct Imported {
    /// Where they and the rows before them went.
    pub moved: Moved,
    /// The newest cursor.
    pub newest: i64,
}

impl Import {
    /// Appends them. In an empty recording they have the very cursors that they had; else each has
    /// the next one, so that cursors grow by what is recorded and by nothing else.
    pub fn run(mut self, db: &Connection) -> Result<Imported, rusqlite::Error> {
        let transaction = db.unchecked_transaction()?;
        for (hash, files) in &self.workspaces {
            let sql = "INSERT OR IGNORE INTO workspace (hash, files) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute([hash, files])?;
        }
        let newest = self.append(&transaction)?;
        transaction.commit()?;
        Ok(Imported {
            moved: self.moved,
            newest,
        })
    }

    /// Appends the rows; the newest cursor.
    fn append(&mut self, db: &Transaction) -> Result<i64, rusqlite::Error> {
        let mut newest: i64 = db
            .prepare_cached("SELECT coalesce(max(cursor), 0) FROM entry")?
            .query_row([], |row| row.get(0))?;
        self.moved.stay = match self.moved.runs.is_empty() {
            true => newest == 0,
            // A server records what comes meanwhile.
            false => self.moved.stay && self.rows.first().is_some_and(|row| row.cursor > newest),
        };
        for mut row in std::mem::take(&mut self.rows) {
            let was = row.cursor;
            if !self.moved.stay {
                row.cursor = newest + 1;
            }
            if row.kind == RowKind::Undelivered.number() {
                row.refers = row.refers.and_then(|refers| self.moved.of(refers));
                // Its request was not imported.
                if row.refers.is_none() {
                    continue;
                }
            }
            row.insert(db)?;
            newest = row.cursor;
            self.moved.add(was, newest);
        }
        Ok(newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_where_it_went_and_no_other() {
        let mut moved = Moved::default();
        assert_eq!(moved.of(3), None);
        for (was, now) in [(3, 11), (4, 12), (9, 13), (10, 15)] {
            moved.add(was, now);
        }
        let of: Vec<Option<i64>> = [2, 3, 4, 5, 9, 10, 11].map(|was| moved.of(was)).into();
        assert_eq!(
            of,
            [None, Some(11), Some(12), None, Some(13), Some(15), None]
        );
        assert_eq!(moved.runs.len(), 3, "rows side by side are kept together");
    }

    #[test]
    fn rows_that_stay_where_they_were_are_kept_together_whatever_is_between_them() {
        let mut moved = Moved {
            stay: true,
            ..Moved::default()
        };
        for cursor in [5, 9, 1_000] {
            moved.add(cursor, cursor);
        }
        assert_eq!(moved.runs.len(), 1);
        assert_eq!(
            [4, 9, 1_000, 1_001].map(|was| moved.of(was)),
            [None, Some(9), Some(1_000), None]
        );
    }
}
