use serde_json::Value;

use crate::connector::{Deliveries, DeliveryResult};
use crate::platform::jentis::State;
use crate::store::EventId;
use crate::workspace::JentisVersionState;

/// Something that came with a debug code.
#[derive(Debug, Clone, PartialEq)]
pub enum MonitorEntry {
    /// An event of a preview that works.
    State(Box<ExecutedState>),
    /// What an app logged.
    Upload(Upload),
    /// An event whose preview does not work: processed as published.
    Unfit(Box<Unfit>),
}

/// An event of a preview that works, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutedState {
    /// The event.
    pub id: EventId,
    /// Its name as sent.
    pub name: String,
    /// When it came: RFC 3339 in UTC, and in milliseconds since 1970.
    pub at: (String, i64),
    /// The state, with the variables frozen for it.
    pub state: State,
    /// The version that processed it, and its state.
    pub version: Option<(String, JentisVersionState)>,
    /// What each destination would have been sent, by the workspace that was in force.
    pub deliveries: Deliveries,
}

/// What an app logged.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    /// The cursor of its request.
    pub cursor: i64,
    /// When it came: RFC 3339 in UTC.
    pub at: String,
    /// The record as the app sent it.
    pub body: Value,
}

/// An event whose preview does not work.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfit {
    /// The cursor of its request.
    pub cursor: i64,
    /// When it came: RFC 3339 in UTC, and in milliseconds since 1970.
    pub at: (String, i64),
    /// Why it does not, each a sentence.
    pub reasons: Vec<String>,
    /// The event and its state; none if the request was refused.
    pub event: Option<(EventId, State)>,
}

/// Whether a tag's trigger fired. JENTIS evaluates triggers first, and consent for those that fired
/// (<https://docs.jentis.com/developer-guide/consent-javascript-sdk/consent-processing-logic>).
pub fn has_fired(result: DeliveryResult) -> bool {
    match result {
        DeliveryResult::Sent
        | DeliveryResult::SentEssential
        | DeliveryResult::NotConsented
        | DeliveryResult::Undecided
        | DeliveryResult::Suppressed
        | DeliveryResult::Invalid => true,
        DeliveryResult::Filtered | DeliveryResult::NotMapped => false,
    }
}

impl ExecutedState {
    /// What processed it, in words: `version 2, current edit`.
    pub fn version_words(&self) -> String {
        match &self.version {
            Some((number, state)) => format!("version {number}, {}", state.words()),
            None => "no version: the source lists none".into(),
        }
    }
}

impl MonitorEntry {
    /// When it came: RFC 3339 in UTC.
    pub fn at(&self) -> &str {
        match self {
            MonitorEntry::State(executed) => &executed.at.0,
            MonitorEntry::Upload(upload) => &upload.at,
            MonitorEntry::Unfit(unfit) => &unfit.at.0,
        }
    }
}
