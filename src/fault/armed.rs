use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::acted::Seen;
use super::buckets::Buckets;
use super::{Fault, draw};
use crate::query::Query;

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
    /// The fault's query: its times (`after:-15m`) are those of when it was armed.
    query: Option<Query>,
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
            query: fault.query().and_then(Result::ok),
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
        if !self.fault.matches(seen) || !self.query.as_ref().is_none_or(seen.asks) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capture::{Body, Request};
    use crate::fault::{Kind, parse};

    fn request() -> Request {
        Request {
            received_at: 0,
            peer: String::new(),
            method: "POST".into(),
            path: "/v1/t".into(),
            query: String::new(),
            headers: Vec::new(),
            body: Body::complete(""),
        }
    }

    /// Which of so many requests a fault acts on.
    fn hits(fault: &Fault, requests: usize) -> Vec<Option<Hit>> {
        let armed = Armed::new("f1".into(), fault.clone(), Origin::Server);
        let request = request();
        let seen = Seen {
            request: &request,
            platform: None,
            source: None,
            session: "default",
            path: "/v1/t",
            asks: &|_| true,
        };
        (0..requests).map(|_| armed.hit(&seen)).collect()
    }

    fn fault() -> impl Strategy<Value = Fault> {
        let probability = prop::option::of(0.01..=1.0);
        let (every, times) = (prop::option::of(1..5u64), prop::option::of(1..20u64));
        (probability, every, times, any::<u64>()).prop_map(|(probability, every, times, seed)| {
            Fault {
                probability,
                every,
                times,
                seed: Some(seed),
                ..Fault::new(Kind::HalfBody)
            }
        })
    }

    proptest! {
        #[test]
        fn the_same_seed_makes_the_same_run(fault in fault(), requests in 0..200usize) {
            let run = hits(&fault, requests);
            prop_assert_eq!(&run, &hits(&fault, requests));
            let acted: Vec<Hit> = run.into_iter().flatten().collect();
            let times = usize::try_from(fault.times.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            prop_assert!(acted.len() <= times);
            for (place, hit) in acted.iter().enumerate() {
                prop_assert_eq!(hit.is_last, place + 1 == times);
                prop_assert!(fault.every.is_none_or(|every| hit.request % every == 0));
                let share = fault.probability.unwrap_or(1.0);
                prop_assert!(hit.draw.is_none_or(|draw| draw < share));
            }
        }

        #[test]
        fn whatever_a_request_asks_for_is_read_or_refused(text in "(status|429|503|latency|timeout|[a-z-]{0,9}|.{0,5})(;? ?[a-z-]{0,17}=?.{0,7}){0,3}") {
            if let Ok(fault) = parse(&text) {
                prop_assert!(crate::fault::check(&fault).is_empty());
            }
        }
    }
}
