use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, params};

use super::lexicon::Lexicon;
use super::part::{create, drop_part, is_empty, part_of, table};
use super::texts::{Request, Texts};
use super::words::{Known, Words};
use crate::capture::with_query;
use crate::store::StoreError;
use crate::store::ahead::ahead;
use crate::store::connection::journal_failed;
use crate::store::postings::List;

/// How many requests one transaction takes at most, and while others come: their rows wait for it.
const BATCH: i64 = 1000;
const SHORT: i64 = 50;

/// How many bytes of bodies one transaction takes at most.
const BATCH_BYTES: usize = 1024 * 1024;

/// Puts the words of rows into the tables, behind the rows.
pub struct TextWriter {
    /// The parts whose tables are there: the newest of events, and of requests.
    made: [Option<i64>; 2],
}

impl TextWriter {
    /// With nothing made yet.
    pub fn new() -> TextWriter {
        TextWriter { made: [None; 2] }
    }

    /// Forgets which tables are there: the transaction failed.
    pub fn forget(&mut self) {
        self.made = [None; 2];
    }

    /// Drops the tables of words in whose parts no row is left; they are made again when one comes.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn drop_empty(&mut self, index: &Connection) -> Result<(), rusqlite::Error> {
        let parts: Vec<(i64, i64)> = index
            .prepare_cached("SELECT list, part FROM text_part")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for list in [List::Events, List::Requests] {
            for (_, part) in parts.iter().filter(|(of, _)| *of == list as i64) {
                if is_empty(index, list, *part)? {
                    self.forget();
                    drop_part(index, list, *part)?;
                }
            }
        }
        Ok(())
    }

    /// Indexes the words of some requests and their events, of those up to `reached`; of a few if it
    /// has to be `short`. True if none is left.
    ///
    /// # Errors
    /// The recording cannot be read, or the index not be written.
    pub fn step(
        &mut self,
        index: &Connection,
        journal: &Connection,
        reached: i64,
        short: bool,
    ) -> Result<bool, StoreError> {
        let (done, mut ord) = indexed_to(index)?;
        if done >= reached {
            return Ok(true);
        }
        let limit = if short { SHORT } else { BATCH };
        let next = next(journal, done, reached, limit);
        let (requests, upto) = next.map_err(|error| journal_failed(journal, error))?;
        let transaction = index.unchecked_transaction()?;
        let read = requests
            .into_iter()
            .map(|request| Texts::of(&transaction, request));
        let read = read.collect::<Result<Vec<_>, _>>()?;
        let lexicon = Mutex::new(Lexicon::new());
        let words = |texts: &Texts| {
            texts.words(&mut lexicon.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let weight =
            read.iter().map(Texts::events).sum::<usize>() as f64 / read.len().max(1) as f64;
        let written = ahead(&read, weight, words, |all| {
            for (texts, words) in read.iter().zip(all) {
                ord = texts.known().last().map_or(ord, |known| known.ord);
                self.write(&transaction, texts.cursor(), words, texts.known())?;
            }
            Ok::<_, rusqlite::Error>(())
        });
        if let Err(error) = written {
            self.forget();
            return Err(error.into());
        }
        indexed(&transaction, upto, ord)?;
        transaction.commit()?;
        Ok(upto >= reached)
    }

    /// Writes the words of the request `cursor` and its events.
    ///
    /// # Errors
    /// The index cannot be written. Then it has to [`forget`](TextWriter::forget).
    pub fn write(
        &mut self,
        db: &Connection,
        cursor: i64,
        words: Words,
        events: &[Known],
    ) -> Result<(), rusqlite::Error> {
        for (known, mut words) in events.iter().zip(words.events) {
            for id in &known.ids {
                words.push(' ');
                words.push_str(id);
            }
            self.insert(db, List::Events, known.ord, &words)?;
        }
        match words.own.is_empty() {
            true => Ok(()),
            false => self.insert(db, List::Requests, cursor, &words.own),
        }
    }

    fn insert(
        &mut self,
        db: &Connection,
        list: List,
        row: i64,
        words: &str,
    ) -> Result<(), rusqlite::Error> {
        let part = part_of(row);
        if let Some(made) = self.made.get_mut(list as usize)
            && *made != Some(part)
        {
            create(db, list, part)?;
            *made = Some(part);
        }
        let table = table(list, part);
        db.prepare_cached(&format!(
            "INSERT INTO {table} (rowid, words) VALUES (?1, ?2)"
        ))?
        .execute(params![row, words])?;
        Ok(())
    }
}

/// The cursor up to which words are indexed, and the ordinal of the last event there.
pub fn indexed_to(db: &Connection) -> Result<(i64, i64), rusqlite::Error> {
    db.prepare_cached("SELECT text_to, text_ord FROM progress")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Notes that words are indexed up to the cursor `upto`, where the last event is `ord`.
pub fn indexed(db: &Connection, upto: i64, ord: i64) -> Result<(), rusqlite::Error> {
    db.prepare_cached("UPDATE progress SET text_to = ?1, text_ord = ?2")?
        .execute([upto, ord])?;
    Ok(())
}

/// The next requests after `done`, and the cursor up to which there is none other.
fn next(
    journal: &Connection,
    done: i64,
    reached: i64,
    limit: i64,
) -> Result<(Vec<Request>, i64), rusqlite::Error> {
    let mut statement = journal.prepare_cached(
        "SELECT cursor, path, query, body FROM entry \
         WHERE cursor > ?1 AND cursor <= ?2 AND kind = 0 ORDER BY cursor LIMIT ?3",
    )?;
    let mut rows = statement.query([done, reached, limit])?;
    let (mut requests, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let (path, query): (String, String) = (row.get(1)?, row.get(2)?);
        let request = Request {
            cursor: row.get(0)?,
            url: with_query(&path, &query),
            body: row.get(3)?,
        };
        bytes += request.body.len();
        let cursor = request.cursor;
        requests.push(request);
        if bytes >= BATCH_BYTES || requests.len() as i64 == limit {
            return Ok((requests, cursor));
        }
    }
    Ok((requests, reached))
}
