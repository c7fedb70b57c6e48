use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};

use super::clear::{ClearAnswer, ClearParameters, cleared};
use super::list::wait;
use super::place::begin;
use super::{Problem, asked};
use crate::route::usable;
use crate::server::App;
use crate::store::{Bound, SessionRow};

/// What the list of sessions understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SessionsParameters {
    /// Only those of which a request came after this cursor (`1204`) or event (`1204.17`), or after
    /// `now`; what is told of them is of all of their requests.
    since: Option<String>,
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
}

/// The test sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionList {
    /// Each that anything is recorded of, that with the newest request first.
    pub items: Vec<SessionRow>,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
}

/// The test sessions that anything is recorded of, with how much, and when it came.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/sessions",
    operation_id = "list_sessions",
    params(SessionsParameters),
    responses(
        (status = 200, description = "what was asked for", body = SessionList),
        (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn list(
    app: Data<App>,
    parameters: Query<SessionsParameters>,
) -> Result<HttpResponse, Problem> {
    let since = begin(&app.reader, None, parameters.since.as_deref())?;
    let since = since.map_or(0, Bound::cursor);
    wait(&app.reader, parameters.at_least.as_deref()).await?;
    let sessions = asked(move |budget| {
        // Before the rows: what is recorded meanwhile may be missing, never the other way round.
        let (head, projected_to) = (app.reader.head(), app.reader.projected_to());
        let mut items = app.reader.sessions(budget)?;
        items.retain(|session| session.cursor > since);
        Ok(SessionList {
            items,
            head,
            projected_to,
        })
    });
    Ok(HttpResponse::Ok().json(sessions.await?))
}

/// Clears a test session, as if nothing had come: its requests and events, and what these taught. It
/// can be undone, as any clear can.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/sessions/{name}/reset",
    operation_id = "reset_session",
    params(("name" = String, Path, description = "the session's name")),
    responses(
        (status = 200, description = "what was cleared; nothing, if nothing had come", body = ClearAnswer),
        (status = 400, description = "no session can have that name", body = Problem),
        (status = 503, description = "it is recorded, but the projection did not reach it in time", body = Problem)
    )
)]
pub async fn reset(app: Data<App>, name: Path<String>) -> Result<HttpResponse, Problem> {
    let name = name.into_inner();
    if !usable(&name) {
        let taken = "letters, digits, - and _, 64 at most";
        return Err(Problem::parameter("the session's name", taken, &name));
    }
    let answer = cleared(&app, ClearParameters::session(&name)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// The same.
#[utoipa::path(
    delete,
    path = "/inspector/api/v1/sessions/{name}",
    operation_id = "delete_session",
    params(("name" = String, Path, description = "the session's name")),
    responses(
        (status = 200, description = "what was cleared; nothing, if nothing had come", body = ClearAnswer),
        (status = 400, description = "no session can have that name", body = Problem),
        (status = 503, description = "it is recorded, but the projection did not reach it in time", body = Problem)
    )
)]
pub async fn delete(app: Data<App>, name: Path<String>) -> Result<HttpResponse, Problem> {
    reset(app, name).await
}
