use serde_json::Value;

use super::{CanonicalEvent, ConsentDecision, Finding, Outcome};

/// One tracking event, as its platform understands it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The platform's own word for what it is: `track`, `page`, `identify`, `group`, `event`,
    /// `consent`.
    pub kind: String,
    /// Its name as sent, if it has one.
    pub name: Option<String>,
    /// Its fate.
    pub outcome: Outcome,
    /// The known user.
    pub user_id: Option<String>,
    /// The visitor, before they are known.
    pub anonymous_id: Option<String>,
    /// The visit, where the platform has one.
    pub session_id: Option<String>,
    /// The client's id of this event.
    pub message_id: Option<String>,
    /// When it happened by the client's word: RFC 3339 in UTC.
    pub timestamp: Option<String>,
    /// The consent that the event itself carries.
    pub consent: Vec<ConsentDecision>,
    /// What is worth telling about it.
    pub findings: Vec<Finding>,
    /// The event as the platform takes it: as sent, with what a batch adds to each of its events.
    pub payload: Value,
    /// The same in the common vocabulary.
    pub canonical: CanonicalEvent,
}

impl Event {
    /// An accepted event with nothing known of it but its payload.
    pub fn new(kind: impl Into<String>, payload: Value) -> Event {
        Event {
            kind: kind.into(),
            name: None,
            outcome: Outcome::Accepted,
            user_id: None,
            anonymous_id: None,
            session_id: None,
            message_id: None,
            timestamp: None,
            consent: Vec::new(),
            findings: Vec::new(),
            payload,
            canonical: CanonicalEvent::default(),
        }
    }
}
