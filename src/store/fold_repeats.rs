use std::collections::{HashMap, VecDeque};

use rusqlite::{Connection, OptionalExtension, params};

use super::event_hash::PayloadHash;
use super::hidden::Hidden;
use super::{EventId, Exchange, event_hash};
use crate::event::Event;

/// Two events that are alike within this time, in microseconds, are a double fire.
const DOUBLE: i64 = 3_000_000;

/// How many events of the last seconds are remembered: bounds the memory in a flood.
const MOST_FRESH: usize = 100_000;

/// Finds events that came before: by their id, or all alike within seconds. Ids are kept as hashes
/// in one table, written in sorted batches: each random key dirties a page. The last seconds are in
/// memory, and in a table to begin with after a restart.
#[derive(Default)]
pub struct Repeats {
    /// Ids seen in this transaction, with their events.
    seen: HashMap<i64, i64>,
    fresh: Option<Fresh>,
}

/// What came in the last seconds.
#[derive(Default)]
struct Fresh {
    /// Oldest first.
    order: VecDeque<Seen>,
    newest: HashMap<i64, Seen>,
    /// Those up to this ordinal are written.
    written: i64,
    /// Those up to this ordinal are too old.
    gone: i64,
}

#[derive(Clone, Copy)]
struct Seen {
    ord: i64,
    hash: i64,
    at: i64,
}

/// What [`Repeats::judge`] found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeated {
    /// An event with the same id, of the same source and session, is in the recording.
    pub duplicate: bool,
    /// The same visitor sent the same within the last three seconds.
    pub double: bool,
}

impl Repeats {
    /// Forgets what is in memory: the transaction failed. The next event reads it again.
    pub fn forget(&mut self) {
        *self = Repeats::default();
    }

    /// Whether the event came before; it is then one that came.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn judge(
        &mut self,
        db: &Connection,
        exchange: &Exchange,
        hidden: &Hidden,
        (ord, id): (i64, EventId),
        (event, payload): (&Event, &PayloadHash),
    ) -> Result<Repeated, rusqlite::Error> {
        let is_there = |key: &str, event: i64| is_there(db, (exchange, hidden), key, event);
        Ok(Repeated {
            duplicate: match event_hash::of_id(exchange, event) {
                Some(hash) => match self.before(db, hash, id)? {
                    Some(before) => is_there("id", before)?,
                    None => false,
                },
                None => false,
            },
            double: match event_hash::of_content(exchange, event, payload) {
                Some(hash) => {
                    let at = exchange.request.received_at;
                    match self.alike(db, Seen { ord, hash, at })? {
                        Some(before) => is_there("ord", before)?,
                        None => false,
                    }
                }
                None => false,
            },
        })
    }

    /// Writes what was learnt.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn write(&mut self, db: &Connection) -> Result<(), rusqlite::Error> {
        let mut sorted: Vec<(i64, i64)> = self.seen.drain().collect();
        sorted.sort_unstable();
        let mut insert =
            db.prepare_cached("INSERT OR REPLACE INTO id_seen (hash, event) VALUES (?1, ?2)")?;
        for (hash, event) in sorted {
            insert.execute([hash, event])?;
        }
        let Some(fresh) = &mut self.fresh else {
            return Ok(());
        };
        db.prepare_cached("DELETE FROM fresh WHERE ord <= ?1")?
            .execute([fresh.gone])?;
        let mut insert =
            db.prepare_cached("INSERT INTO fresh (ord, hash, at) VALUES (?1, ?2, ?3)")?;
        let new = fresh
            .order
            .partition_point(|seen| seen.ord <= fresh.written);
        for seen in fresh.order.range(new..) {
            insert.execute(params![seen.ord, seen.hash, seen.at])?;
        }
        fresh.written = fresh.order.back().map_or(fresh.written, |seen| seen.ord);
        Ok(())
    }

    /// The newest event with that hash of an id; this one is it from now on.
    fn before(
        &mut self,
        db: &Connection,
        hash: i64,
        id: EventId,
    ) -> Result<Option<i64>, rusqlite::Error> {
        match self.seen.insert(hash, id.packed()) {
            Some(before) => Ok(Some(before)),
            None => db
                .prepare_cached("SELECT event FROM id_seen WHERE hash = ?1")?
                .query_row([hash], |row| row.get(0))
                .optional(),
        }
    }

    /// The ordinal of the event that this one is a double of.
    fn alike(&mut self, db: &Connection, seen: Seen) -> Result<Option<i64>, rusqlite::Error> {
        let fresh = match &mut self.fresh {
            Some(fresh) => fresh,
            none => none.insert(Fresh::read(db)?),
        };
        fresh.forget_before(seen.at - DOUBLE);
        fresh.order.push_back(seen);
        let before = fresh.newest.insert(seen.hash, seen);
        // Clocks step back: both ways.
        let alike = before.filter(|before| (seen.at - before.at).abs() <= DOUBLE);
        Ok(alike.map(|before| before.ord))
    }
}

impl Fresh {
    fn read(db: &Connection) -> Result<Fresh, rusqlite::Error> {
        let mut fresh = Fresh::default();
        let mut statement = db.prepare_cached("SELECT ord, hash, at FROM fresh ORDER BY ord")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (ord, hash, at) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let seen = Seen { ord, hash, at };
            fresh.order.push_back(seen);
            fresh.newest.insert(hash, seen);
            fresh.written = ord;
        }
        Ok(fresh)
    }

    /// Forgets the oldest: what came before the time `at`, and what is too much.
    fn forget_before(&mut self, at: i64) {
        while let Some(oldest) = self.order.front().copied()
            && (oldest.at < at || self.order.len() >= MOST_FRESH)
        {
            self.order.pop_front();
            self.gone = oldest.ord;
            if self
                .newest
                .get(&oldest.hash)
                .is_some_and(|newest| newest.ord == oldest.ord)
            {
                self.newest.remove(&oldest.hash);
            }
        }
    }
}

/// Whether an event of the same session as `exchange` is still in the recording: what was cleared
/// or pruned did not come.
fn is_there(
    db: &Connection,
    (exchange, hidden): (&Exchange, &Hidden),
    key: &str,
    event: i64,
) -> Result<bool, rusqlite::Error> {
    let id: Option<i64> = db
        .prepare_cached(&format!("SELECT id FROM event WHERE {key} = ?1"))?
        .query_row([event], |row| row.get(0))
        .optional()?;
    let is_shown = |id| !hidden.hides(EventId::unpack(id).cursor, &exchange.session);
    Ok(id.is_some_and(is_shown))
}
