use super::EventId;
use crate::query::Document;

/// Who is told what is taken into the index, so that nobody has to ask for it again and again. It
/// is called on the projection's thread: what it does there, all that comes after waits for.
pub trait Audience: Send + Sync {
    /// The index is open, and has reached this cursor.
    fn opened(&self, reached: i64);

    /// A transaction of the index begins. Whether anybody wants to look at its events.
    fn begins(&self) -> bool;

    /// This event is in it.
    fn looks_at(&self, id: EventId, event: &Document);

    /// Whether anybody wants to look at its requests.
    fn wants_requests(&self) -> bool;

    /// The request with this cursor is in it, with its events.
    fn looks_at_request(&self, cursor: i64, request: &Document);

    /// It is committed, and the index has reached this cursor.
    fn committed(&self, reached: i64);

    /// It failed: nothing of it is in the index, and its events will come again.
    fn failed(&self);
}

/// Nobody: the recording is only read.
pub struct Nobody;

impl Audience for Nobody {
    fn opened(&self, _reached: i64) {}

    fn begins(&self) -> bool {
        false
    }

    fn looks_at(&self, _id: EventId, _event: &Document) {}

    fn wants_requests(&self) -> bool {
        false
    }

    fn looks_at_request(&self, _cursor: i64, _request: &Document) {}

    fn committed(&self, _reached: i64) {}

    fn failed(&self) {}
}
