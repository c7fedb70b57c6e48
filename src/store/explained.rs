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
        let (Some(row), Some(exchange)) = (self.event(id)?, self.exchange(id.cursor)?) else {
            return Ok(None);
        };
        let workspace = match exchange.workspace == now.hash {
            true => Arc::clone(now),
            // As the projection does where a workspace cannot be read any more.
            false => self
                .journal
                .with(|db| load_workspace(db, &exchange.workspace))?
                .map_or_else(|| Arc::clone(now), Arc::new),
        };
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
}
