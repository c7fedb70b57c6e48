use rusqlite::Connection;

use super::TextExpression;
use super::of_events::OfEvents;
use super::tables::Tables;
use crate::store::postings::{Bits, CHUNK, List};

/// Finds rows of a list by their words.
pub struct TextSearch<'a> {
    tables: Tables<'a>,
    /// What requests have by their events; nothing for events.
    of_events: Option<OfEvents<'a>>,
    /// The first row whose words are not in the tables yet.
    end: i64,
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
            tables: Tables::new(db, list),
            of_events: (list == List::Requests).then(|| OfEvents::new(db)),
            end: last + 1,
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
        let Some(of_events) = &mut self.of_events else {
            return self.tables.find(&expression.matches(), chunk);
        };
        let mut any = Bits::NONE;
        for terms in &expression.any {
            let mut all = Bits::ALL;
            for term in terms {
                let matches = term.matches();
                let mut found = self.tables.find(&matches, chunk)?;
                if !term.own {
                    found = found.or(&of_events.find(&matches, chunk)?);
                }
                all = all.and(&found);
                if all.is_empty() {
                    break;
                }
            }
            any = any.or(&all);
        }
        Ok(any)
    }
}
