use std::time::{Duration, Instant};

use serde_json::Value;

use super::Server;

/// Where a recording stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// The newest cursor.
    pub head: u64,
    /// How far the projection is.
    pub projected: u64,
    /// How far full text is.
    pub words: u64,
}

impl Standing {
    /// That of a server.
    pub fn of(server: &Server) -> Standing {
        let health = get(server, "/health");
        let cursor = |key: &str| health[key].as_u64().expect("a cursor");
        // What is behind is read first: the head may go on meanwhile.
        Standing {
            words: cursor("words_to"),
            projected: cursor("projected_to"),
            head: cursor("head"),
        }
    }
}

/// Asks the inspector's API (`/events?limit=1`), on a connection of its own.
pub fn get(server: &Server, path: &str) -> Value {
    let url = format!("http://{}/inspector/api/v1{path}", server.address);
    let mut answer = ureq::get(&url).call().expect("an answer");
    let text = answer.body_mut().read_to_string().expect("text");
    serde_json::from_str(&text).expect("JSON")
}

/// Waits until all that was recorded is explained and its words are indexed; how long it took until
/// the one and until the other.
pub fn caught_up(server: &Server) -> (Duration, Duration) {
    let started = Instant::now();
    let mut explained = None;
    loop {
        let now = Standing::of(server);
        if now.projected >= now.head && explained.is_none() {
            explained = Some(started.elapsed());
        }
        if now.words >= now.head {
            let all = started.elapsed();
            return (explained.unwrap_or(all), all);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
