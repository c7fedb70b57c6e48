use rusqlite::{Connection, OptionalExtension, params};

use super::{Reader, StoreError, connection};
use crate::workspace::Limits;

/// How much beyond its limit a recording may grow before it is pruned: a hundredth, so that not
/// each request causes a pruning.
const SLACK: u64 = 100;

/// How many requests the index has, counted as it grows.
#[derive(Debug, Default)]
pub struct Kept {
    requests: u64,
    upto: i64,
}

impl Kept {
    /// Counts up to the cursor `reached`.
    pub fn count(&mut self, index: &Connection, reached: i64) -> Result<u64, rusqlite::Error> {
        let sql = "SELECT count(*) FROM request WHERE cursor > ?1 AND cursor <= ?2";
        let more: i64 = index
            .prepare_cached(sql)?
            .query_row([self.upto, reached], |row| row.get(0))?;
        self.requests += u64::try_from(more).unwrap_or_default();
        self.upto = reached;
        Ok(self.requests)
    }

    /// So many of those that were counted are removed.
    pub fn removed(&mut self, requests: usize) {
        let requests = u64::try_from(requests).unwrap_or(u64::MAX);
        self.requests = self.requests.saturating_sub(requests);
    }
}

/// What a pruning would remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrunePlan {
    /// Everything up to this cursor.
    pub upto: i64,
    /// So many requests of it are still there, the cleared ones included.
    pub requests: i64,
    /// And so many events.
    pub events: i64,
}

impl Reader {
    /// What is to be pruned so that the recording comes within `limits`; nothing if it is.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn prune_plan(&self, limits: &Limits) -> Result<Option<PrunePlan>, StoreError> {
        let journal = self.journal.with(|db| Ok(connection::used_bytes(db)?))?;
        let now = jiff::Timestamp::now().as_microsecond();
        self.look(|db, hidden| {
            let used = || Ok(journal + connection::used_bytes(db)?);
            let requests = Kept::default().count(db, i64::MAX)?;
            let Some(upto) = prune_to(db, limits, requests, now, used)? else {
                return Ok(None);
            };
            let sql = "SELECT count(*), coalesce(sum(events), 0) FROM request \
                       WHERE cursor > ?1 AND cursor <= ?2";
            let plan = db
                .prepare_cached(sql)?
                .query_row([hidden.pruned_to(), upto], |row| {
                    Ok(PrunePlan {
                        upto,
                        requests: row.get(0)?,
                        events: row.get(1)?,
                    })
                })?;
            Ok((plan.requests > 0).then_some(plan))
        })
    }

    /// How many requests up to that cursor are still there, hidden ones included.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn left_up_to(&self, upto: i64) -> Result<i64, StoreError> {
        self.look(|db, _| {
            let sql = "SELECT count(*) FROM request WHERE cursor <= ?1";
            Ok(db
                .prepare_cached(sql)?
                .query_row([upto], |row| row.get(0))?)
        })
    }
}

/// Up to which cursor the index is to be pruned to come within `limits`, if it is beyond one: it
/// has so many requests, the time is `now` (microseconds since 1970), and so many bytes are used.
pub fn prune_to(
    index: &Connection,
    limits: &Limits,
    requests: u64,
    now: i64,
    used: impl FnOnce() -> Result<i64, rusqlite::Error>,
) -> Result<Option<i64>, rusqlite::Error> {
    let mut upto = None;
    if let Some(most) = limits.requests
        && requests > most.saturating_add(most / SLACK)
    {
        upto = upto.max(oldest(index, requests - most)?);
    }
    if let Some(age) = limits.age {
        let age = i64::try_from(age.as_micros()).unwrap_or(i64::MAX);
        upto = upto.max(older(index, now.saturating_sub(age))?);
    }
    if let Some(most) = limits.size {
        let used = u64::try_from(used()?).unwrap_or_default();
        if used > most.saturating_add(most / SLACK) {
            // As if all requests were of the same size; what is then left over is seen next time.
            let part = u128::from(requests) * u128::from(used - most) / u128::from(used.max(1));
            let part = u64::try_from(part).unwrap_or(u64::MAX).max(1);
            upto = upto.max(oldest(index, part.min(requests))?);
        }
    }
    Ok(upto)
}

/// The cursor of the last of the so many oldest requests.
fn oldest(index: &Connection, requests: u64) -> Result<Option<i64>, rusqlite::Error> {
    let before = i64::try_from(requests.saturating_sub(1)).unwrap_or(i64::MAX);
    index
        .prepare_cached("SELECT cursor FROM request ORDER BY cursor LIMIT 1 OFFSET ?1")?
        .query_row([before], |row| row.get(0))
        .optional()
}

/// The cursor of the last request before the first one that came at `time` or later.
fn older(index: &Connection, time: i64) -> Result<Option<i64>, rusqlite::Error> {
    let sql = "SELECT cursor FROM request WHERE received_at >= ?1 ORDER BY cursor LIMIT 1";
    let young: Option<i64> = index
        .prepare_cached(sql)?
        .query_row([time], |row| row.get(0))
        .optional()?;
    let sql = "SELECT max(cursor) FROM request WHERE cursor < ?1";
    index
        .prepare_cached(sql)?
        .query_row(params![young.unwrap_or(i64::MAX)], |row| row.get(0))
}
