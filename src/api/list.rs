use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use super::Problem;
use super::mask::masker;
use super::place::{begin, bound};
use crate::platform::Platform;
use crate::query::Query;
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{ListQuery, Order, Reader};

/// How long a list waits for `at_least`.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The most rows that one answer carries.
const MOST: usize = 1000;

/// What every list understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ListParameters {
    /// `desc`, newest first (default), or `asc`, oldest first.
    order: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    after: Option<String>,
    /// The same as `after`, as the questions call it.
    since: Option<String>,
    /// Only what comes before this cursor or event.
    before: Option<String>,
    /// How many rows at most: 1 to 1000, by default 100.
    limit: Option<String>,
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what this query holds for: docs/QUERY.md.
    q: Option<String>,
    /// `1` masks personal data by the workspace's `redaction`, and keys and cookies; `0` by default.
    mask: Option<String>,
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
}

impl ListParameters {
    /// Masks rows, each for itself, if that is asked for.
    ///
    /// # Errors
    /// `mask` is neither 0 nor 1.
    pub fn masked<T>(
        &self,
        app: &App,
        rows: &mut [T],
        mask: fn(&mut Masker, &mut T),
    ) -> Result<(), Problem> {
        for row in rows {
            match masker(self.mask.as_deref(), app)? {
                Some(mut masker) => mask(&mut masker, row),
                None => break,
            }
        }
        Ok(())
    }

    /// Reads the parameters.
    ///
    /// # Errors
    /// One that cannot be read.
    pub fn query(&self, reader: &Reader) -> Result<ListQuery, Problem> {
        let order = match self.order.as_deref() {
            None | Some("desc") => Order::Descending,
            Some("asc") => Order::Ascending,
            Some(other) => return Err(Problem::parameter("order", "asc or desc", other)),
        };
        let limit = match self.limit.as_deref() {
            None => 100,
            Some(text) => match text.parse() {
                Ok(limit @ 1..=MOST) => limit,
                _ => return Err(Problem::parameter("limit", "1 to 1000", text)),
            },
        };
        Ok(ListQuery {
            order,
            after: begin(reader, self.after.as_deref(), self.since.as_deref())?,
            before: bound("before", self.before.as_deref())?,
            limit,
            session: self.session.clone(),
            platform: platform(self.platform.as_deref())?,
            query: parsed(self.q.as_deref())?,
        })
    }

    /// Waits for `at_least`, if it was asked for.
    ///
    /// # Errors
    /// It cannot be read, or the projection did not reach it in time.
    pub async fn wait(&self, reader: &Reader) -> Result<(), Problem> {
        wait(reader, self.at_least.as_deref()).await
    }
}

/// Waits for `at_least`, if it was asked for.
///
/// # Errors
/// It cannot be read, or the projection did not reach it in time.
pub async fn wait(reader: &Reader, at_least: Option<&str>) -> Result<(), Problem> {
    let Some(text) = at_least else {
        return Ok(());
    };
    let Ok(cursor) = text.parse() else {
        return Err(Problem::parameter("at_least", "a cursor", text));
    };
    Ok(reader.wait_for(cursor, PATIENCE).await?)
}

/// Reads `platform`.
///
/// # Errors
/// It is none.
pub fn platform(text: Option<&str>) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if Platform::parse(text).is_none() => {
            let known = "jentis, jitsu, commanders-act or datafly";
            Err(Problem::parameter("platform", known, text))
        }
        text => Ok(text.map(str::to_string)),
    }
}

/// Reads `q`. One that cannot be read is not run, and leaves nothing out either: it is an error.
///
/// # Errors
/// It cannot be read.
pub fn parsed(text: Option<&str>) -> Result<Option<Arc<Query>>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let now = jiff::Timestamp::now().as_microsecond();
    let query = Query::parse(text, now).map_err(|error| Problem::query(&error))?;
    Ok(Some(Arc::new(query)))
}
