use std::time::{Duration, Instant};

/// How long anything may take. Far above what it does take, so that a busy machine fails nothing.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks until there is an answer, and fails the test with `what` once [`PATIENCE`] is over.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} for {what}");
        // Only to leave the processor to what is waited for.
        std::thread::park_timeout(Duration::from_millis(2));
    }
}
