use std::sync::Arc;

use rusqlite::Connection;

use super::Audience;
use super::fold_repeats::Repeats;
use super::postings::{List, Postings, Shapes};

/// What the fold keeps at hand from one request to the next. All of it is in the index too: a
/// transaction that fails makes it forget, and so does a restart.
pub struct FoldMemory {
    /// Who looks at the events of the transaction under way; none if nobody wants to.
    pub audience: Option<Arc<dyn Audience>>,
    /// The ordinal that the next event gets; none until it is read.
    next_ord: Option<i64>,
    /// Which events came before.
    pub repeats: Repeats,
    /// The shapes of what events mean once they have learnt from others.
    pub shapes: Shapes,
    /// Which events have a value.
    pub events: Postings,
    /// Which requests have one.
    pub requests: Postings,
}

impl FoldMemory {
    /// With nothing read yet.
    pub fn new() -> FoldMemory {
        FoldMemory {
            audience: None,
            next_ord: None,
            repeats: Repeats::default(),
            shapes: Shapes::new(),
            events: Postings::new(List::Events),
            requests: Postings::new(List::Requests),
        }
    }

    /// Forgets all: the transaction failed.
    pub fn forget(&mut self) {
        self.next_ord = None;
        self.repeats.forget();
        self.events.forget();
        self.requests.forget();
    }

    /// A new ordinal.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn ordinal(&mut self, db: &Connection) -> Result<i64, rusqlite::Error> {
        let ord = match self.next_ord {
            Some(ord) => ord,
            None => db.query_row("SELECT next_ord FROM progress", [], |row| row.get(0))?,
        };
        self.next_ord = Some(ord + 1);
        Ok(ord)
    }

    /// Writes all that changed, and that the index has reached `cursor`.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn write(&mut self, db: &Connection, cursor: i64) -> Result<(), rusqlite::Error> {
        self.repeats.write(db)?;
        self.events.write(db)?;
        self.requests.write(db)?;
        db.prepare_cached(
            "UPDATE progress SET projected_to = ?1, next_ord = coalesce(?2, next_ord)",
        )?
        .execute((cursor, self.next_ord))?;
        Ok(())
    }
}
