use rusqlite::{Connection, OptionalExtension, params};

use super::{Bits, Field, List};

/// Reads the postings of one chunk.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    /// The index, in a transaction: a list is read as it was at one moment.
    pub db: &'a Connection,
    /// Which list.
    pub list: List,
    /// The chunk's number.
    pub chunk: i64,
}

impl Lookup<'_> {
    /// The rows that have the value.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of(&self, field: Field, value: &str) -> Result<Bits, rusqlite::Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT bits FROM posting WHERE list = ?1 AND chunk = ?2 AND field = ?3 AND value = ?4",
        )?;
        let key = params![self.list as i64, self.chunk, field as i64, value];
        let found = statement
            .query_row(key, |row| Ok(Bits::decode(row.get_ref(0)?.as_blob()?)))
            .optional()?;
        Ok(found.unwrap_or(Bits::NONE))
    }

    /// Tells each value from `from` on, with its rows, in the order of the values.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn each(
        &self,
        field: Field,
        from: &str,
        mut tell: impl FnMut(&str, Bits),
    ) -> Result<(), rusqlite::Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT value, bits FROM posting \
             WHERE list = ?1 AND chunk = ?2 AND field = ?3 AND value >= ?4",
        )?;
        let mut rows =
            statement.query(params![self.list as i64, self.chunk, field as i64, from])?;
        while let Some(row) = rows.next()? {
            let bits = Bits::decode(row.get_ref(1)?.as_blob()?);
            tell(row.get_ref(0)?.as_str()?, bits);
        }
        Ok(())
    }

    /// The smallest and the largest value; nothing if there is none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ends(&self, field: Field) -> Result<Option<(String, String)>, rusqlite::Error> {
        let mut statement = self.db.prepare_cached(
            "SELECT (SELECT min(value) FROM posting \
                     WHERE list = ?1 AND chunk = ?2 AND field = ?3), \
                    (SELECT max(value) FROM posting \
                     WHERE list = ?1 AND chunk = ?2 AND field = ?3)",
        )?;
        let key = params![self.list as i64, self.chunk, field as i64];
        statement.query_row(key, |row| {
            let (first, last): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
            Ok(first.zip(last))
        })
    }
}
