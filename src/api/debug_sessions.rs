use actix_web::HttpResponse;
use actix_web::web::{self, Data, Json, Path, Query};
use serde::{Deserialize, Serialize};

use super::{PATIENCE, Problem};
use crate::debug_session::DebugSessionError;
use crate::monitor::{PreviewParameters, Sessions, sessions};
use crate::server::{App, end_session, start_session};

/// What a list of this kind understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// First waits until the projection has reached this cursor, 10 seconds at most.
    at_least: Option<String>,
}

/// JENTIS's debug sessions and the debug codes that are nobody's.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DebugSessionList {
    /// What there is.
    #[serde(flatten)]
    pub list: Sessions,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
}

/// A debug session to start.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDebugSession {
    /// The source, by name.
    pub source: String,
    /// One of its versions.
    pub version: String,
    /// The code, to claim one that came; a new one if there is none.
    #[serde(default)]
    pub code: Option<String>,
}

/// A debug session that was started.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct StartedDebugSession {
    /// Its code.
    pub code: String,
    /// The source that it is of.
    pub source: String,
    /// The version that was chosen.
    pub version: String,
    /// What to paste.
    pub preview: PreviewParameters,
    /// The cursor of the start in the journal: `at_least` waits for it.
    pub cursor: i64,
}

/// A debug session that was ended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EndedDebugSession {
    /// Its code.
    pub code: String,
    /// The cursor of the end in the journal: `at_least` waits for it.
    pub cursor: i64,
}

impl AtLeast {
    /// Waits for `at_least`, if it was asked for.
    ///
    /// # Errors
    /// It cannot be read, or the projection did not reach it in time.
    pub async fn wait(&self, app: &App) -> Result<(), Problem> {
        let Some(text) = self.at_least.as_deref() else {
            return Ok(());
        };
        let cursor = text
            .parse()
            .map_err(|_| Problem::parameter("at_least", "a cursor", text))?;
        Ok(app.reader.wait_for(cursor, PATIENCE).await?)
    }
}

/// JENTIS's debug sessions, with what came in each, and the debug codes that came and are nobody's.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/jentis/debug-sessions",
    operation_id = "list_debug_sessions",
    params(AtLeast),
    responses(
        (status = 200, description = "what was asked for", body = DebugSessionList),
        (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn list(app: Data<App>, parameters: Query<AtLeast>) -> Result<HttpResponse, Problem> {
    parameters.wait(&app).await?;
    let found = web::block(move || {
        // Before the rows: what is recorded meanwhile may be missing, never the other way round.
        let (head, projected_to) = (app.reader.head(), app.reader.projected_to());
        sessions(&app.reader, &app.workspace.workspace()).map(|list| DebugSessionList {
            list,
            head,
            projected_to,
        })
    });
    Ok(HttpResponse::Ok().json(found.await??))
}

/// Starts a debug session of a version of a JENTIS source. It outlives a restart.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/jentis/debug-sessions",
    operation_id = "start_debug_session",
    request_body = NewDebugSession,
    responses(
        (status = 201, description = "it is open", body = StartedDebugSession),
        (status = 400, description = "the body cannot be read, or names no source, version or code", body = Problem),
        (status = 409, description = "a debug session has this code already", body = Problem)
    )
)]
pub async fn start(app: Data<App>, wanted: Json<NewDebugSession>) -> Result<HttpResponse, Problem> {
    let NewDebugSession {
        source,
        version,
        code,
    } = wanted.into_inner();
    let (cursor, session) = start_session(&app, source, version, code).await?;
    let workspace = app.workspace.workspace();
    Ok(HttpResponse::Created().json(StartedDebugSession {
        preview: PreviewParameters::new(&workspace, &session.version, &session.code),
        code: session.code,
        source: session.source,
        version: session.version,
        cursor,
    }))
}

/// Ends a debug session: its code is unknown from now on. What came in it stays.
#[utoipa::path(
    delete,
    path = "/inspector/api/v1/jentis/debug-sessions/{code}",
    operation_id = "end_debug_session",
    params(("code" = String, Path, description = "percent-encoded")),
    responses(
        (status = 200, description = "it has ended", body = EndedDebugSession),
        (status = 404, description = "no debug session has this code", body = Problem),
        (status = 409, description = "the code is in a source's file", body = Problem)
    )
)]
pub async fn end(app: Data<App>, code: Path<String>) -> Result<HttpResponse, Problem> {
    let code = code.into_inner();
    let cursor = end_session(&app, code.clone()).await?;
    Ok(HttpResponse::Ok().json(EndedDebugSession { code, cursor }))
}

impl From<DebugSessionError> for Problem {
    fn from(error: DebugSessionError) -> Problem {
        match error {
            DebugSessionError::Store(error) => error.into(),
            error => Problem {
                status: error.status(),
                code: error.code(),
                title: "The debug session cannot be changed",
                detail: error.to_string(),
                hint: error.hint().into(),
                ..Problem::default()
            },
        }
    }
}
