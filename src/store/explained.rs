use std::collections::HashMap;
use std::sync::Arc;

use super::workspaces::load_workspace;
use super::{EventId, Exchange, Reader, StoreError, fold};
use crate::event::{Event, Outcome};
use crate::workspace::Workspace;

/// An event as the projection explains it, with all that it was explained by.
pub struct Explained {
    /// The request it came in, and the answer.
    pub exchange: Exchange,
    /// The workspace that was in force.
    pub workspace: Arc<Workspace>,
    /// The event.
    pub event: Event,
}

/// Explains events once more. It keeps the workspaces at hand that they were judged by.
pub struct Explainer<'a> {
    reader: &'a Reader,
    now: Arc<Workspace>,
    earlier: HashMap<String, Arc<Workspace>>,
}

impl Reader {
    /// Explains the event with that id once more, by the workspace that was in force, and with what
    /// the events before it taught. `now` is the workspace in force, to save the work where it is
    /// the same.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn explained(
        &self,
        id: EventId,
        now: &Arc<Workspace>,
    ) -> Result<Option<Explained>, StoreError> {
        self.explainer(now).event(id)
    }

    /// The same for several events.
    pub fn explainer(&self, now: &Arc<Workspace>) -> Explainer<'_> {
        Explainer {
            reader: self,
            now: Arc::clone(now),
            earlier: HashMap::new(),
        }
    }
}

impl Explainer<'_> {
    /// As [`Reader::explained`].
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn event(&mut self, id: EventId) -> Result<Option<Explained>, StoreError> {
        let reader = self.reader;
        let (Some(row), Some(exchange)) = (reader.event(id)?, reader.exchange(id.cursor)?) else {
            return Ok(None);
        };
        let workspace = self.workspace(&exchange.workspace)?;
        let place = usize::try_from(id.place).unwrap_or(usize::MAX);
        let events = fold::explain(&exchange, &workspace).events;
        let Some(mut event) = events.into_iter().nth(place) else {
            return Ok(None);
        };
        fold::learn(&mut event, Outcome::parse(&row.outcome), row.user_id);
        Ok(Some(Explained {
            exchange,
            workspace,
            event,
        }))
    }

    /// The workspace of that hash; as the projection does, the one in force where it cannot be read
    /// any more.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn workspace(&mut self, hash: &str) -> Result<Arc<Workspace>, StoreError> {
        if hash == self.now.hash {
            return Ok(Arc::clone(&self.now));
        }
        if let Some(known) = self.earlier.get(hash) {
            return Ok(Arc::clone(known));
        }
        let loaded = self.reader.journal.with(|db| load_workspace(db, hash))?;
        let workspace = loaded.map_or_else(|| Arc::clone(&self.now), Arc::new);
        self.earlier.insert(hash.into(), Arc::clone(&workspace));
        Ok(workspace)
    }
}
