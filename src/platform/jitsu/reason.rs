use std::fmt;

use super::auth::Ingest;

/// An event or a message larger than this, in bytes of JSON with all that Jitsu adds, is refused:
/// the default of `MAX_INGEST_PAYLOAD_SIZE` (observed).
pub const MAX_SIZE: usize = 1_000_000;

/// Why Jitsu does not take an event or a batch. Shown, it is the `error` of the answer (observed,
/// word by word).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Neither JSON nor plain text.
    ContentType(String),
    /// The body cannot be read; what the answer says of it.
    Unparsable(String),
    /// A batch of more events than eventpit can hold; Jitsu has no such limit (observed).
    TooMany {
        /// How many came.
        events: usize,
        /// How many it may be.
        most: usize,
    },
    /// `null` where an object belongs.
    Null {
        /// The id that Jitsu makes up for the log: 32 hexadecimal digits.
        id: String,
    },
    /// `Authorization` is no base64.
    BadBase64 {
        /// The first bad byte.
        at: usize,
        /// The body, which the answer to a single event repeats.
        body: Option<String>,
    },
    /// There is no key, and no other way to find the site.
    MissingKey(String),
    /// No site has the key.
    UnknownKey(String),
    /// The path leaves the type to the event, which has none.
    NoType,
    /// Jitsu has no such type.
    UnknownType(String),
    /// A `track` event without `event`.
    NoName,
    /// A `track` event whose name has more than 128 bytes.
    LongName(String),
    /// More than [`MAX_SIZE`]: its size.
    TooBig(usize),
    /// The site of that id has nowhere to send it.
    NoDestinations(String),
    /// The site's quota is used up.
    OverQuota,
}

impl Reason {
    /// The status of the answer to a single event. `ingest` is the path's, or the key's once it is
    /// known. Most losses are a 200 for a browser (observed).
    pub fn status(&self, ingest: Ingest) -> u16 {
        match (self, ingest) {
            (Reason::ContentType(_), _) => 400,
            (Reason::Null { .. }, _) => 500,
            (Reason::OverQuota, _) => 402,
            (Reason::NoDestinations(_), _) | (_, Ingest::Browser) => 200,
            (Reason::MissingKey(_) | Reason::UnknownKey(_), Ingest::S2s) => 401,
            (_, Ingest::S2s) => 400,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::ContentType(found) => {
                write!(
                    f,
                    "invalid content type: {found}. Expected: application/json"
                )
            }
            Reason::Unparsable(words) => write!(f, "error parsing message: {words}"),
            Reason::TooMany { events, most } => write!(
                f,
                "error parsing message: eventpit holds {most} events of such a batch, not {events}"
            ),
            Reason::Null { id } => write!(f, "error# {id}: panic"),
            Reason::BadBase64 { at, body } => {
                write!(
                    f,
                    "error processing message: failed to decode writeKey from Authorization header \
                     as base64: illegal base64 data at input byte {at}"
                )?;
                body.iter().try_for_each(|body| write!(f, ": {body}"))
            }
            Reason::MissingKey(locator) | Reason::UnknownKey(locator) => {
                write!(f, "stream not found: for: {locator}")
            }
            Reason::NoType => write!(f, "event error: type property of event is required"),
            Reason::UnknownType(kind) => write!(f, "event error: Unknown event type: {kind}"),
            Reason::NoName => write!(
                f,
                "event error: 'event' property is required for 'track' event"
            ),
            Reason::LongName(name) => write!(
                f,
                "event error: Invalid track event name '{name}'. Max length is 128 characters."
            ),
            Reason::TooBig(size) => write!(
                f,
                "event error: message size {size} is too big. max allowed: {MAX_SIZE}"
            ),
            Reason::NoDestinations(site) => {
                write!(f, "no destinations found for stream: {site}")
            }
            Reason::OverQuota => {
                write!(f, "quota exceeded: billing quota exceeded, event throttled")
            }
        }
    }
}
