use std::time::Duration;

use super::answer::Sending;
use super::armed::{Hit, made_up_seed};
use super::record::{BY_REQUEST, FaultRecord, PlatformVerdict};
use super::{Fault, Kind, draw, parse};
use crate::capture::{NO_ANSWER, Request};
use crate::platform::{Platform, Reply};
use crate::query::Query;

/// A request, as faults see it: judged, and not yet answered.
pub struct Seen<'a> {
    /// The request.
    pub request: &'a Request,
    /// The platform that owns the path.
    pub platform: Option<Platform>,
    /// The source that was found.
    pub source: Option<&'a str>,
    /// The test session.
    pub session: &'a str,
    /// The path on the platform.
    pub path: &'a str,
    /// Whether it matches a query: to find out, it has to be explained.
    pub asks: &'a dyn Fn(&Query) -> bool,
}

/// What a fault made of an answer.
pub struct Acted {
    /// What is sent in its place.
    pub sending: Sending,
    /// What the row keeps.
    pub record: FaultRecord,
}

impl Seen<'_> {
    /// Names the token bucket that the request takes from.
    pub fn bucket(&self) -> String {
        let platform = self.platform.map_or("", Platform::as_str);
        let source = self.source.unwrap_or_default();
        format!("{}\n{platform}\n{source}", self.session)
    }
}

impl Acted {
    /// What a request gets that asks for a fault itself, as its header or path has it. Who asks for
    /// one that cannot be read is told so: a test must not go on without it.
    pub fn asked_for(asked: &str, seen: &Seen, reply: &Reply) -> Acted {
        let fault = parse(asked)
            .and_then(for_one_request)
            .unwrap_or_else(|why| {
                let mut fault = Fault::new(Kind::Status);
                fault.name = Some("unreadable".into());
                fault.status = Some(400);
                fault.body = Some(format!(
                    "eventpit: the fault {asked:?} cannot be read: {why}\n"
                ));
                fault
            });
        let hit = Hit {
            request: 1,
            draw: None,
            wait: None,
            is_last: true,
        };
        let seed = fault.seed.unwrap_or_else(made_up_seed);
        Acted::new(&fault, BY_REQUEST, seed, hit, seen, reply)
    }

    /// What `fault` makes of the platform's `reply`, with that id and seed.
    pub fn new(fault: &Fault, id: &str, seed: u64, hit: Hit, seen: &Seen, reply: &Reply) -> Acted {
        let drawn = match fault.latency_max_ms {
            Some(_) => draw(seed, hit.request, "latency"),
            None => 0.0,
        };
        let now = seen.request.received_at;
        let sending = Sending::new(fault, id, &reply.answer, hit.wait, now, drawn);
        let delay = u64::try_from(sending.delay.as_millis()).unwrap_or(u64::MAX);
        // A client of which nothing was heard has no delay to tell of.
        let is_answered = sending.answer.status != NO_ANSWER;
        Acted {
            record: FaultRecord {
                id: id.into(),
                title: fault.title(),
                kind: fault.kind,
                seed,
                request: hit.request,
                draw: hit.draw,
                delay_ms: (is_answered && sending.delay > Duration::ZERO).then_some(delay),
                announced_length: sending.announced,
                taken_in: fault.takes_in(),
                platform: PlatformVerdict::new(&reply.answer, reply.outcome),
            },
            sending,
        }
    }
}

/// No single request is one too many.
fn for_one_request(fault: Fault) -> Result<Fault, String> {
    match fault.kind {
        Kind::RateLimit => Err("rate-limit counts requests, so it has to be armed".into()),
        _ => Ok(fault),
    }
}
