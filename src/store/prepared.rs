use std::sync::Arc;

use serde_json::Value;

use super::Exchange;
use super::event_hash::{self, PayloadHash};
use super::postings::{Paths, Shapes};
use super::text::{Lexicon, Words};
use crate::capture::with_query;
use crate::event::Event;
use crate::platform::Decoded;

/// A request's explanation, and what can be made of its events before their turn: all that needs none
/// of the events before them. The index is written by one thread, which has enough to do.
pub struct Prepared {
    /// The explanation.
    pub decoded: Decoded,
    /// What is made of each of its events.
    pub events: Vec<PreparedEvent>,
}

/// What is made of an event.
pub struct PreparedEvent {
    /// Its payload as the index keeps it.
    pub payload: Result<String, serde_json::Error>,
    /// Where its payload has something.
    pub has: Arc<Paths>,
    /// What tells its payload from another.
    pub hash: PayloadHash,
    /// What it means in the vocabulary of GA4, before it learns who its user is.
    pub canonical: Result<Canonical, serde_json::Error>,
}

/// What an event means, as JSON.
pub struct Canonical {
    /// To look at.
    pub value: Value,
    /// Where it has something.
    pub paths: Arc<Paths>,
    /// As the index keeps it.
    pub text: String,
}

impl Prepared {
    /// Of an explanation.
    pub fn of(decoded: Decoded, shapes: &mut Shapes) -> Prepared {
        let events = decoded.events.iter();
        let events = events.map(|event| PreparedEvent::of(event, shapes));
        Prepared {
            events: events.collect(),
            decoded,
        }
    }

    /// The words of the request.
    pub fn words(&self, exchange: &Exchange, lexicon: &mut Lexicon) -> Words {
        let request = &exchange.request;
        let url = with_query(&request.path, &request.query);
        let events = self.decoded.events.iter();
        let events = events.map(|event| (&event.payload, event.canonical.page.url.as_deref()));
        Words::of(lexicon, (&url, &request.body.bytes), events)
    }
}

impl PreparedEvent {
    fn of(event: &Event, shapes: &mut Shapes) -> PreparedEvent {
        PreparedEvent {
            payload: serde_json::to_string(&event.payload),
            hash: event_hash::of_payload(&event.payload),
            has: shapes.paths(&event.payload),
            canonical: Canonical::of(event, shapes),
        }
    }
}

impl Canonical {
    /// Of an event as it is now.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn of(event: &Event, shapes: &mut Shapes) -> Result<Canonical, serde_json::Error> {
        let value = serde_json::to_value(&event.canonical)?;
        let text = serde_json::to_string(&value)?;
        let paths = shapes.paths(&value);
        Ok(Canonical { value, paths, text })
    }
}
