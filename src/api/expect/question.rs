use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::api::list::parsed;
use crate::api::place::{place, within};
use crate::api::{PATIENCE, Problem};
use crate::expect::{Count, Expectation, Live, Scope};
use crate::live::Feed;
use crate::query::Query;
use crate::route::usable;
use crate::server::App;
use crate::store::Bound;

/// The longest that a question may wait, in milliseconds: ten minutes.
const LONGEST: u64 = 600_000;

/// From where on events count.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Since {
    /// After everything up to this cursor.
    Cursor(i64),
    /// After the event with this id (`17.0`), or a cursor (`17`), or `now`: after everything that
    /// is recorded when the question is asked.
    Place(String),
}

/// Reads the body of a question.
///
/// # Errors
/// It is not JSON, or has other members than the question.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::body(&error.to_string()))
}

/// Which part of the recording is looked at; its newest cursor is `head`.
///
/// # Errors
/// `since` is no place in the recording, or no test session can have that name: nothing would ever be in it.
pub fn scope(
    head: i64,
    feed: Feed,
    session: Option<String>,
    since: Option<Since>,
) -> Result<Scope, Problem> {
    if let Some(name) = session.as_deref().filter(|name| !usable(name)) {
        let names = "the name of a test session: 1 to 64 letters from a to z, digits, - and _";
        return Err(Problem::parameter("session", names, name));
    }
    let since = match since {
        None => Bound::Cursor(0),
        Some(Since::Cursor(cursor)) => within("since", Bound::Cursor(cursor.max(0)), head)?,
        Some(Since::Place(text)) => place("since", &text, head)?,
    };
    Ok(Scope {
        feed,
        session,
        since,
    })
}

/// Reads a query; an empty one holds for everything.
///
/// # Errors
/// It is none.
pub fn query(text: &str) -> Result<Arc<Query>, Problem> {
    Ok(parsed(Some(text))?.unwrap_or_else(|| Arc::new(Query::all())))
}

/// What is expected.
///
/// # Errors
/// The query is none, or no number of events is as expected.
pub fn expectation(scope: Scope, q: &str, count: Option<Count>) -> Result<Expectation, Problem> {
    let count = count.unwrap_or(Count::SOME);
    if let Some(wrong) = count.wrong() {
        let taken = "min and max, 1000 at most, max not below min";
        return Err(Problem::parameter("count", taken, &wrong));
    }
    Ok(Expectation {
        scope,
        query: query(q)?,
        count,
    })
}

/// A time in milliseconds.
///
/// # Errors
/// It is longer than ten minutes.
pub fn time(name: &str, millis: Option<u64>, default: u64) -> Result<Duration, Problem> {
    let millis = millis.unwrap_or(default);
    if millis > LONGEST {
        let taken = "milliseconds, 600000 (ten minutes) at most";
        return Err(Problem::parameter(name, taken, &millis.to_string()));
    }
    Ok(Duration::from_millis(millis))
}

/// What is live of the recording.
pub fn live(app: &App) -> Live {
    Live {
        hub: Arc::clone(&app.hub),
        reader: Arc::clone(&app.reader),
        stopping: app.stopping.clone(),
        patience: PATIENCE,
    }
}
