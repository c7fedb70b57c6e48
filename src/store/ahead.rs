use std::sync::mpsc;
use std::thread;

/// From so many events on, a thread of its own is worth it.
const MANY: usize = 32;

/// How many are handed over at once if they are light, and how often before the other side has to
/// take some: bounds the memory.
const SOME: usize = 4;
const AHEAD: usize = 2;

/// Works on items in their order while `take` takes what was made of those before: the index can be
/// written by one thread only, so that it should have nothing else to do. `weight` is how many events
/// an item has, about: what is made of them waits in memory.
pub fn ahead<A: Sync, B: Send, T>(
    items: &[A],
    weight: f64,
    work: impl Fn(&A) -> B + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = B>) -> T,
) -> T {
    if items.len() < 2 || (items.len() as f64) * weight.max(1.0) < MANY as f64 {
        return take(&mut items.iter().map(work));
    }
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(AHEAD);
        let work = &work;
        let some = (SOME as f64 / weight.max(1.0)).ceil() as usize;
        let run = move || {
            for some in items.chunks(some.clamp(1, SOME)) {
                let made: Vec<B> = some.iter().map(work).collect();
                // Who takes them may have stopped.
                if sender.send(made).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("words-ahead".into());
        match thread.spawn_scoped(scope, run) {
            Ok(_) => take(&mut receiver.into_iter().flatten()),
            // No thread is to be had: it only takes longer.
            Err(_) => take(&mut items.iter().map(work)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_comes_in_the_order_of_the_items() {
        for count in [0, 1, MANY - 1, MANY, 10 * SOME * AHEAD + 1] {
            let items: Vec<usize> = (0..count).collect();
            for weight in [0.0, 1.0, 3.0, 50.0, f64::NAN] {
                let made = ahead(
                    &items,
                    weight,
                    |item| item + 1,
                    |made| made.collect::<Vec<_>>(),
                );
                assert_eq!(made, (1..=count).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn who_stops_taking_ends_the_work() {
        let items = [0; 100 * SOME];
        assert_eq!(
            ahead(&items, 1.0, |item| item + 1, |made| made.next()),
            Some(1)
        );
    }
}
