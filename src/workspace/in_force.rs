use std::sync::Arc;

use arc_swap::{ArcSwap, ArcSwapOption};
use jiff::Timestamp;

use super::{Problems, Workspace};

/// The workspace that requests are judged by, and what is wrong with the one that should have
/// followed it.
pub struct InForce {
    current: ArcSwap<Loaded>,
    refused: ArcSwapOption<Refused>,
}

/// A workspace that came into force.
struct Loaded {
    workspace: Arc<Workspace>,
    since: Timestamp,
}

/// A change that did not come into force.
#[derive(Debug, Clone)]
pub struct Refused {
    /// When it was read.
    pub at: Timestamp,
    /// What is wrong with it.
    pub problems: Problems,
}

impl InForce {
    /// With a first workspace.
    pub fn new(workspace: Arc<Workspace>) -> InForce {
        InForce {
            current: ArcSwap::from_pointee(Loaded::now(workspace)),
            refused: ArcSwapOption::empty(),
        }
    }

    /// The workspace in force.
    pub fn workspace(&self) -> Arc<Workspace> {
        Arc::clone(&self.current.load().workspace)
    }

    /// Since when it is in force.
    pub fn since(&self) -> Timestamp {
        self.current.load().since
    }

    /// The change that was refused, if the newest one was.
    pub fn refused(&self) -> Option<Arc<Refused>> {
        self.refused.load_full()
    }

    /// From now on, `workspace` is in force.
    pub fn replace(&self, workspace: Arc<Workspace>) {
        self.current.store(Arc::new(Loaded::now(workspace)));
        self.refused.store(None);
    }

    /// The folder is as the workspace in force has it: nothing is refused any more.
    pub fn settle(&self) {
        self.refused.store(None);
    }

    /// A change has these problems; what is in force stays.
    pub fn refuse(&self, problems: Problems) {
        let at = Timestamp::now();
        self.refused.store(Some(Arc::new(Refused { at, problems })));
    }
}

impl Loaded {
    fn now(workspace: Arc<Workspace>) -> Loaded {
        Loaded {
            workspace,
            since: Timestamp::now(),
        }
    }
}
