use crate::inspector::lines::event_name;
use crate::inspector::{Here, View};
use crate::store::{EventId, EventRow, Reader, StoreError};

/// How many events of a batch are listed around one.
const AROUND: i64 = 5;

/// The events that came in the same request.
pub struct Siblings {
    /// Its place, from 1.
    pub place: i64,
    /// How many there are.
    pub of: i64,
    /// The page of the one before it.
    pub previous: Option<String>,
    /// The page of the one after it.
    pub next: Option<String>,
    /// Some around it: place from 1, name, page; that of itself has no page.
    pub around: Vec<(i64, String, Option<String>)>,
}

impl Siblings {
    /// Of an event in a request with so many. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(reader: &Reader, id: EventId, of: i64, here: &Here) -> Result<Siblings, StoreError> {
        let href = |place: i64| {
            let id = EventId { place, ..id };
            here.link(&format!("{}/{id}", View::Events.path()))
        };
        let mut around = Vec::new();
        if of > 1 {
            let first = (id.place - AROUND).max(0);
            for place in first..of.min(id.place + AROUND + 1) {
                let row: Option<EventRow> = reader.event(EventId { place, ..id })?;
                let name = row.as_ref().map(event_name).unwrap_or_default().to_string();
                around.push((place + 1, name, (place != id.place).then(|| href(place))));
            }
        }
        Ok(Siblings {
            place: id.place + 1,
            of,
            previous: (id.place > 0).then(|| href(id.place - 1)),
            next: (id.place + 1 < of).then(|| href(id.place + 1)),
            around,
        })
    }
}
