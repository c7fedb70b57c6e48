use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

use super::Feed;
use super::dispatch::Dispatch;
use crate::query::{Document, Looked, Query};
use crate::store::{Audience, EventId};

/// How many of those who wait may look at what is there at once: a thousand may come together, and
/// each would take a thread and a connection.
const LOOKS: usize = 8;

/// Hands each event, as it is taken into the index, to those who wait for one like it.
pub struct Hub {
    state: Mutex<State>,
    looks: Semaphore,
}

#[derive(Default)]
struct State {
    /// How far the index is.
    reached: i64,
    /// Whether a transaction of the index is under way.
    in_transaction: bool,
    next: u64,
    events: Dispatch,
    requests: Dispatch,
    listeners: HashMap<u64, Listener>,
    /// They came while a transaction was under way, and begin with the next one.
    newcomers: Vec<u64>,
    /// What the transaction under way has for whom.
    found: Vec<(u64, EventId)>,
}

struct Listener {
    feed: Feed,
    query: Arc<Query>,
    /// What it was told, or finds for itself: an index that is made anew tells all of it again.
    after: EventId,
    heard: mpsc::UnboundedSender<Heard>,
}

/// What a listener is told.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// It listens from here on: what comes up to this cursor is in the index. The first thing told.
    From(i64),
    /// These events match, and are in the index; or these requests, whose place is 0.
    Matches(Vec<EventId>),
}

/// Listens until it is dropped.
pub struct Listening {
    hub: Arc<Hub>,
    id: u64,
    heard: mpsc::UnboundedReceiver<Heard>,
}

impl Default for Hub {
    fn default() -> Hub {
        Hub {
            state: Mutex::default(),
            looks: Semaphore::new(LOOKS),
        }
    }
}

impl Hub {
    /// Waits for a turn to look at what is there; nothing if there will be none.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.looks.acquire().await.ok()
    }

    /// From now on, tells of the rows of `feed` after `after` that match `query`.
    pub fn listen(self: &Arc<Hub>, feed: Feed, query: Arc<Query>, after: EventId) -> Listening {
        let (told, heard) = mpsc::unbounded_channel();
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        let listener = Listener {
            feed,
            query,
            after,
            heard: told,
        };
        state.listeners.insert(id, listener);
        match state.in_transaction {
            true => state.newcomers.push(id),
            false => state.begin(id),
        }
        Listening {
            hub: Arc::clone(self),
            id,
            heard,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }
}

impl State {
    /// Notes which of these listeners a row is for.
    fn look(&mut self, candidates: Vec<u64>, id: EventId, row: &Document) {
        let looked = Looked::at(row);
        for candidate in candidates {
            let matches = self
                .listeners
                .get(&candidate)
                .is_some_and(|listener| listener.after < id && looked.fulfils(&listener.query));
            if matches {
                self.found.push((candidate, id));
            }
        }
    }

    /// Lets a listener listen from where the index is.
    fn begin(&mut self, id: u64) {
        if let Some(listener) = self.listeners.get_mut(&id) {
            listener.after = listener.after.max(up_to(self.reached));
            let dispatch = match listener.feed {
                Feed::Events => &mut self.events,
                Feed::Requests => &mut self.requests,
            };
            dispatch.add(id, &listener.query);
            // Who is gone is taken out when its `Listening` is dropped.
            let _ = listener.heard.send(Heard::From(self.reached));
        }
    }
}

/// The last row that a request up to this cursor can have.
fn up_to(cursor: i64) -> EventId {
    EventId {
        cursor,
        place: i64::MAX,
    }
}

impl Audience for Hub {
    fn opened(&self, reached: i64) {
        self.state().reached = reached;
    }

    fn begins(&self) -> bool {
        let mut state = self.state();
        state.in_transaction = true;
        !state.listeners.is_empty()
    }

    fn looks_at(&self, id: EventId, event: &Document) {
        let mut state = self.state();
        let candidates = state.events.candidates(event);
        state.look(candidates, id, event);
    }

    fn wants_requests(&self) -> bool {
        !self.state().requests.is_empty()
    }

    fn looks_at_request(&self, cursor: i64, request: &Document) {
        let mut state = self.state();
        let candidates = state.requests.candidates(request);
        state.look(candidates, EventId { cursor, place: 0 }, request);
    }

    fn committed(&self, reached: i64) {
        let mut state = self.state();
        let state = &mut *state;
        state.reached = reached;
        state.in_transaction = false;
        let mut told: HashMap<u64, Vec<EventId>> = HashMap::new();
        for (listener, id) in state.found.drain(..) {
            told.entry(listener).or_default().push(id);
        }
        for (id, events) in told {
            if let (Some(listener), Some(last)) = (state.listeners.get_mut(&id), events.last()) {
                listener.after = *last;
                let _ = listener.heard.send(Heard::Matches(events));
            }
        }
        for id in std::mem::take(&mut state.newcomers) {
            state.begin(id);
        }
    }

    fn failed(&self) {
        let reached = {
            let mut state = self.state();
            state.found.clear();
            state.reached
        };
        self.committed(reached);
    }
}

impl Listening {
    /// What is told next; nothing if the hub is gone.
    pub async fn next(&mut self) -> Option<Heard> {
        self.heard.recv().await
    }

    /// What was told and not taken yet.
    pub fn told(&mut self) -> Option<Heard> {
        self.heard.try_recv().ok()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut state = self.hub.state();
        let state = &mut *state;
        if let Some(listener) = state.listeners.remove(&self.id) {
            match state.newcomers.iter().position(|id| *id == self.id) {
                Some(at) => drop(state.newcomers.swap_remove(at)),
                None => match listener.feed {
                    Feed::Events => state.events.remove(self.id, &listener.query),
                    Feed::Requests => state.requests.remove(self.id, &listener.query),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(cursor: i64) -> EventId {
        EventId { cursor, place: 0 }
    }

    fn event(name: &str) -> Document<'_> {
        Document {
            name: Some(name),
            ..Document::default()
        }
    }

    fn listen(hub: &Arc<Hub>, text: &str, after: i64) -> Listening {
        let query = Query::parse(text, 0).expect("a query");
        hub.listen(Feed::Events, Arc::new(query), id(after))
    }

    #[test]
    fn each_event_is_told_once_it_is_committed_and_only_then() {
        let hub = Arc::new(Hub::default());
        hub.opened(7);
        assert!(!hub.begins(), "nobody listens");
        hub.committed(8);
        let mut listening = listen(&hub, "name:a", 0);
        assert_eq!(listening.told(), Some(Heard::From(8)));
        assert!(hub.begins());
        for (cursor, name) in [(9, "a"), (10, "b"), (11, "A")] {
            hub.looks_at(id(cursor), &event(name));
        }
        assert_eq!(listening.told(), None);
        hub.committed(11);
        assert_eq!(listening.told(), Some(Heard::Matches(vec![id(9), id(11)])));
        hub.begins();
        hub.looks_at(id(12), &event("a"));
        hub.failed();
        assert_eq!(listening.told(), None, "what failed is in no index");
        drop(listening);
        assert!(!hub.begins(), "it is gone");
    }

    #[test]
    fn who_comes_in_the_middle_misses_nothing_and_hears_nothing_twice() {
        let hub = Arc::new(Hub::default());
        hub.begins();
        hub.looks_at(id(1), &event("a"));
        let mut listening = listen(&hub, "name:a", 0);
        assert_eq!(listening.told(), None);
        hub.looks_at(id(2), &event("a"));
        hub.committed(2);
        // Both are in the index, where they are searched.
        assert_eq!(listening.told(), Some(Heard::From(2)));
        assert_eq!(listening.told(), None);
        hub.begins();
        hub.looks_at(id(3), &event("a"));
        hub.committed(3);
        assert_eq!(listening.told(), Some(Heard::Matches(vec![id(3)])));
        let gone = listen(&hub, "name:a", 0);
        hub.begins();
        drop(gone);
        drop(listening);
        hub.committed(3);
        assert!(hub.state().listeners.is_empty() && hub.state().newcomers.is_empty());
    }

    #[test]
    fn requests_are_told_to_who_wants_requests() {
        let hub = Arc::new(Hub::default());
        let mut events = listen(&hub, "", 0);
        assert!(!hub.wants_requests());
        let query = Query::parse("name:a", 0).expect("a query");
        let mut requests = hub.listen(Feed::Requests, Arc::new(query), id(0));
        assert!(hub.wants_requests());
        hub.begins();
        for (cursor, name) in [(1, "a"), (2, "b")] {
            let carries = Document {
                events: vec![event(name)],
                ..Document::default()
            };
            hub.looks_at_request(cursor, &carries);
        }
        hub.committed(2);
        assert_eq!(requests.told(), Some(Heard::From(0)));
        assert_eq!(requests.told(), Some(Heard::Matches(vec![id(1)])));
        assert_eq!(events.told(), Some(Heard::From(0)));
        assert_eq!(events.told(), None);
        drop(requests);
        assert!(!hub.wants_requests());
    }

    #[test]
    fn what_came_before_the_place_asked_for_is_not_told() {
        let hub = Arc::new(Hub::default());
        let mut listening = listen(&hub, "name:a", 2);
        hub.begins();
        for cursor in [1, 2, 3] {
            hub.looks_at(id(cursor), &event("a"));
        }
        hub.committed(3);
        assert_eq!(listening.told(), Some(Heard::From(0)));
        assert_eq!(listening.told(), Some(Heard::Matches(vec![id(3)])));
        // The index is made anew, and all of it is told again.
        hub.opened(0);
        hub.begins();
        for cursor in [1, 2, 3, 4] {
            hub.looks_at(id(cursor), &event("a"));
        }
        hub.committed(4);
        assert_eq!(listening.told(), Some(Heard::Matches(vec![id(4)])));
    }
}
