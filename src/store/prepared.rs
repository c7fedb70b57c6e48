use super::event_hash::{self, PayloadHash};
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
    /// What tells its payload from another.
    pub hash: PayloadHash,
}

impl Prepared {
    /// Of an explanation.
    pub fn of(decoded: Decoded) -> Prepared {
        Prepared {
            events: decoded.events.iter().map(PreparedEvent::of).collect(),
            decoded,
        }
    }
}

impl PreparedEvent {
    fn of(event: &Event) -> PreparedEvent {
        PreparedEvent {
            payload: serde_json::to_string(&event.payload),
            hash: event_hash::of_payload(&event.payload),
        }
    }
}
