use std::time::Duration;

/// How long answers took, in microseconds.
#[derive(Debug, Clone, Default)]
pub struct Latencies(Vec<u32>);

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.0
            .push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }

    /// Takes in others.
    pub fn extend(&mut self, others: Latencies) {
        self.0.extend(others.0);
    }

    /// Puts them in order, for [`at`](Latencies::at).
    pub fn sort(&mut self) {
        self.0.sort_unstable();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// That share of them (0.99) was no slower than so many milliseconds; they are in order.
    pub fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let index = (self.0.len() as f64 * share).ceil() as usize;
        let micros = self.0.get(index.saturating_sub(1).min(last));
        micros.map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
    }
}
