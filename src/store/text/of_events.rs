use rusqlite::{Connection, OptionalExtension};

use super::tables::Tables;
use crate::store::EventId;
use crate::store::postings::{Bits, CHUNK, List, chunk_of};

/// Finds requests by the words of their events, which the tables of requests do not have once more.
pub struct OfEvents<'a> {
    db: &'a Connection,
    tables: Tables<'a>,
    /// What is known of the chunk of requests asked last.
    chunk: Option<Chunk>,
}

/// The events of a chunk of requests.
struct Chunk {
    number: i64,
    /// The first and the last of them; none if there is none.
    ends: Option<(i64, i64)>,
    /// Each with its request, in their order; empty until it is asked for.
    cursors: Vec<(i64, i64)>,
}

impl<'a> OfEvents<'a> {
    /// In a transaction of the index.
    pub fn new(db: &'a Connection) -> OfEvents<'a> {
        OfEvents {
            db,
            tables: Tables::new(db, List::Events),
            chunk: None,
        }
    }

    /// The requests of a chunk that have an event that is found.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find(&mut self, matches: &str, number: i64) -> Result<Bits, rusqlite::Error> {
        let chunk = match &mut self.chunk {
            Some(chunk) if chunk.number == number => chunk,
            other => other.insert(Chunk::new(self.db, number)?),
        };
        let mut requests = Bits::NONE;
        let Some((first, last)) = chunk.ends else {
            return Ok(requests);
        };
        for of in chunk_of(first)..=chunk_of(last) {
            let found = self.tables.find(matches, of)?;
            if found.is_empty() {
                continue;
            }
            let cursors = chunk.cursors(self.db)?;
            let from = cursors.partition_point(|(ord, _)| *ord < of * CHUNK);
            let here = cursors.iter().skip(from);
            for (ord, cursor) in here.take_while(|(ord, _)| chunk_of(*ord) == of) {
                if found.contains(*ord) {
                    requests.insert(*cursor);
                }
            }
        }
        Ok(requests)
    }
}

impl Chunk {
    fn new(db: &Connection, number: i64) -> Result<Chunk, rusqlite::Error> {
        let (from, to) = ids(number);
        let end = |sql| {
            let mut statement = db.prepare_cached(sql)?;
            let end = statement.query_row([from, to], |row| row.get(0));
            end.optional()
        };
        let first = end("SELECT ord FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 1")?;
        let last =
            end("SELECT ord FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1")?;
        Ok(Chunk {
            number,
            ends: first.zip(last),
            cursors: Vec::new(),
        })
    }

    fn cursors(&mut self, db: &Connection) -> Result<&[(i64, i64)], rusqlite::Error> {
        if self.cursors.is_empty() {
            let sql = "SELECT ord, id FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
            let (from, to) = ids(self.number);
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([from, to], |row| {
                Ok((row.get(0)?, EventId::unpack(row.get(1)?).cursor))
            })?;
            self.cursors = rows.collect::<Result<_, _>>()?;
        }
        Ok(&self.cursors)
    }
}

/// The smallest and the largest key that an event of a chunk of requests can have.
fn ids(number: i64) -> (i64, i64) {
    let first = number * CHUNK;
    (
        EventId::all_of(first).0,
        EventId::all_of(first + CHUNK - 1).1,
    )
}
