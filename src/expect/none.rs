use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::wait::{Watched, blocking, rows};
use super::{Count, Expectation, ExpectationVerdict, Live, Scope};
use crate::query::Query;
use crate::store::StoreError;

/// How many events are told that must not have come.
const SHOWN: usize = 10;

/// Events that must not come.
#[derive(Debug, Clone)]
pub struct Quiet {
    /// Which events are looked at.
    pub scope: Scope,
    /// What must hold for none of them.
    pub query: Arc<Query>,
    /// For how long from now on.
    pub quiet: Duration,
}

/// Waits as long as it has to be quiet, or until something comes that must not. Then what was
/// recorded by then is looked at as a whole.
///
/// # Errors
/// The recording cannot be read, the projection does not catch up, or the server stops.
pub async fn none(live: &Live, quiet: Quiet) -> Result<ExpectationVerdict, StoreError> {
    let until = Instant::now() + quiet.quiet;
    let expectation = Expectation {
        scope: quiet.scope,
        query: quiet.query,
        count: Count {
            min: 0,
            max: Some(0),
        },
    };
    let mut watched = Watched::start(live, &expectation, SHOWN).await?;
    while watched.found.is_empty() && watched.more(until).await? {}
    let upto = watched.rest(live).await?;
    let (found, reader) = (watched.found, Arc::clone(&live.reader));
    blocking(live, move || {
        let rows = rows(&reader, expectation.scope.feed, &found)?;
        ExpectationVerdict::of(&expectation, rows, SHOWN, &reader, upto)
    })
    .await
}
