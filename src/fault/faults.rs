use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;

use super::answer::Sending;
use super::armed::{Armed, Hit, Origin, made_up_seed};
use super::record::{FaultRecord, PlatformVerdict};
use super::{Fault, Kind, draw, parse};
use crate::capture::{NO_ANSWER, Request};
use crate::platform::{Platform, Reply};

/// How many faults that are used up are still shown.
const SHOWN: usize = 50;

/// How many faults may be armed at once: each is looked at for every request.
const MOST: usize = 1000;

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
}

/// What a fault made of an answer.
pub struct Acted {
    /// What is sent in its place.
    pub sending: Sending,
    /// What the row keeps.
    pub record: FaultRecord,
}

/// The faults of a running server.
#[derive(Default)]
pub struct Faults {
    /// Those that are armed, in the order in which they are asked. Nobody waits for it.
    armed: ArcSwap<Vec<Arc<Armed>>>,
    /// What changes them, one after the other.
    change: Mutex<Change>,
}

#[derive(Default)]
struct Change {
    ids: u64,
    /// The faults of the workspace, and the id that each was armed with.
    followed: Vec<(Fault, String)>,
    used_up: VecDeque<Arc<Armed>>,
}

/// Too many are armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{MOST} faults are armed, and more are not taken")]
pub struct TooMany;

impl Faults {
    /// The fault that acts on a request, if one does: the one that the request itself asks for
    /// (`asked`, as the header has it), else the first of those armed.
    pub fn act(&self, seen: &Seen, asked: Option<&str>, reply: &Reply) -> Option<Acted> {
        if let Some(asked) = asked {
            return Some(by_request(seen, asked, reply));
        }
        let armed = self.armed.load();
        let (armed, hit) = armed
            .iter()
            .find_map(|armed| Some((armed, armed.hit(seen)?)))?;
        if hit.is_last {
            self.use_up(armed);
        }
        Some(acted(&armed.fault, &armed.id, armed.seed, hit, seen, reply))
    }

    /// Those that are armed, in the order in which they are asked.
    pub fn armed(&self) -> Vec<Arc<Armed>> {
        self.armed.load().to_vec()
    }

    /// Those that are used up, the last one first.
    pub fn used_up(&self) -> Vec<Arc<Armed>> {
        self.change().used_up.iter().cloned().collect()
    }

    /// The one with that id, armed or used up.
    pub fn get(&self, id: &str) -> Option<Arc<Armed>> {
        let all = self.armed().into_iter().chain(self.used_up());
        let mut its = all.filter(|armed| armed.id == id);
        its.next()
    }

    /// Arms a fault, in front of all others.
    ///
    /// # Errors
    /// Too many are armed.
    pub fn arm(&self, fault: Fault) -> Result<Arc<Armed>, TooMany> {
        let mut change = self.change();
        let mut all = self.armed();
        if all.len() >= MOST {
            return Err(TooMany);
        }
        let armed = change.armed(fault, Origin::Server);
        all.insert(0, Arc::clone(&armed));
        self.armed.store(Arc::new(all));
        Ok(armed)
    }

    /// Disarms the fault with that id, or takes it off the list if it is used up. One of the
    /// workspace comes back once it is changed there.
    pub fn disarm(&self, id: &str) -> Option<Arc<Armed>> {
        let mut change = self.change();
        let (gone, stay): (Vec<_>, Vec<_>) = self.armed().into_iter().partition(|it| it.id == id);
        if let Some(gone) = gone.into_iter().next() {
            self.armed.store(Arc::new(stay));
            told(&gone, "a fault is disarmed");
            return Some(gone);
        }
        let at = change.used_up.iter().position(|armed| armed.id == id)?;
        change.used_up.remove(at)
    }

    /// Disarms all, and takes all off the list; how many were armed.
    pub fn disarm_all(&self) -> usize {
        let mut change = self.change();
        change.used_up.clear();
        let gone = self.armed.swap(Arc::default());
        gone.iter()
            .for_each(|gone| told(gone, "a fault is disarmed"));
        gone.len()
    }

    /// Arms the faults of a workspace that came into force, and disarms those that it has no
    /// longer. One that stayed as it was goes on as if nothing had happened.
    pub fn follow(&self, faults: &[Fault]) {
        let mut change = self.change();
        let mut before = std::mem::take(&mut change.followed);
        let (mut own, mut all): (Vec<_>, Vec<_>) = self
            .armed()
            .into_iter()
            .partition(|armed| armed.origin == Origin::Workspace);
        for fault in faults {
            let known = before.iter().position(|(known, _)| known == fault);
            let id = match known {
                Some(at) => {
                    let (_, id) = before.remove(at);
                    let kept = own.iter().position(|armed| armed.id == id);
                    all.extend(kept.map(|at| own.remove(at)));
                    id
                }
                None => {
                    let armed = change.armed(fault.clone(), Origin::Workspace);
                    let id = armed.id.clone();
                    all.push(armed);
                    id
                }
            };
            change.followed.push((fault.clone(), id));
        }
        own.iter()
            .for_each(|gone| told(gone, "a fault is disarmed"));
        self.armed.store(Arc::new(all));
    }

    fn use_up(&self, used_up: &Arc<Armed>) {
        let mut change = self.change();
        let mut all = self.armed();
        let before = all.len();
        all.retain(|armed| armed.id != used_up.id);
        // It may have been disarmed meanwhile.
        if all.len() == before {
            return;
        }
        self.armed.store(Arc::new(all));
        change.used_up.push_front(Arc::clone(used_up));
        change.used_up.truncate(SHOWN);
        told(used_up, "a fault is used up");
    }

    fn change(&self) -> MutexGuard<'_, Change> {
        self.change.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Change {
    fn armed(&mut self, fault: Fault, origin: Origin) -> Arc<Armed> {
        self.ids += 1;
        let armed = Armed::new(format!("f{}", self.ids), fault, origin);
        told(&armed, "a fault is armed");
        Arc::new(armed)
    }
}

impl Seen<'_> {
    /// Names the token bucket that the request takes from.
    pub fn bucket(&self) -> String {
        let platform = self.platform.map_or("", Platform::as_str);
        let source = self.source.unwrap_or_default();
        format!("{}\n{platform}\n{source}", self.session)
    }
}

/// Who asks for a fault that cannot be read is told so: a test must not go on without it.
fn by_request(seen: &Seen, asked: &str, reply: &Reply) -> Acted {
    let fault = parse(asked).unwrap_or_else(|why| {
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
    acted(&fault, "request", seed, hit, seen, reply)
}

fn acted(fault: &Fault, id: &str, seed: u64, hit: Hit, seen: &Seen, reply: &Reply) -> Acted {
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

fn told(armed: &Armed, what: &str) {
    tracing::warn!(
        id = armed.id,
        does = armed.fault.what(),
        on = armed.fault.when(),
        acted = armed.acted(),
        "{what}"
    );
}
