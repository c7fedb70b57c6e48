use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::buckets::Buckets;
use super::faults::Seen;
use super::{Fault, draw};

/// Where a fault comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `faults.json`.
    Workspace,
    /// The API, the inspector or the command line.
    Server,
}

/// A fault that waits for requests, and what it did so far.
pub struct Armed {
    /// Its id: `f1`, `f2`, …, never used again while the server runs.
    pub id: String,
    /// What it does.
    pub fault: Fault,
    /// Where it comes from.
    pub origin: Origin,
    /// Its seed: the fault's, or one that was made up.
    pub seed: u64,
    /// Since when it is armed.
    pub since: Timestamp,
    matched: AtomicU64,
    acted: AtomicU64,
    acted_at: AtomicI64,
    buckets: Option<Buckets>,
}

/// A request that a fault acts on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which request it is of those that matched, from 1.
    pub request: u64,
    /// The number drawn, where there is a probability.
    pub draw: Option<f64>,
    /// How long the bucket takes to have one again, where there is a bucket.
    pub wait: Option<Duration>,
    /// Whether the fault is used up with it.
    pub is_last: bool,
}

impl Armed {
    /// Armed now.
    pub fn new(id: String, fault: Fault, origin: Origin) -> Armed {
        let per_second = fault.per_second.unwrap_or_default();
        Armed {
            seed: fault.seed.unwrap_or_else(made_up_seed),
            buckets: Buckets::new(per_second, fault.burst.unwrap_or(per_second)),
            id,
            fault,
            origin,
            since: Timestamp::now(),
            matched: AtomicU64::new(0),
            acted: AtomicU64::new(0),
            acted_at: AtomicI64::new(i64::MIN),
        }
    }

    /// How many requests matched.
    pub fn matched(&self) -> u64 {
        self.matched.load(Ordering::Relaxed)
    }

    /// On how many it acted.
    pub fn acted(&self) -> u64 {
        self.acted.load(Ordering::Relaxed)
    }

    /// When it acted last.
    pub fn acted_at(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.acted_at.load(Ordering::Relaxed)).ok()
    }

    /// Whether it has acted as often as it should.
    pub fn is_used_up(&self) -> bool {
        self.fault.times.is_some_and(|times| self.acted() >= times)
    }

    /// Counts a request that matches, and says whether to act on it.
    pub fn hit(&self, seen: &Seen) -> Option<Hit> {
        if !self.fault.matches(seen) {
            return None;
        }
        let request = self.matched.fetch_add(1, Ordering::Relaxed) + 1;
        if self
            .fault
            .every
            .is_some_and(|every| !request.is_multiple_of(every))
        {
            return None;
        }
        let draw = self
            .fault
            .probability
            .map(|_| draw(self.seed, request, "acts"));
        if let (Some(draw), Some(probability)) = (draw, self.fault.probability)
            && draw >= probability
        {
            return None;
        }
        let wait = match &self.buckets {
            Some(buckets) => Some(buckets.take(&seen.bucket())?),
            None => None,
        };
        let times = self.fault.times.unwrap_or(u64::MAX);
        let next = |acted: u64| (acted < times).then(|| acted + 1);
        let before = self
            .acted
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        let before = before.ok()?;
        self.acted_at
            .store(seen.request.received_at, Ordering::Relaxed);
        Some(Hit {
            request,
            draw,
            wait,
            is_last: before + 1 == times,
        })
    }
}

/// A seed for a fault that has none: short enough to be typed again.
pub fn made_up_seed() -> u64 {
    u64::from(uuid::Uuid::new_v4().as_fields().0)
}
