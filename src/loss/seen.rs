use std::sync::Mutex;

use lru::LruCache;
use sha2::{Digest, Sha256};

/// How many ids are remembered; beyond that, the one not seen for longest is forgotten.
const REMEMBERED: usize = 100_000;

/// The ids of the events that came since the server's start. The projection keeps them for good,
/// but it comes after the answer.
///
/// Their digests: an id is as long as its sender likes.
pub struct Seen(Mutex<LruCache<[u8; 32], i64>>);

impl Default for Seen {
    fn default() -> Seen {
        Seen(Mutex::new(LruCache::unbounded()))
    }
}

impl Seen {
    /// Whether `id` came less than `window` before `at` (both in microseconds); if not, it is
    /// remembered as of `at`.
    pub fn before(&self, id: &str, at: i64, window: i64) -> bool {
        let id = Sha256::digest(id).into();
        let mut ids = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        match ids.get(&id) {
            Some(seen) if at.saturating_sub(*seen) < window => true,
            _ => {
                ids.put(id, at);
                if ids.len() > REMEMBERED {
                    ids.pop_lru();
                }
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_counts_as_seen_within_its_window() {
        let seen = Seen::default();
        let before = |id: &str, at| seen.before(id, at, 10);
        assert!(!before("a", 0));
        assert!(before("a", 9));
        assert!(!before("b", 9));
        assert!(!before("a", 10), "the window counts from the first");
        assert!(before("a", 11));
    }
}
