use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::{DebugChange, DebugSession};

/// The debug sessions that are open now, by their code. They follow the journal: a change is made
/// here once it is recorded.
#[derive(Debug, Default)]
pub struct OpenSessions(RwLock<HashMap<String, DebugSession>>);

impl OpenSessions {
    /// With these.
    pub fn new(sessions: impl IntoIterator<Item = DebugSession>) -> OpenSessions {
        let sessions = sessions.into_iter().map(|it| (it.code.clone(), it));
        OpenSessions(RwLock::new(sessions.collect()))
    }

    /// The session that has this code.
    pub fn with_code(&self, code: &str) -> Option<DebugSession> {
        let open = self.0.read().unwrap_or_else(PoisonError::into_inner);
        open.get(code).cloned()
    }

    /// The codes of the sessions of a source, in order, at most `most` of them.
    pub fn codes_of(&self, source: &str, most: usize) -> Vec<String> {
        let open = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let own = open.values().filter(|it| it.source == source);
        let mut codes: Vec<String> = own.map(|it| it.code.clone()).collect();
        codes.sort();
        codes.truncate(most);
        codes
    }

    /// A change that was recorded.
    pub fn apply(&self, change: DebugChange) {
        let mut open = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match change {
            DebugChange::Started(session) => open.insert(session.code.clone(), session),
            DebugChange::Ended(code) => open.remove(&code),
        };
    }
}
