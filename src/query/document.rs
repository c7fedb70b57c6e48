use serde_json::Value;

use crate::connector::DeliveryResult;

/// What a query is matched against: an event, or a request with its events.
///
/// A field that an event lacks is empty, and so are all that only events have where it is a
/// request: no condition on an empty field holds.
#[derive(Clone, Default)]
pub struct Document<'a> {
    /// The platform's word.
    pub platform: Option<&'a str>,
    /// The source.
    pub source: Option<&'a str>,
    /// The test session.
    pub session: &'a str,
    /// The platform's own word for what it is. Events only.
    pub kind: Option<&'a str>,
    /// The name as sent. Events only.
    pub name: Option<&'a str>,
    /// The name in the common vocabulary. Events only.
    pub canonical_name: Option<&'a str>,
    /// The outcome's word: of an event its own, of a request its own.
    pub outcome: &'a str,
    /// The codes of its own findings.
    pub findings: Vec<&'a str>,
    /// Consent decisions: the id, and the decision's word. Events only.
    pub consent: Vec<(&'a str, &'a str)>,
    /// The known user. Events only.
    pub user_id: Option<&'a str>,
    /// The visitor. Events only.
    pub anonymous_id: Option<&'a str>,
    /// The visit. Events only.
    pub session_id: Option<&'a str>,
    /// The client's id of the event. Events only.
    pub message_id: Option<&'a str>,
    /// The address of the page (`canonical.page.url`); of a request its path, and its query after
    /// a `?`.
    pub url: Option<&'a str>,
    /// The status of the answer; of an event that to its request.
    pub status: u16,
    /// How it was sent; of an event how its request was.
    pub transport: Option<&'a str>,
    /// When the request's head came, in microseconds since 1970.
    pub received_at: i64,
    /// Whether an event with the same id came before. Events only.
    pub duplicate: bool,
    /// Whether it is one of a double fire. Events only.
    pub double: bool,
    /// The event as the platform takes it. Events only.
    pub payload: Option<&'a Value>,
    /// The event in the common vocabulary. Events only.
    pub canonical: Option<&'a Value>,
    /// The body as text, where it is one. Requests only.
    pub body: Option<&'a str>,
    /// What each destination would have been sent, by name. Asked only where a query asks.
    /// Events only.
    pub connectors: Option<&'a dyn Fn() -> Vec<(String, DeliveryResult)>>,
    /// The events of a request.
    pub events: Vec<Document<'a>>,
}
