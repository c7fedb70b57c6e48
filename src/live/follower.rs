use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

use super::pace::Pace;
use super::{Feed, Rows};
use crate::store::{Bound, ListQuery, Order, Reader, StoreError};

/// The most rows that a person is told at once. Who is that far behind reads the list again.
const MOST: usize = 100;

/// How many rows a program is told at once.
const MOST_FOR_PROGRAM: usize = 500;

/// The longest silence.
const SILENCE: Duration = Duration::from_secs(15);

/// Follows a list as it grows, from a place in it.
pub struct Follower {
    feed: Feed,
    reader: Arc<Reader>,
    query: ListQuery,
    projected: watch::Receiver<i64>,
    stopping: watch::Receiver<bool>,
    pace: Pace,
    /// Whether every row is told, however many there are and as fast as they are taken.
    whole: bool,
    /// The place to resume from is one of another recording: it was deleted, and began anew.
    lost: bool,
}

/// What there is to tell.
#[derive(Debug)]
pub enum Told {
    /// New rows, oldest first.
    Rows(Rows),
    /// Too much to tell: the list as it is now begins at this cursor.
    Resync(i64),
    /// Rows were cleared or brought back: the list as it is now begins at this cursor.
    Cleared(i64),
    /// Nothing for a while.
    Nothing,
}

impl Follower {
    /// Follows `feed`, narrowed as `query` is, from after its `after`, or from now.
    pub fn new(
        feed: Feed,
        query: ListQuery,
        reader: Arc<Reader>,
        projected: watch::Receiver<i64>,
        stopping: watch::Receiver<bool>,
    ) -> Follower {
        let now = reader.projected_to();
        let ahead = |bound: Bound| bound.cursor() > now;
        Follower {
            lost: query.after.is_some_and(ahead),
            query: ListQuery {
                order: Order::Ascending,
                after: query.after.or(Some(Bound::Cursor(now))),
                before: None,
                limit: MOST,
                ..query
            },
            feed,
            reader,
            projected,
            stopping,
            pace: Pace::new(Instant::now()),
            whole: false,
        }
    }

    /// Tells every row, as fast as they are taken: for a program, which reads them all.
    pub fn whole(self) -> Follower {
        Follower {
            whole: true,
            query: ListQuery {
                limit: MOST_FOR_PROGRAM,
                ..self.query
            },
            ..self
        }
    }

    /// Waits for what comes next; nothing if the server stops.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub async fn next(&mut self) -> Result<Option<Told>, StoreError> {
        let silence = Instant::now() + SILENCE;
        loop {
            if *self.stopping.borrow() {
                return Ok(None);
            }
            let wait = self.pace.wait(Instant::now());
            tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return Ok(None),
                () = sleep(wait) => {}
            }
            // Before it is read: what is projected meanwhile wakes the wait below.
            self.projected.mark_unchanged();
            let told = self.read().await?;
            if !self.whole {
                self.pace.told(Instant::now());
            }
            if told.is_some() {
                return Ok(told);
            }
            let left = silence.saturating_duration_since(Instant::now());
            let changed = tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return Ok(None),
                changed = timeout(left, self.projected.changed()) => changed,
            };
            match changed {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Ok(None),
                Err(_) => return Ok(Some(Told::Nothing)),
            }
        }
    }

    async fn read(&mut self) -> Result<Option<Told>, StoreError> {
        if std::mem::take(&mut self.lost) {
            let now = self.reader.projected_to();
            self.query.after = Some(Bound::Cursor(now));
            return Ok(Some(Told::Resync(now)));
        }
        loop {
            let (feed, query, reader) = (self.feed, self.query.clone(), Arc::clone(&self.reader));
            // A program is told what comes, and keeps what it has.
            let shown = (!self.whole).then_some(query.after).flatten();
            let (rows, page, cleared) = web::block(move || {
                let (rows, page) = feed.read(&reader, &query)?;
                let cleared = match shown {
                    Some(after) => reader.is_cleared_between(after.cursor(), page.projected_to)?,
                    None => false,
                };
                Ok::<_, StoreError>((rows, page, cleared))
            })
            .await
            .map_err(|_| StoreError::Closed)??;
            if cleared {
                self.query.after = Some(Bound::Cursor(page.projected_to));
                return Ok(Some(Told::Cleared(page.projected_to)));
            }
            let next = page.next.as_deref().and_then(Bound::parse);
            if next.is_some() && (self.whole || page.incomplete) {
                // There is more, or the time was over before all was looked at: on from there.
                self.query.after = next;
                match rows.is_empty() && !*self.stopping.borrow() {
                    true => continue,
                    false => return Ok(Some(Told::Rows(rows))),
                }
            }
            // All events of a request become visible at once, so its cursor says it all.
            let reached = rows.newest().unwrap_or(0).max(page.projected_to);
            self.query.after = Some(Bound::Cursor(reached));
            return Ok(if next.is_some() {
                Some(Told::Resync(reached))
            } else if rows.is_empty() {
                None
            } else {
                Some(Told::Rows(rows))
            });
        }
    }
}
