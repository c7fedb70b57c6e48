use rusqlite::Connection;

use super::Mark;
use super::lexicon::{Lexicon, To};
use crate::query::each_text;
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

    /// How many events it has.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// Its words.
    pub fn words(&self, lexicon: &mut Lexicon) -> Words {
        let Request { cursor, url, body } = &self.request;
        lexicon.begin_request();
        let words = |event: &Event| (event.row, event.words(lexicon));
        let events = self.events.iter().map(words).collect();
        let mut own = String::new();
        lexicon.begin_text();
        lexicon.add(url, To::Request, &mut own);
        if let Ok(body) = std::str::from_utf8(body) {
            lexicon.add(body, To::Request, &mut own);
        }
        // A request is at its own address only.
        lexicon.add(url, To::Url, &mut own);
        Words {
            cursor: *cursor,
            own,
            events,
        }
    }
}

impl Event {
    fn words(&self, lexicon: &mut Lexicon) -> String {
        let mut words = String::with_capacity(self.payload.len());
        lexicon.begin_text();
        each_text(&rows::parse(&self.payload), &mut |text| {
            lexicon.add(text, To::Event, &mut words);
        });
        for (mark, id) in &self.ids {
            words.push(' ');
            words.push_str(&mark.id(id));
        }
        if let Some(url) = &self.url {
            lexicon.add(url, To::Url, &mut words);
        }
        words
    }
}
