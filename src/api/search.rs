use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::list::{parsed, platform, wait};
use super::place::begin;
use super::standing::Standing;
use super::{Problem, asked};
use crate::server::App;
use crate::store::{Counted, Facets, ListQuery, Listing, MOST_BUCKETS, Reader, Timeline};

/// What counts and facets understand.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SearchParameters {
    /// `events` (default) or `requests`.
    list: Option<String>,
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what this query holds for: docs/QUERY.md.
    q: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    after: Option<String>,
    /// The same as `after`, as the questions call it.
    since: Option<String>,
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
}

/// Which list is meant; the events if nothing is said.
pub fn listing(text: Option<&str>) -> Result<Listing, Problem> {
    match text {
        None | Some("events") => Ok(Listing::Events),
        Some("requests") => Ok(Listing::Requests),
        Some(other) => Err(Problem::parameter("list", "events or requests", other)),
    }
}

impl SearchParameters {
    fn read(&self, reader: &Reader) -> Result<(Listing, ListQuery), Problem> {
        let listing = listing(self.list.as_deref())?;
        let query = ListQuery {
            after: begin(reader, self.after.as_deref(), self.since.as_deref())?,
            session: self.session.clone(),
            platform: platform(self.platform.as_deref())?,
            query: parsed(self.q.as_deref())?,
            ..ListQuery::default()
        };
        Ok((listing, query))
    }
}

/// How many events or requests there are.
///
/// Where the query cannot be answered without looking at the
/// rows, and there is no time to look at all of them, the number is an estimate, and says so.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/count",
    operation_id = "count",
    params(SearchParameters),
    responses(
        (status = 200, description = "what was asked for", body = Standing<Counted>),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn count(
    app: Data<App>,
    parameters: Query<SearchParameters>,
) -> Result<HttpResponse, Problem> {
    let (listing, query) = parameters.read(&app.reader)?;
    wait(&app.reader, parameters.at_least.as_deref()).await?;
    let reader = app.reader.clone();
    let counted = asked(move |budget| reader.count(listing, &query, budget));
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, counted).await?))
}

/// Which values occur, and how often.
///
/// Those of platform, source, session, type, name, outcome and finding.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/facets",
    operation_id = "get_facets",
    params(SearchParameters),
    responses(
        (status = 200, description = "what was asked for", body = Standing<Facets>),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn facets(
    app: Data<App>,
    parameters: Query<SearchParameters>,
) -> Result<HttpResponse, Problem> {
    let (listing, query) = parameters.read(&app.reader)?;
    wait(&app.reader, parameters.at_least.as_deref()).await?;
    let reader = app.reader.clone();
    let facets = asked(move |budget| reader.facets(listing, &query, budget));
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, facets).await?))
}

/// What a timeline understands beside the same.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TimelineParameters {
    /// `events` (default) or `requests`.
    list: Option<String>,
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what this query holds for: docs/QUERY.md.
    q: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    after: Option<String>,
    /// The same as `after`, as the questions call it.
    since: Option<String>,
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
    /// How many buckets at most: 1 to 500, by default 60.
    buckets: Option<String>,
}

/// How many came when, by outcome.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/timeline",
    operation_id = "get_timeline",
    params(TimelineParameters),
    responses(
        (status = 200, description = "what was asked for", body = Standing<Timeline>),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn timeline(
    app: Data<App>,
    parameters: Query<TimelineParameters>,
) -> Result<HttpResponse, Problem> {
    let given = parameters.into_inner();
    let buckets = match given.buckets.as_deref() {
        None => 60,
        Some(text) => match text.parse() {
            Ok(buckets @ 1..=MOST_BUCKETS) => buckets,
            _ => return Err(Problem::parameter("buckets", "1 to 500", text)),
        },
    };
    let parameters = SearchParameters {
        list: given.list,
        session: given.session,
        platform: given.platform,
        q: given.q,
        after: given.after,
        since: given.since,
        at_least: given.at_least,
    };
    let (listing, query) = parameters.read(&app.reader)?;
    wait(&app.reader, parameters.at_least.as_deref()).await?;
    let reader = app.reader.clone();
    let timeline = asked(move |budget| reader.timeline(listing, &query, buckets, budget));
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, timeline).await?))
}
