use rusqlite::Connection;

use super::{JournalRow, RowKind};

/// By how much the cursors of imported rows grew. It may grow on the way: a server records what
/// comes meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shifts(Vec<(i64, i64)>);

impl Shifts {
    /// From the row that had the cursor `from` on, cursors grew by `by`.
    pub fn add(&mut self, from: i64, by: i64) {
        if self.newest() != Some(by) {
            self.0.push((from, by));
        }
    }

    /// The newest of them; none before the first row.
    pub fn newest(&self) -> Option<i64> {
        self.0.last().map(|(_, by)| *by)
    }

    /// The cursor that the row has now that had `cursor`; none if it came before all that was
    /// imported.
    pub fn of(&self, cursor: i64) -> Option<i64> {
        let after = self.0.partition_point(|(from, _)| *from <= cursor);
        let (_, by) = self.0.get(after.checked_sub(1)?)?;
        Some(cursor + by)
    }
}

/// Rows of another recording that are appended in one transaction.
#[derive(Debug)]
pub struct Import {
    /// The rows, with the cursors that they had there, ascending.
    pub rows: Vec<JournalRow>,
    /// The workspaces that they name and that were not seen before: hash and files.
    pub workspaces: Vec<(String, String)>,
    /// By how much the cursors of the rows before these grew.
    pub shifts: Shifts,
}

/// What became of them.
pub struct Imported {
    /// By how much their cursors grew.
    pub shift: i64,
    /// The newest cursor.
    pub newest: i64,
}

impl Import {
    /// Appends them. The distances between cursors stay as they were, so that an empty recording
    /// gets the very same ones.
    pub fn run(mut self, db: &Connection) -> Result<Imported, rusqlite::Error> {
        let transaction = db.unchecked_transaction()?;
        for (hash, files) in &self.workspaces {
            let sql = "INSERT OR IGNORE INTO workspace (hash, files) VALUES (?1, ?2)";
            transaction.prepare_cached(sql)?.execute([hash, files])?;
        }
        let newest: i64 = transaction
            .prepare_cached("SELECT coalesce(max(cursor), 0) FROM entry")?
            .query_row([], |row| row.get(0))?;
        let Some(first) = self.rows.first().map(|row| row.cursor) else {
            transaction.commit()?;
            return Ok(Imported { shift: 0, newest });
        };
        let free = newest + 1 - first;
        let shift = match self.shifts.newest() {
            Some(shift) => shift.max(free),
            None if newest == 0 => 0,
            None => free,
        };
        self.shifts.add(first, shift);
        let mut newest = newest;
        for row in &mut self.rows {
            row.cursor += shift;
            row.refers = match row.refers {
                // The events before all that was imported are not these plans' to judge.
                Some(refers) if row.kind == RowKind::Reload.number() => {
                    Some(self.shifts.of(refers).unwrap_or(row.cursor))
                }
                refers => refers.and_then(|refers| self.shifts.of(refers)),
            };
            // Its request was not imported.
            if row.refers.is_none() && row.kind == RowKind::Undelivered.number() {
                continue;
            }
            row.insert(&transaction)?;
            newest = row.cursor;
        }
        transaction.commit()?;
        Ok(Imported { shift, newest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_shifted_by_what_counted_when_they_came() {
        let mut shifts = Shifts::default();
        assert_eq!((shifts.newest(), shifts.of(3)), (None, None));
        shifts.add(3, 10);
        shifts.add(5, 10);
        shifts.add(8, 12);
        assert_eq!(shifts, Shifts(vec![(3, 10), (8, 12)]));
        let of: Vec<Option<i64>> = [2, 3, 7, 8, 9].map(|it| shifts.of(it)).into();
        assert_eq!(of, [None, Some(13), Some(17), Some(20), Some(21)]);
    }
}
