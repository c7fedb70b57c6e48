use std::collections::HashMap;

use rusqlite::Connection;

use super::part::{CHUNKS, exists, part_of, table};
use crate::store::postings::{Bits, CHUNK, List, chunk_of};

/// Asks the tables of one list, one after the other as the list is walked along.
pub struct Tables<'a> {
    db: &'a Connection,
    list: List,
    /// What the part asked last has found, by what it was asked.
    found: HashMap<String, (i64, Vec<Bits>)>,
}

impl<'a> Tables<'a> {
    /// Of a list, in a transaction of the index.
    pub fn new(db: &'a Connection, list: List) -> Tables<'a> {
        Tables {
            db,
            list,
            found: HashMap::new(),
        }
    }

    /// The rows of a chunk that are found by an expression in FTS5's language.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find(&mut self, matches: &str, chunk: i64) -> Result<Bits, rusqlite::Error> {
        let part = part_of(chunk * CHUNK);
        let place = usize::try_from(chunk.rem_euclid(CHUNKS)).unwrap_or_default();
        let at = |chunks: &[Bits]| chunks.get(place).copied().unwrap_or(Bits::NONE);
        if let Some((of, chunks)) = self.found.get(matches)
            && *of == part
        {
            return Ok(at(chunks));
        }
        let chunks = self.ask(matches, part)?;
        let bits = at(&chunks);
        self.found.insert(matches.to_string(), (part, chunks));
        Ok(bits)
    }

    fn ask(&self, matches: &str, part: i64) -> Result<Vec<Bits>, rusqlite::Error> {
        let mut chunks = vec![Bits::NONE; usize::try_from(CHUNKS).unwrap_or_default()];
        if !exists(self.db, self.list, part)? {
            return Ok(chunks);
        }
        let table = table(self.list, part);
        let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([matches])?;
        while let Some(row) = rows.next()? {
            let row: i64 = row.get(0)?;
            let place = usize::try_from(chunk_of(row).rem_euclid(CHUNKS)).unwrap_or_default();
            if let Some(bits) = chunks.get_mut(place) {
                bits.insert(row);
            }
        }
        Ok(chunks)
    }
}
