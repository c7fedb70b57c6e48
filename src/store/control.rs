use rusqlite::{Connection, OptionalExtension, Row, params};

use super::StoreError;

/// What was done to the recording itself: a row of the journal that is no request. The projection
/// takes it in its place among the requests.
#[derive(Debug, Clone, PartialEq)]
pub enum Control {
    /// Requests were cleared.
    Clear(Clear),
    /// The clear with that cursor was undone.
    Undo(i64),
    /// The clear with that cursor can't be undone any more: its requests are removed.
    Purge(i64),
    /// Everything up to that cursor was pruned.
    Prune(i64),
    /// Another workspace came into force.
    Reload(Reload),
}

/// Which requests are cleared, with their events.
#[derive(Debug, Clone, PartialEq)]
pub struct Clear {
    /// Which of them.
    pub what: Cleared,
    /// Only those up to this cursor, and none that comes later.
    pub upto: i64,
}

/// What is cleared.
#[derive(Debug, Clone, PartialEq)]
pub enum Cleared {
    /// All requests.
    All,
    /// Those of a test session.
    Session(String),
    /// Those with these cursors: ranges, ascending, both ends included.
    Requests(Vec<(i64, i64)>),
}

/// A workspace that came into force while the recording was open, or since it was open last.
#[derive(Debug, Clone, PartialEq)]
pub struct Reload {
    /// Its hash.
    pub workspace: String,
    /// The events from this cursor on are held against its tracking plans; none if the plans are
    /// as they were.
    pub from: Option<i64>,
}

impl Cleared {
    /// The requests with these cursors, in any order.
    pub fn requests(mut cursors: Vec<i64>) -> Cleared {
        cursors.sort_unstable();
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for cursor in cursors {
            match ranges.last_mut() {
                Some((_, last)) if cursor <= last.saturating_add(1) => *last = cursor,
                _ => ranges.push((cursor, cursor)),
            }
        }
        Cleared::Requests(ranges)
    }
}

/// Appends a control row, if it still makes sense; its cursor, or why it does not.
pub fn insert(
    db: &Connection,
    control: &Control,
    at: i64,
) -> Result<Result<i64, StoreError>, rusqlite::Error> {
    if let Control::Undo(clear) | Control::Purge(clear) = control
        && let Some(refused) = settled(db, *clear)?
    {
        return Ok(Err(refused));
    }
    let (session, moment, workspace) = match control {
        Control::Clear(clear) => match &clear.what {
            Cleared::All => (None, None, None),
            Cleared::Session(name) => (Some(name), None, None),
            Cleared::Requests(ranges) => (None, Some(ranges_as_text(ranges)), None),
        },
        Control::Reload(reload) => (None, None, Some(&reload.workspace)),
        Control::Undo(_) | Control::Purge(_) | Control::Prune(_) => (None, None, None),
    };
    db.prepare_cached(
        "INSERT INTO entry (kind, at, refers, session, moment, workspace) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        control.kind(),
        at,
        refers(db, control)?,
        session,
        moment,
        workspace
    ])?;
    Ok(Ok(db.last_insert_rowid()))
}

/// Reads a control row of that kind; nothing if it is none.
pub fn read(row: &Row, kind: i64) -> Result<Option<Control>, rusqlite::Error> {
    let refers = || row.get::<_, i64>("refers");
    Ok(Some(match kind {
        3 => Control::Clear(Clear {
            upto: refers()?,
            what: match (row.get("session")?, row.get::<_, Option<String>>("moment")?) {
                (Some(session), _) => Cleared::Session(session),
                (None, Some(ranges)) => Cleared::Requests(ranges_of_text(&ranges)),
                (None, None) => Cleared::All,
            },
        }),
        4 => Control::Undo(refers()?),
        5 => Control::Purge(refers()?),
        6 => Control::Prune(refers()?),
        7 => Control::Reload(Reload {
            workspace: row.get("workspace")?,
            from: row.get("refers")?,
        }),
        _ => return Ok(None),
    }))
}

/// Whether a clear or an undo is among the rows after `after` and up to `upto`.
pub fn is_cleared_between(db: &Connection, after: i64, upto: i64) -> Result<bool, rusqlite::Error> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM entry WHERE cursor > ?1 AND cursor <= ?2 AND kind IN (3, 4))",
    )?
    .query_row([after, upto], |row| row.get(0))
}

impl Control {
    /// `entry.kind`.
    fn kind(&self) -> i64 {
        match self {
            Control::Clear(_) => 3,
            Control::Undo(_) => 4,
            Control::Purge(_) => 5,
            Control::Prune(_) => 6,
            Control::Reload(_) => 7,
        }
    }
}

/// `entry.refers`. A clear never reaches beyond what is there when it is written.
fn refers(db: &Connection, control: &Control) -> Result<Option<i64>, rusqlite::Error> {
    let newest = || {
        db.prepare_cached("SELECT coalesce(max(cursor), 0) FROM entry")?
            .query_row([], |row| row.get::<_, i64>(0))
    };
    Ok(match control {
        Control::Clear(clear) => Some(clear.upto.min(newest()?)),
        Control::Prune(upto) => Some((*upto).min(newest()?)),
        Control::Undo(clear) | Control::Purge(clear) => Some(*clear),
        Control::Reload(reload) => reload.from,
    })
}

/// Why the clear with that cursor can neither be undone nor made final, if so.
fn settled(db: &Connection, clear: i64) -> Result<Option<StoreError>, rusqlite::Error> {
    let is_clear = "SELECT 1 FROM entry WHERE cursor = ?1 AND kind = 3";
    let found = db.prepare_cached(is_clear)?.exists([clear])?;
    let by = "SELECT kind FROM entry \
              WHERE kind > 1 AND kind IN (4, 5) AND refers = ?1 LIMIT 1";
    let settled: Option<i64> = db
        .prepare_cached(by)?
        .query_row([clear], |row| row.get(0))
        .optional()?;
    Ok(match settled {
        _ if !found => Some(StoreError::NoSuchClear { clear }),
        Some(4) => Some(StoreError::ClearUndone { clear }),
        Some(_) => Some(StoreError::ClearFinal { clear }),
        None => None,
    })
}

/// Ranges as the journal and the index keep them: JSON, `[[first, last], …]`.
pub fn ranges_as_text(ranges: &[(i64, i64)]) -> String {
    serde_json::to_string(ranges).unwrap_or_default()
}

/// The ranges of such a text.
pub fn ranges_of_text(text: &str) -> Vec<(i64, i64)> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_become_ranges() {
        let ranges = |cursors: &[i64]| Cleared::requests(cursors.to_vec());
        let expected = Cleared::Requests(vec![(1, 3), (7, 7), (9, 10)]);
        assert_eq!(ranges(&[3, 1, 2, 7, 10, 9, 9]), expected);
        assert_eq!(ranges(&[]), Cleared::Requests(Vec::new()));
    }
}
