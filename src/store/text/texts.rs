use rusqlite::Connection;
use serde_json::Value;

use super::Mark;
use super::lexicon::Lexicon;
use super::words::{Known, Words};
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

/// A request and what the index knows of its events: all that its words are made of.
pub struct Texts {
    request: Request,
    events: Vec<Event>,
}

struct Event {
    known: Known,
    url: Option<String>,
    payload: String,
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
            for (column, mark) in Mark::IDS.into_iter().enumerate() {
                let id: Option<String> = row.get(column + 1)?;
                ids.extend(id.map(|id| mark.id(&id)));
            }
            Ok(Event {
                known: Known {
                    ord: row.get(0)?,
                    ids,
                },
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

    /// Its cursor, its words, and what is known of its events.
    pub fn words(&self, lexicon: &mut Lexicon) -> (i64, Words, Vec<Known>) {
        let Request { cursor, url, body } = &self.request;
        let payloads: Vec<Value> = self
            .events
            .iter()
            .map(|event| rows::parse(&event.payload))
            .collect();
        let urls = self.events.iter().map(|event| event.url.as_deref());
        let words = Words::of(lexicon, (url, body), payloads.iter().zip(urls));
        let known = self.events.iter().map(|event| event.known.clone());
        (*cursor, words, known.collect())
    }
}
