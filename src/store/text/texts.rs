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
    /// The address and the payload of each of its events.
    events: Vec<(Option<String>, String)>,
    /// What else is known of them.
    known: Vec<Known>,
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
        let (mut events, mut known) = (Vec::new(), Vec::new());
        let mut rows = statement.query([first, last])?;
        while let Some(row) = rows.next()? {
            let mut ids = Vec::new();
            for (column, mark) in Mark::IDS.into_iter().enumerate() {
                let id: Option<String> = row.get(column + 1)?;
                ids.extend(id.map(|id| mark.id(&id)));
            }
            let ord = row.get(0)?;
            known.push(Known { ord, ids });
            events.push((row.get(5)?, row.get(6)?));
        }
        Ok(Texts {
            request,
            events,
            known,
        })
    }

    /// The cursor of the request.
    pub fn cursor(&self) -> i64 {
        self.request.cursor
    }

    /// What the index knows of its events.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// How many events it has.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// Its words.
    pub fn words(&self, lexicon: &mut Lexicon) -> Words {
        let Request { url, body, .. } = &self.request;
        let payloads = self.events.iter().map(|(_, payload)| rows::parse(payload));
        let payloads: Vec<Value> = payloads.collect();
        let urls = self.events.iter().map(|(url, _)| url.as_deref());
        Words::of(lexicon, (url, body), payloads.iter().zip(urls))
    }
}
