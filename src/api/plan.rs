use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query};
use serde::Deserialize;

use super::expect::{Since, scope};
use super::{PATIENCE, Problem};
use crate::live::Feed;
use crate::plan::{Checklist, checklists};
use crate::server::App;
use crate::store::{Bound, StoreError};

/// What the checklist understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PlanParameters {
    /// Only this test session.
    session: Option<String>,
    /// Only what came after this cursor (`1204`) or event (`1204.17`), or after `now`.
    since: Option<String>,
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
}

/// The tracking plans in force as checklists: of each event how often it was seen, valid, invalid,
/// or never; names that are not planned; coverage. An event is counted by the plan as it was when
/// the event came.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/plan",
    operation_id = "get_plan",
    params(PlanParameters),
    responses(
        (status = 200, description = "what was asked for", body = Checklist),
        (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn plan(
    app: Data<App>,
    parameters: Query<PlanParameters>,
) -> Result<HttpResponse, Problem> {
    let PlanParameters {
        session,
        since,
        at_least,
    } = parameters.into_inner();
    let since = since.map(Since::Place);
    let scope = scope(app.reader.head(), Feed::Events, session, since)?;
    if let Some(text) = at_least {
        let cursor = text
            .parse()
            .map_err(|_| Problem::parameter("at_least", "a cursor", &text))?;
        app.reader.wait_for(cursor, PATIENCE).await?;
    }
    let checklist = web::block(move || checklist(&app, scope.session, scope.since)).await??;
    Ok(HttpResponse::Ok().json(checklist))
}

/// The plans in force, with what came of each event after a place, in a test session or in all.
/// Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn checklist(
    app: &App,
    session: Option<String>,
    since: Bound,
) -> Result<Checklist, StoreError> {
    // Before the counts: what is recorded meanwhile may be missing, never the other way round.
    let (head, projected_to) = (app.reader.head(), app.reader.projected_to());
    let counts = app.reader.plan_counts(session.as_deref(), since)?;
    Ok(Checklist {
        plans: checklists(&app.workspace.workspace().plans, &counts),
        session,
        head,
        projected_to,
    })
}
