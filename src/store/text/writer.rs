use foldhash::{HashSet, HashSetExt};
use rusqlite::{Connection, params};

use super::Mark;
use super::part::{create, drop_part, is_empty, part_of, table};
use crate::capture::with_query;
use crate::query::SearchText;
use crate::store::postings::List;
use crate::store::{EventId, StoreError, rows};

/// How many requests one transaction takes at most, and how many bytes of bodies.
const BATCH: i64 = 1000;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Puts the words of rows into the tables, behind the rows.
pub struct TextWriter {
    /// The parts whose tables are there: the newest of events, and of requests.
    made: [Option<i64>; 2],
}

/// Where the words of a request come from.
struct Request {
    cursor: i64,
    path: String,
    query: String,
    body: Vec<u8>,
}

impl TextWriter {
    /// With nothing made yet.
    pub fn new() -> TextWriter {
        TextWriter { made: [None; 2] }
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
                    self.made = [None; 2];
                    drop_part(index, list, *part)?;
                }
            }
        }
        Ok(())
    }

    /// Indexes the words of some requests and their events, of those up to `reached`. True if none
    /// is left.
    ///
    /// # Errors
    /// The recording cannot be read, or the index not be written.
    pub fn step(
        &mut self,
        index: &Connection,
        journal: &Connection,
        reached: i64,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT text_to, text_ord FROM progress";
        let (done, mut ord): (i64, i64) = index
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if done >= reached {
            return Ok(true);
        }
        let (requests, upto) = next(journal, done, reached)?;
        let transaction = index.unchecked_transaction()?;
        let written = requests
            .iter()
            .try_for_each(|request| self.request(&transaction, request, &mut ord));
        if let Err(error) = written {
            // The tables made in this transaction are not there.
            self.made = [None; 2];
            return Err(error.into());
        }
        transaction
            .prepare_cached("UPDATE progress SET text_to = ?1, text_ord = ?2")?
            .execute([upto, ord])?;
        transaction.commit()?;
        Ok(upto >= reached)
    }

    fn request(
        &mut self,
        db: &Connection,
        request: &Request,
        ord: &mut i64,
    ) -> Result<(), rusqlite::Error> {
        let url = with_query(&request.path, &request.query);
        let mut words = SearchText::new();
        words.add(&url);
        if let Ok(body) = std::str::from_utf8(&request.body) {
            words.add(body);
        }
        let mut words = words.into_string();
        add_url(&mut words, &url);
        self.events(db, request.cursor, ord, &mut words)?;
        self.insert(db, List::Requests, request.cursor, &words)
    }

    /// Indexes the events of a request, and adds their words to those of the request.
    fn events(
        &mut self,
        db: &Connection,
        cursor: i64,
        ord: &mut i64,
        all: &mut String,
    ) -> Result<(), rusqlite::Error> {
        let mut statement = db.prepare_cached(
            "SELECT ord, user_id, anonymous_id, session_id, message_id, url, payload \
             FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let (first, last) = EventId::all_of(cursor);
        let mut found = statement.query([first, last])?;
        while let Some(row) = found.next()? {
            let payload = rows::parse(row.get_ref(6)?.as_str()?);
            let mut words = SearchText::of(&payload).into_string();
            let marks = [Mark::User, Mark::Visitor, Mark::Visit, Mark::Message];
            for (column, mark) in marks.into_iter().enumerate() {
                if let Some(id) = row.get_ref(column + 1)?.as_str_or_null()? {
                    words.push(' ');
                    words.push_str(&mark.id(id));
                }
            }
            all.push(' ');
            all.push_str(&words);
            if let Some(url) = row.get_ref(5)?.as_str_or_null()? {
                add_url(&mut words, url);
            }
            *ord = row.get(0)?;
            self.insert(db, List::Events, *ord, &words)?;
        }
        Ok(())
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
        .execute(params![row, each_once(words)])?;
        Ok(())
    }
}

/// Each word once: how often it stands there is not kept, and the tables take long to find that out.
fn each_once(words: &str) -> String {
    let mut seen: HashSet<&str> = HashSet::with_capacity(words.len() / 8);
    let mut once = String::with_capacity(words.len());
    for word in words.split(' ').filter(|word| seen.insert(word)) {
        if !once.is_empty() {
            once.push(' ');
        }
        once.push_str(word);
    }
    once
}

/// Adds the words of an address, marked.
fn add_url(words: &mut String, url: &str) {
    let mut text = SearchText::new();
    text.add(url);
    let text = text.into_string();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        words.push(' ');
        words.push_str(Mark::Url.as_str());
        words.push_str(word);
    }
}

/// The next requests after `done`, and the cursor up to which there is none other.
fn next(
    journal: &Connection,
    done: i64,
    reached: i64,
) -> Result<(Vec<Request>, i64), rusqlite::Error> {
    let mut statement = journal.prepare_cached(
        "SELECT cursor, path, query, body FROM entry \
         WHERE cursor > ?1 AND cursor <= ?2 AND kind = 0 ORDER BY cursor LIMIT ?3",
    )?;
    let mut rows = statement.query([done, reached, BATCH])?;
    let (mut requests, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let request = Request {
            cursor: row.get(0)?,
            path: row.get(1)?,
            query: row.get(2)?,
            body: row.get(3)?,
        };
        bytes += request.body.len();
        let cursor = request.cursor;
        requests.push(request);
        if bytes >= BATCH_BYTES || requests.len() as i64 == BATCH {
            return Ok((requests, cursor));
        }
    }
    Ok((requests, reached))
}
