use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::results;
use crate::event::{Event, Outcome};
use crate::store::postings::{Field, List, Postings, delivery_value};
use crate::store::{Entry, EventId, Exchange, StoreError, entry, fold};
use crate::workspace::Workspace;

/// How many requests one transaction takes at most, and while others come: their rows wait for it.
const BATCH: usize = 100;
const SHORT: usize = 10;

/// How long one transaction may take, and while others come; a request at hand is done first. A stop
/// waits for it, too.
const LONG: Duration = Duration::from_millis(200);
const BRIEF: Duration = Duration::from_millis(5);

/// Of how many events of a request it is worked out: what comes after is looked at when it is asked
/// for, so that a large batch does not hold up the projection.
const EVENTS: usize = 500;

/// How many bytes of bodies one transaction takes at most.
const BYTES: usize = 1024 * 1024;

/// Puts what became of events at their destinations into the postings.
pub struct DeliveryWriter {
    events: Postings,
    requests: Postings,
}

/// What the index has learnt of an event, by its ordinal.
type Learnt = (i64, Option<Outcome>, Option<String>);

impl DeliveryWriter {
    /// With nothing read yet.
    pub fn new() -> DeliveryWriter {
        DeliveryWriter {
            events: Postings::of_deliveries(List::Events),
            requests: Postings::of_deliveries(List::Requests),
        }
    }

    /// Works it out for some requests, of those up to `reached`; for a few if it has to be `short`.
    /// True if none is left.
    ///
    /// # Errors
    /// The recording cannot be read, or the index not be written.
    pub fn step(
        &mut self,
        index: &Connection,
        journal: &Connection,
        (reached, short): (i64, bool),
        workspace: impl FnMut(&str) -> Result<Arc<Workspace>, StoreError>,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT deliveries_to, deliveries_ord FROM progress";
        let (done, ord): (i64, i64) = index
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if done >= reached {
            return Ok(true);
        }
        let (limit, most) = if short { (SHORT, BRIEF) } else { (BATCH, LONG) };
        let (entries, upto) = entry::between(journal, (done, reached), (limit, BYTES))?;
        let transaction = index.unchecked_transaction()?;
        let written = self.write(&transaction, &entries, (upto, ord), most, workspace);
        let upto = match written {
            Ok(upto) => upto,
            Err(error) => {
                self.events.forget();
                self.requests.forget();
                return Err(error);
            }
        };
        transaction.commit()?;
        Ok(upto >= reached)
    }

    /// Writes what became of the events of `entries`, as many as there is time for; up to where.
    fn write(
        &mut self,
        db: &Connection,
        entries: &[(i64, Entry)],
        (mut upto, mut ord): (i64, i64),
        most: Duration,
        mut workspace: impl FnMut(&str) -> Result<Arc<Workspace>, StoreError>,
    ) -> Result<i64, StoreError> {
        let began = Instant::now();
        for (at, (cursor, entry)) in entries.iter().enumerate() {
            let Entry::Exchange(exchange) = entry else {
                continue;
            };
            let workspace = workspace(&exchange.workspace)?;
            if let Some(last) = self.request(db, *cursor, exchange, &workspace)? {
                ord = last;
            }
            if began.elapsed() > most && at + 1 < entries.len() {
                upto = *cursor;
                break;
            }
        }
        self.events.write(db)?;
        self.requests.write(db)?;
        db.prepare_cached("UPDATE progress SET deliveries_to = ?1, deliveries_ord = ?2")?
            .execute([upto, ord])?;
        Ok(upto)
    }

    /// Works it out for a request's events; the ordinal of the last one.
    fn request(
        &mut self,
        db: &Connection,
        cursor: i64,
        exchange: &Exchange,
        workspace: &Workspace,
    ) -> Result<Option<i64>, StoreError> {
        let learnt = learnt(db, cursor)?;
        if learnt.is_empty() {
            return Ok(None);
        }
        self.requests.begin(db, cursor)?;
        let mut events = fold::explain(exchange, workspace).events.into_iter();
        let mut last = None;
        for (at, (ord, outcome, user)) in learnt.into_iter().enumerate() {
            self.events.begin(db, ord)?;
            last = Some(ord);
            let event = events.next().filter(|_| at < EVENTS);
            let worked_out = event.and_then(|mut event| {
                fold::learn(&mut event, outcome, user);
                work_out(exchange, workspace, &event)
            });
            let Some(results) = worked_out else {
                self.both(Field::Delivery, "");
                continue;
            };
            for (connector, result) in results {
                self.both(Field::Delivery, result.as_str());
                self.both(Field::DeliveryTo, &delivery_value(&connector, result));
            }
        }
        Ok(last)
    }

    fn both(&mut self, field: Field, value: &str) {
        self.events.add(field, value);
        self.requests.add(field, value);
    }
}

/// Whatever goes wrong in there costs this event its place in the postings, never the others theirs.
fn work_out(
    exchange: &Exchange,
    workspace: &Workspace,
    event: &Event,
) -> Option<Vec<(String, crate::connector::DeliveryResult)>> {
    catch_unwind(AssertUnwindSafe(|| results(exchange, workspace, event))).ok()
}

fn learnt(db: &Connection, cursor: i64) -> Result<Vec<Learnt>, rusqlite::Error> {
    let sql = "SELECT ord, outcome, user_id FROM event WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let (first, last) = EventId::all_of(cursor);
    let rows = statement.query_map([first, last], |row| {
        let outcome = Outcome::parse(row.get_ref(1)?.as_str()?);
        Ok((row.get(0)?, outcome, row.get(2)?))
    })?;
    rows.collect()
}
