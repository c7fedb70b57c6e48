use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;

use super::StoreError;
use super::control::ranges_of_text;
use super::postings::Bits;

/// Which requests of the index are no longer part of the recording, though their rows are still
/// there: cleared ones, which can be brought back, and ones that are being removed. Their events,
/// and what these taught, are hidden with them.
#[derive(Default)]
pub struct Hidden {
    /// Everything up to this cursor is pruned.
    pruned_to: i64,
    /// Everything up to this cursor is hidden.
    floor: i64,
    /// Of these test sessions, everything up to a cursor.
    sessions: Vec<(String, i64)>,
    /// Of these ranges of cursors, all; ascending.
    ranges: Vec<Vec<(i64, i64)>>,
    /// The clears that it was made of.
    clears: Vec<i64>,
    /// By chunk, the events whose requests are in `ranges`, where they were asked for. They came before
    /// the clear: none is added.
    events: Mutex<HashMap<i64, Bits>>,
}

impl Hidden {
    /// Reads it from the index. `known` is returned where nothing has changed: what was cleared by
    /// a query may be long.
    pub fn read(db: &Connection, known: &Arc<Hidden>) -> Result<Arc<Hidden>, rusqlite::Error> {
        let pruned_to: i64 = db
            .prepare_cached("SELECT pruned_to FROM progress")?
            .query_row([], |row| row.get(0))?;
        let clears: Vec<i64> = db
            .prepare_cached("SELECT clear FROM cleared ORDER BY clear")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if clears == known.clears && known.pruned_to == pruned_to {
            return Ok(Arc::clone(known));
        }
        let mut hidden = Hidden {
            pruned_to,
            floor: pruned_to,
            clears,
            ..Hidden::default()
        };
        let mut statement =
            db.prepare_cached("SELECT upto, session, ranges FROM cleared ORDER BY clear")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let upto = row.get(0)?;
            match (row.get(1)?, row.get::<_, Option<String>>(2)?) {
                (Some(session), _) => hidden.sessions.push((session, upto)),
                (None, Some(ranges)) => hidden.ranges.push(ranges_of_text(&ranges)),
                (None, None) => hidden.floor = hidden.floor.max(upto),
            }
        }
        Ok(Arc::new(hidden))
    }

    /// Whether the request with that cursor, of that test session, is hidden.
    pub fn hides(&self, cursor: i64, session: &str) -> bool {
        cursor <= self.floor
            || self
                .sessions
                .iter()
                .any(|(name, upto)| cursor <= *upto && name == session)
            || self.ranges.iter().any(|ranges| in_ranges(ranges, cursor))
    }

    /// Everything up to this cursor is pruned: it is hidden for good.
    pub fn pruned_to(&self) -> i64 {
        self.pruned_to
    }

    /// Whether nothing is hidden but what lies below the floor.
    pub fn is_floor_only(&self) -> bool {
        self.sessions.is_empty() && self.ranges.is_empty()
    }

    /// The test sessions of which everything up to a cursor is hidden.
    pub fn sessions(&self) -> &[(String, i64)] {
        &self.sessions
    }

    /// The ranges of cursors that are hidden and reach into `first..=last`.
    pub fn ranges_in(&self, first: i64, last: i64) -> impl Iterator<Item = (i64, i64)> + '_ {
        self.ranges.iter().flat_map(move |ranges| {
            let from = ranges.partition_point(|(_, end)| *end < first);
            let reaching = ranges.iter().skip(from).copied();
            reaching.take_while(move |(start, _)| *start <= last)
        })
    }

    /// The events of a chunk whose requests are in the ranges: `find` finds them the first time.
    ///
    /// # Errors
    /// Those of `find`.
    pub fn events_of(
        &self,
        chunk: i64,
        find: impl FnOnce() -> Result<Bits, StoreError>,
    ) -> Result<Bits, StoreError> {
        let known = || {
            self.events
                .lock()
                .unwrap_or_else(|broken| broken.into_inner())
        };
        if let Some(events) = known().get(&chunk) {
            return Ok(*events);
        }
        let events = find()?;
        known().insert(chunk, events);
        Ok(events)
    }

    /// Everything up to this cursor is hidden: a list need not look there.
    pub fn floor(&self) -> i64 {
        self.floor
    }
}

fn in_ranges(ranges: &[(i64, i64)], cursor: i64) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= cursor);
    after
        .checked_sub(1)
        .and_then(|at| ranges.get(at))
        .is_some_and(|(_, last)| cursor <= *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_hidden_by_cursor_by_session_and_by_range() {
        let hidden = Hidden {
            pruned_to: 0,
            floor: 2,
            sessions: vec![("a".into(), 6)],
            ranges: vec![vec![(8, 8), (10, 12)]],
            ..Hidden::default()
        };
        let seen: Vec<i64> = (1..15).filter(|at| !hidden.hides(*at, "a")).collect();
        assert_eq!(seen, [7, 9, 13, 14]);
        let seen: Vec<i64> = (1..15).filter(|at| !hidden.hides(*at, "b")).collect();
        assert_eq!(seen, [3, 4, 5, 6, 7, 9, 13, 14]);
    }
}
