use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::Connection;

use super::chunk::{Chunk, EVENTS, Purged};
use super::connection::Overwrite;
use super::control::Control;
use super::fold_memory::FoldMemory;
use super::hidden::Hidden;
use super::keep::{Kept, prune_to};
use super::removal::Removal;
use super::sweep::sweep;
use super::take_out::{take_out, take_out_some};
use super::text::TextWriter;
use super::{Appender, StoreError, connection};
use crate::workspace::InForce;

/// How many pages of the index a step gives back to the system at most.
const PAGES: u32 = 256;

/// How often it is looked for clears that can't be undone any more, and for what is to be pruned.
const LOOK: Duration = Duration::from_millis(500);

/// How long after a pruning by age or size the next one may come: each is a row of the journal.
const REST: Duration = Duration::from_secs(10);

/// Removes for good what is hidden: what was cleared and can't be brought back any more, and what
/// is beyond the limits of the workspace. It runs on the projection's thread, in small steps, each
/// first in the journal and then in the index: killed in between, it does the same step again.
pub struct Tidy {
    journal: Appender,
    in_force: Arc<InForce>,
    kept: Kept,
    next_look: Instant,
    next_prune: Instant,
    /// The control row that it appended last: it decides nothing until that is projected.
    asked: i64,
    /// The clear that is being removed.
    purging: Option<Purged>,
    /// Whether something was removed since it was swept last.
    to_sweep: bool,
}

/// What the projection has in memory of the index.
pub struct Held<'a> {
    /// What is hidden.
    pub hidden: &'a mut Arc<Hidden>,
    /// What the fold keeps at hand.
    pub memory: &'a mut FoldMemory,
    /// What is known of the tables of words.
    pub text: &'a mut TextWriter,
}

impl Tidy {
    /// One that asks `journal` to remove, by the limits of the workspace in force.
    pub fn new(journal: Appender, in_force: Arc<InForce>) -> Tidy {
        let now = Instant::now();
        Tidy {
            journal,
            in_force,
            kept: Kept::default(),
            next_look: now,
            next_prune: now,
            asked: 0,
            purging: None,
            to_sweep: true,
        }
    }

    /// How long the thread may sleep before it is asked again, with nothing to project.
    pub fn pause(&self) -> Duration {
        self.next_look.saturating_duration_since(Instant::now())
    }

    /// Does one step, if there is one to do; whether there may be more to do at once.
    ///
    /// # Errors
    /// The journal or the index cannot be written.
    pub async fn step(
        &mut self,
        (journal, index): (&Connection, &Connection),
        mut held: Held<'_>,
        reached: i64,
    ) -> Result<bool, StoreError> {
        if self.remove_pruned(index, &mut held).await?
            || self.remove_cleared(index, &mut held).await?
        {
            self.to_sweep = true;
            return Ok(true);
        }
        if std::mem::take(&mut self.to_sweep) {
            connection::overwrite(index, Overwrite::All)?;
            let swept = sweep(index, held.text);
            connection::overwrite(index, Overwrite::WhereFree)?;
            swept?;
        }
        if Instant::now() >= self.next_look && reached >= self.asked {
            self.next_look = Instant::now() + LOOK;
            self.decide(journal, index, reached).await?;
        }
        Ok(false)
    }

    async fn remove_pruned(
        &mut self,
        index: &Connection,
        held: &mut Held<'_>,
    ) -> Result<bool, StoreError> {
        let chunk = Chunk::pruned(index)?;
        let Some(upto) = chunk.cursors.last().copied() else {
            return Ok(false);
        };
        let events = chunk.events;
        self.remove(index, held, chunk, Removal::Pruned { upto, events })
            .await
    }

    async fn remove_cleared(
        &mut self,
        index: &Connection,
        held: &mut Held<'_>,
    ) -> Result<bool, StoreError> {
        let purging = match &mut self.purging {
            Some(purging) => purging,
            none => match Purged::next(index)? {
                Some(purged) => none.insert(purged),
                None => return Ok(false),
            },
        };
        let chunk = purging.chunk(index)?;
        if chunk.cursors.is_empty() {
            index.execute("DELETE FROM cleared WHERE clear = ?1", [purging.clear])?;
            *held.hidden = Hidden::read(index, held.hidden)?;
            self.purging = None;
            return Ok(true);
        }
        let removal = Removal::Requests(chunk.cursors.clone());
        self.remove(index, held, chunk, removal).await
    }

    async fn remove(
        &mut self,
        index: &Connection,
        held: &mut Held<'_>,
        chunk: Chunk,
        removal: Removal,
    ) -> Result<bool, StoreError> {
        // One batch may carry more events than a step takes: those go first.
        if let Some(cursor) = chunk.large()
            && self.take_out(index, held, |db, memory| {
                take_out_some(db, &mut memory.events, cursor, EVENTS)
            })? > 0
        {
            return Ok(true);
        }
        self.journal.remove(removal).await?;
        self.take_out(index, held, |db, memory| {
            let mut cursors = chunk.cursors.iter();
            cursors.try_for_each(|cursor| take_out(db, memory, *cursor))
        })?;
        self.kept.removed(chunk.cursors.len());
        connection::give_back(index, PAGES)?;
        Ok(true)
    }

    /// Takes rows out of the index, all or none.
    fn take_out<T>(
        &self,
        index: &Connection,
        held: &mut Held<'_>,
        take: impl FnOnce(&Connection, &mut FoldMemory) -> Result<T, rusqlite::Error>,
    ) -> Result<T, rusqlite::Error> {
        connection::overwrite(index, Overwrite::All)?;
        let transaction = index.unchecked_transaction()?;
        let taken = take(&transaction, held.memory)
            .and_then(|taken| held.memory.events.write(&transaction).map(|()| taken))
            .and_then(|taken| held.memory.requests.write(&transaction).map(|()| taken))
            .and_then(|taken| transaction.commit().map(|()| taken));
        if taken.is_err() {
            held.memory.forget();
        }
        connection::overwrite(index, Overwrite::WhereFree)?;
        taken
    }

    /// Decides what can't be undone any more, and what is to be pruned.
    async fn decide(
        &mut self,
        journal: &Connection,
        index: &Connection,
        reached: i64,
    ) -> Result<(), StoreError> {
        let retention = self.in_force.workspace().retention.clone();
        let now = Timestamp::now().as_microsecond();
        let undo = i64::try_from(retention.undo().as_micros()).unwrap_or(i64::MAX);
        let sql = "SELECT clear FROM cleared WHERE purged = 0 AND at <= ?1";
        let due: Vec<i64> = index
            .prepare_cached(sql)?
            .query_map([now.saturating_sub(undo)], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for clear in due {
            match self.journal.control(Control::Purge(clear)).await {
                Ok(cursor) => self.asked = cursor,
                // Undone at the last moment, which is not projected yet.
                Err(StoreError::ClearUndone { .. } | StoreError::ClearFinal { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let limits = retention.limits();
        if limits.is_none() || Instant::now() < self.next_prune {
            return Ok(());
        }
        let kept = self.kept.count(index, reached)?;
        let of_journal = match limits.size {
            Some(_) => connection::used_bytes(journal)
                .map_err(|error| connection::journal_failed(journal, error))?,
            None => 0,
        };
        let used = || Ok(of_journal + connection::used_bytes(index)?);
        if let Some(upto) = prune_to(index, &limits, kept, now, used)? {
            self.asked = self.journal.control(Control::Prune(upto)).await?;
            if limits.age.is_some() || limits.size.is_some() {
                self.next_prune = Instant::now() + REST;
            }
        }
        Ok(())
    }
}
