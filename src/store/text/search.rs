use std::collections::HashMap;

use rusqlite::Connection;

use super::TextExpression;
use super::part::{CHUNKS, exists, part_of, table};
use crate::store::postings::{Bits, CHUNK, List, chunk_of};

/// Asks the tables of words, one after the other as a list is walked along.
pub struct TextSearch<'a> {
    db: &'a Connection,
    list: List,
    /// The first row whose words are not in the tables yet.
    end: i64,
    /// What the part asked last has found, by expression.
    found: HashMap<String, (i64, Vec<Bits>)>,
}

impl<'a> TextSearch<'a> {
    /// Of a list, in a transaction of the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(db: &'a Connection, list: List) -> Result<TextSearch<'a>, rusqlite::Error> {
        let sql = match list {
            List::Events => "SELECT text_ord FROM progress",
            List::Requests => "SELECT text_to FROM progress",
        };
        let last: i64 = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(TextSearch {
            db,
            list,
            end: last + 1,
            found: HashMap::new(),
        })
    }

    /// The rows of a chunk whose words are not in the tables yet.
    pub fn missing(&self, chunk: i64) -> Bits {
        let first = chunk * CHUNK;
        Bits::range(self.end - first, CHUNK)
    }

    /// The rows of a chunk that the tables find.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find(
        &mut self,
        expression: &TextExpression,
        chunk: i64,
    ) -> Result<Bits, rusqlite::Error> {
        let part = part_of(chunk * CHUNK);
        let place = usize::try_from(chunk.rem_euclid(CHUNKS)).unwrap_or_default();
        let at = |chunks: &[Bits]| chunks.get(place).copied().unwrap_or(Bits::NONE);
        if let Some((of, chunks)) = self.found.get(&expression.matches)
            && *of == part
        {
            return Ok(at(chunks));
        }
        let chunks = self.ask(expression, part)?;
        let bits = at(&chunks);
        self.found
            .insert(expression.matches.clone(), (part, chunks));
        Ok(bits)
    }

    fn ask(&self, expression: &TextExpression, part: i64) -> Result<Vec<Bits>, rusqlite::Error> {
        let mut chunks = vec![Bits::NONE; usize::try_from(CHUNKS).unwrap_or_default()];
        if !exists(self.db, self.list, part)? {
            return Ok(chunks);
        }
        let table = table(self.list, part);
        let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query([&expression.matches])?;
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
