use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::control::ranges_of_text;

/// How many requests one step removes at most: ingestion waits for it.
const REQUESTS: usize = 200;

/// How many events one step removes at most.
pub const EVENTS: i64 = 1000;

/// How many bytes of bodies one step removes at most.
const BYTES: i64 = 4 * 1024 * 1024;

/// Requests to be removed in one step.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Their cursors, ascending.
    pub cursors: Vec<i64>,
    /// How many events they carried.
    pub events: i64,
    bytes: i64,
}

/// A clear that is being removed.
pub struct Purged {
    /// Its cursor.
    pub clear: i64,
    session: Option<String>,
    /// The ranges of cursors that may still have something to remove.
    ranges: VecDeque<(i64, i64)>,
}

impl Chunk {
    /// The next of what was pruned.
    pub fn pruned(index: &Connection) -> Result<Chunk, rusqlite::Error> {
        let mut chunk = Chunk::default();
        let sql = "SELECT cursor, events, body_length FROM request \
                   WHERE cursor <= (SELECT pruned_to FROM progress) ORDER BY cursor";
        chunk.fill(index, sql, &[])?;
        Ok(chunk)
    }

    /// The only request of it, if that has more events than a step takes.
    pub fn large(&self) -> Option<i64> {
        match self.cursors.as_slice() {
            [cursor] if self.events > EVENTS => Some(*cursor),
            _ => None,
        }
    }

    /// Takes what `sql` selects until it is full; whether it is.
    fn fill(
        &mut self,
        index: &Connection,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<bool, rusqlite::Error> {
        let mut statement = index.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        while let Some(row) = rows.next()? {
            let (events, bytes): (i64, i64) = (row.get(1)?, row.get(2)?);
            let is_full = self.cursors.len() >= REQUESTS
                || self.events + events > EVENTS
                || self.bytes + bytes > BYTES;
            if is_full && !self.cursors.is_empty() {
                return Ok(true);
            }
            self.cursors.push(row.get(0)?);
            self.events += events;
            self.bytes += bytes;
        }
        Ok(false)
    }
}

impl Purged {
    /// The first clear that is to be removed.
    pub fn next(index: &Connection) -> Result<Option<Purged>, rusqlite::Error> {
        let sql = "SELECT clear, upto, session, ranges FROM cleared WHERE purged = 1 \
                   ORDER BY clear LIMIT 1";
        let mut statement = index.prepare_cached(sql)?;
        let purged = statement.query_row([], |row| {
            let ranges: Option<String> = row.get(3)?;
            Ok(Purged {
                clear: row.get(0)?,
                session: row.get(2)?,
                ranges: match ranges {
                    Some(ranges) => ranges_of_text(&ranges).into(),
                    None => [(0, row.get(1)?)].into(),
                },
            })
        });
        purged.optional()
    }

    /// The next of its requests; none when all are removed.
    pub fn chunk(&mut self, index: &Connection) -> Result<Chunk, rusqlite::Error> {
        let mut chunk = Chunk::default();
        let sql = match self.session {
            Some(_) => {
                "SELECT cursor, events, body_length FROM request \
                 WHERE session = ?3 AND cursor BETWEEN ?1 AND ?2 ORDER BY cursor"
            }
            None => {
                "SELECT cursor, events, body_length FROM request \
                 WHERE cursor BETWEEN ?1 AND ?2 AND ?3 IS NULL ORDER BY cursor"
            }
        };
        let mut left = None;
        for (at, (first, last)) in self.ranges.iter().enumerate() {
            let full = chunk.fill(index, sql, params![first, last, self.session])?;
            if !chunk.cursors.is_empty() {
                left = left.or(Some(at));
            }
            if full {
                break;
            }
        }
        // A range is left only once nothing of it is there: a step that fails is done again.
        self.ranges.drain(..left.unwrap_or(self.ranges.len()));
        if let (Some((first, _)), Some(cursor)) = (self.ranges.front_mut(), chunk.cursors.first()) {
            *first = *cursor;
        }
        Ok(chunk)
    }
}
