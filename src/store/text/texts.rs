use foldhash::{HashSet, HashSetExt};
use rusqlite::Connection;

use super::Mark;
use crate::query::SearchText;
use crate::store::{EventId, rows};

/// Where the words of a request come from.
pub struct Request {
    /// Its cursor.
    pub cursor: i64,
    /// Path and query.
    pub url: String,
    /// Its body as it came.
    pub body: Vec<u8>,
}

/// A request and what is known of its events: all that its words are made of.
pub struct Texts {
    request: Request,
    events: Vec<Event>,
}

struct Event {
    row: i64,
    /// The ids of whom it is about, and its own.
    ids: Vec<(Mark, String)>,
    url: Option<String>,
    payload: String,
}

/// What goes into the tables.
pub struct Words {
    /// The request's cursor.
    pub cursor: i64,
    /// What it has beside the words of its events.
    pub own: String,
    /// Its events by their ordinal.
    pub events: Vec<(i64, String)>,
}

impl Texts {
    /// Reads what the index has of a request.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of(db: &Connection, request: Request) -> Result<Texts, rusqlite::Error> {
        let mut statement = db.prepare_cached(
            "SELECT ord, user_id, anonymous_id, session_id, message_id, url, payload \
             FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )?;
        let (first, last) = EventId::all_of(request.cursor);
        let events = statement.query_map([first, last], |row| {
            let mut ids = Vec::new();
            let marks = [Mark::User, Mark::Visitor, Mark::Visit, Mark::Message];
            for (column, mark) in marks.into_iter().enumerate() {
                let id: Option<String> = row.get(column + 1)?;
                ids.extend(id.map(|id| (mark, id)));
            }
            Ok(Event {
                row: row.get(0)?,
                ids,
                url: row.get(5)?,
                payload: row.get(6)?,
            })
        })?;
        Ok(Texts {
            events: events.collect::<Result<_, _>>()?,
            request,
        })
    }

    /// Its words.
    pub fn words(&self) -> Words {
        let Request { cursor, url, body } = &self.request;
        let events = self.events.iter().map(|event| (event.row, event.words()));
        let events: Vec<(i64, String)> = events.collect();
        let mut words = SearchText::new();
        words.add(url);
        if let Ok(body) = std::str::from_utf8(body) {
            words.add(body);
        }
        let mut words = words.into_string();
        add_url(&mut words, url);
        let mut known = HashSet::new();
        for (_, words) in &events {
            // A request is at its own address only.
            let words = words.split(' ');
            known.extend(words.filter(|word| !word.starts_with(Mark::Url.as_str())));
        }
        let own = each_once(&words, known);
        Words {
            cursor: *cursor,
            own,
            events,
        }
    }
}

impl Event {
    fn words(&self) -> String {
        let mut words = SearchText::of(&rows::parse(&self.payload)).into_string();
        for (mark, id) in &self.ids {
            words.push(' ');
            words.push_str(&mark.id(id));
        }
        if let Some(url) = &self.url {
            add_url(&mut words, url);
        }
        each_once(&words, HashSet::new())
    }
}

/// Each word once, and those that are `seen` already not at all: how often a word stands there is
/// not kept, and the tables take long to find that out.
fn each_once<'a>(words: &'a str, mut seen: HashSet<&'a str>) -> String {
    seen.reserve(words.len() / 8);
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
