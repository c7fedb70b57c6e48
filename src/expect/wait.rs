use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use super::count::Decided;
use super::recorded::{recorded, upto_now};
use super::{Expectation, ExpectationVerdict};
use crate::live::{Feed, Heard, Hub, Listening, Rows};
use crate::store::{EventId, Reader, StoreError};

/// What is live of a recording.
#[derive(Clone)]
pub struct Live {
    /// Tells what comes.
    pub hub: Arc<Hub>,
    /// Tells what is there.
    pub reader: Arc<Reader>,
    /// Turns true when the server stops.
    pub stopping: watch::Receiver<bool>,
    /// How long the projection may take to catch up with a question.
    pub patience: Duration,
}

/// Waits until `expectation` holds, until it cannot any more, or until the time is up. Then what
/// was recorded by then is looked at as a whole.
///
/// # Errors
/// The recording cannot be read, the projection does not catch up, or the server stops.
pub async fn wait(
    live: &Live,
    expectation: Expectation,
    timeout: Duration,
) -> Result<ExpectationVerdict, StoreError> {
    let until = Instant::now() + timeout;
    let most = expectation.count.decisive().max(1);
    let mut watched = Watched::start(live, &expectation, most).await?;
    loop {
        let decided = expectation.count.decide(watched.found.len());
        if decided != Decided::TooFew || !watched.more(until).await? {
            break;
        }
    }
    let upto = match expectation.count.decide(watched.found.len()) {
        Decided::TooFew => watched.rest(live).await?,
        // One too many may be recorded, and not be explained yet.
        Decided::Holds if expectation.count.max.is_some() => watched.rest(live).await?,
        Decided::Holds | Decided::TooMany => watched.reached(),
    };
    let found = watched.found;
    let reader = Arc::clone(&live.reader);
    blocking(live, move || {
        let rows = rows(&reader, expectation.scope.feed, &found)?;
        ExpectationVerdict::of(&expectation, rows, most, &reader, upto)
    })
    .await
}

/// What was found of an expectation so far.
pub(super) struct Watched {
    listening: Listening,
    stopping: watch::Receiver<bool>,
    most: usize,
    /// What matches, oldest first.
    pub found: Vec<EventId>,
    from: i64,
}

impl Watched {
    /// Listens to what comes from now on, and looks once at what is there. No more than `most`
    /// events are found.
    ///
    /// # Errors
    /// The recording cannot be read, or the server stops.
    pub async fn start(
        live: &Live,
        expectation: &Expectation,
        most: usize,
    ) -> Result<Watched, StoreError> {
        let scope = expectation.scope.clone();
        let query = Arc::clone(&expectation.query);
        let narrowed = scope.narrow(&query);
        let mut listening = live.hub.listen(scope.feed, narrowed, scope.since.last());
        let Some(Heard::From(from)) = listening.next().await else {
            return Err(StoreError::Closed);
        };
        let reader = Arc::clone(&live.reader);
        let there = blocking(live, move || recorded(&reader, &scope, &query, from, most)).await?;
        Ok(Watched {
            listening,
            stopping: live.stopping.clone(),
            most,
            found: there.ids(),
            from,
        })
    }

    /// Waits for more; false if nothing came until then.
    ///
    /// # Errors
    /// The server stops.
    pub async fn more(&mut self, until: Instant) -> Result<bool, StoreError> {
        let heard = tokio::select! {
            _ = self.stopping.wait_for(|stopping| *stopping) => return Err(StoreError::Closed),
            heard = timeout_at(until, self.listening.next()) => heard,
        };
        match heard {
            Ok(Some(heard)) => {
                self.take(heard);
                Ok(true)
            }
            Ok(None) => Err(StoreError::Closed),
            Err(_) => Ok(false),
        }
    }

    /// Takes in the rest of what is recorded now; its newest cursor.
    ///
    /// # Errors
    /// The projection does not catch up.
    pub async fn rest(&mut self, live: &Live) -> Result<i64, StoreError> {
        let upto = upto_now(&live.reader, live.patience).await?;
        // What is projected was told before.
        while let Some(heard) = self.listening.told() {
            self.take(heard);
        }
        self.found.retain(|id| id.cursor <= upto);
        Ok(upto)
    }

    fn take(&mut self, heard: Heard) {
        if let Heard::Matches(ids) = heard {
            let room = self.most.saturating_sub(self.found.len());
            self.found.extend(ids.into_iter().take(room));
        }
    }

    /// Up to which cursor it was looked at least.
    fn reached(&self) -> i64 {
        let last = self.found.last().map_or(0, |id| id.cursor);
        last.max(self.from)
    }
}

/// The rows with these ids. One that was cleared meanwhile is not there any more.
///
/// # Errors
/// The recording cannot be read.
pub(super) fn rows(reader: &Reader, feed: Feed, ids: &[EventId]) -> Result<Rows, StoreError> {
    let mut rows = Rows::none(feed);
    for id in ids {
        rows.extend(match feed {
            Feed::Events => Rows::Events(reader.event(*id)?.into_iter().collect()),
            Feed::Requests => Rows::Requests(reader.request(id.cursor)?.into_iter().collect()),
        });
    }
    Ok(rows)
}

/// Runs what blocks on a thread for that, in its turn.
///
/// # Errors
/// It fails, or the server stops.
pub(super) async fn blocking<T: Send + 'static>(
    live: &Live,
    ask: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let _turn = live.hub.turn().await.ok_or(StoreError::Closed)?;
    web::block(ask).await.map_err(|_| StoreError::Closed)?
}
