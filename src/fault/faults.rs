use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use tokio::sync::watch;

use super::Fault;
use super::acted::{Acted, Seen};
use super::armed::{Armed, Origin};
use crate::platform::Reply;

/// How many faults that are used up are still shown.
const SHOWN: usize = 50;

/// How many faults may be armed at once: each is looked at for every request.
const MOST: usize = 1000;

/// The faults of a running server.
#[derive(Default)]
pub struct Faults {
    /// Those that are armed, in the order in which they are asked. Nobody waits for it.
    armed: ArcSwap<Vec<Arc<Armed>>>,
    /// Counts how often those changed.
    changes: watch::Sender<u64>,
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
            return Some(Acted::asked_for(asked, seen, reply));
        }
        let armed = self.armed.load();
        let (armed, hit) = armed
            .iter()
            .find_map(|armed| Some((armed, armed.hit(seen)?)))?;
        if hit.is_last {
            self.use_up(armed);
        }
        Some(Acted::new(
            &armed.fault,
            &armed.id,
            armed.seed,
            hit,
            seen,
            reply,
        ))
    }

    /// Those that are armed, in the order in which they are asked.
    pub fn armed(&self) -> Vec<Arc<Armed>> {
        self.armed.load().to_vec()
    }

    /// Changes with those that are armed.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Those that are used up, the last one first.
    pub fn used_up(&self) -> Vec<Arc<Armed>> {
        self.change().used_up.iter().cloned().collect()
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
        self.now_are(all);
        Ok(armed)
    }

    /// Disarms the fault with that id, or takes it off the list if it is used up. One of the
    /// workspace comes back once it is changed there.
    pub fn disarm(&self, id: &str) -> Option<Arc<Armed>> {
        let mut change = self.change();
        let (gone, stay): (Vec<_>, Vec<_>) = self.armed().into_iter().partition(|it| it.id == id);
        if let Some(gone) = gone.into_iter().next() {
            self.now_are(stay);
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
        let gone = self.armed();
        self.now_are(Vec::new());
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
        self.now_are(all);
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
        self.now_are(all);
        change.used_up.push_front(Arc::clone(used_up));
        change.used_up.truncate(SHOWN);
        told(used_up, "a fault is used up");
    }

    fn now_are(&self, armed: Vec<Arc<Armed>>) {
        self.armed.store(Arc::new(armed));
        self.changes.send_modify(|changes| *changes += 1);
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

fn told(armed: &Armed, what: &str) {
    tracing::warn!(
        id = armed.id,
        does = armed.fault.what(),
        on = armed.fault.when(),
        acted = armed.acted(),
        "{what}"
    );
}
