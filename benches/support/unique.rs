use std::time::{SystemTime, UNIX_EPOCH};

/// The place of an id in a payload.
pub const ID: &str = "00000000-0000-0000-0000-000000000000";

/// Makes ids that are new in each request of each run, in the form of a UUID.
pub struct Unique {
    run: u32,
    connection: u16,
    count: u64,
}

impl Unique {
    /// Those of one connection.
    pub fn new(connection: usize) -> Unique {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Unique {
            // The time in tenths of milliseconds: runs a moment apart differ.
            run: now.map_or(0, |time| (time.as_micros() / 100) as u32),
            connection: connection as u16,
            count: 0,
        }
    }

    /// Goes on with the next request.
    pub fn next(&mut self) {
        self.count += 1;
    }

    /// The id of the event at `place` in the request.
    pub fn id(&self, place: usize) -> String {
        let Unique {
            run,
            connection,
            count,
        } = self;
        format!("{run:08x}-{connection:04x}-4{place:03x}-8000-{count:012x}")
    }
}
