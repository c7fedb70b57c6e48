use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use sha2::{Digest, Sha256};

/// How many ids are remembered; beyond that, the one not seen for longest is forgotten.
const REMEMBERED: usize = 100_000;

/// The ids of the events that came since the server's start. The projection keeps them for good,
/// but it comes after the answer.
///
/// Their digests: an id is as long as its sender likes.
pub struct Seen(Mutex<LruCache<Digested, i64>>);

type Digested = [u8; 32];

/// What one request had remembered.
#[derive(Debug, Default)]
pub struct Remembered(Vec<Digested>);

impl Default for Seen {
    fn default() -> Seen {
        Seen(Mutex::new(LruCache::unbounded()))
    }
}

impl Seen {
    /// Whether `id` came less than `window` before `at` and not before `since` (all in
    /// microseconds); if not, it is remembered as of `at`, and noted in `remembered`.
    pub fn before(
        &self,
        id: &str,
        (since, at): (i64, i64),
        window: i64,
        remembered: &mut Remembered,
    ) -> bool {
        let id: Digested = Sha256::digest(id).into();
        let mut ids = self.ids();
        match ids.get(&id) {
            Some(seen) if *seen >= since && at.saturating_sub(*seen) < window => true,
            _ => {
                ids.put(id, at);
                remembered.0.push(id);
                if ids.len() > REMEMBERED {
                    ids.pop_lru();
                }
                false
            }
        }
    }

    /// Takes back what a request had remembered.
    pub fn forget(&self, remembered: &Remembered) {
        let mut ids = self.ids();
        for id in &remembered.0 {
            ids.pop(id);
        }
    }

    fn ids(&self) -> MutexGuard<'_, LruCache<Digested, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_counts_as_seen_within_its_window() {
        let seen = Seen::default();
        let before = |id: &str, at| seen.before(id, (0, at), 10, &mut Remembered::default());
        assert!(!before("a", 0));
        assert!(before("a", 9));
        assert!(!before("b", 9));
        assert!(!before("a", 10), "the window counts from the first");
        assert!(before("a", 11));
        let since = |since| seen.before("a", (since, 15), 10, &mut Remembered::default());
        assert!(since(10));
        assert!(!since(11), "what came before it is forgotten");
    }
}
