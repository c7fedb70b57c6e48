use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};
use serde::Serialize;

use super::Problem;
use super::debug_sessions::AtLeast;
use crate::event::Evidence;
use crate::monitor::{MonitorEntry, MonitorRecord, SessionOverview, monitor, session};
use crate::server::App;
use crate::store::StoreError;

/// How many requests the monitor shows, those that came last.
pub const SHOWN: usize = 100;

/// What the monitor shows under one debug code.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MonitorView {
    /// The debug code.
    pub debugid: String,
    /// The session that has it; none of a code that is nobody's.
    pub session: Option<SessionOverview>,
    /// How well the records' shape is known: it is that of what the SDK uploads (observed); that
    /// JENTIS's monitor keeps the same for events is inferred.
    pub evidence: Evidence,
    /// What came, the newest first, at most 100.
    pub records: Vec<MonitorRecord>,
    /// Whether more came before these.
    pub more: bool,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
}

/// What came with one debug code, before it becomes JSON or a page.
pub struct Monitored {
    /// The session that has the code.
    pub session: Option<SessionOverview>,
    /// What came, the newest first.
    pub entries: Vec<MonitorEntry>,
    /// Whether more came before.
    pub more: bool,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
}

/// JENTIS's preview monitor of one debug code: each event with what became of it at every
/// connector, and what apps logged. Nothing is ever sent.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/jentis/monitor/{code}",
    operation_id = "get_monitor",
    params(("code" = String, Path, description = "percent-encoded"), AtLeast),
    responses(
        (status = 200, description = "what was asked for", body = MonitorView),
        (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 404, description = "no debug session has this code, and nothing came with it", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn of_code(
    app: Data<App>,
    code: Path<String>,
    parameters: Query<AtLeast>,
) -> Result<HttpResponse, Problem> {
    parameters.wait(&app).await?;
    let code = code.into_inner();
    let asked = code.clone();
    let found = web::block(move || monitored(&app, &asked)).await??;
    let found = found.ok_or_else(|| Problem {
        hint: "codes are in /inspector/api/v1/jentis/debug-sessions".into(),
        ..Problem::not_found("debug session", &code)
    })?;
    Ok(HttpResponse::Ok().json(MonitorView {
        records: found.entries.iter().map(|it| it.record(&code)).collect(),
        session: found.session,
        evidence: Evidence::Inferred,
        more: found.more,
        head: found.head,
        projected_to: found.projected_to,
        debugid: code,
    }))
}

/// What came with `code`; nothing if nothing did and no session has it. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn monitored(app: &App, code: &str) -> Result<Option<Monitored>, StoreError> {
    // Before the rows: what is recorded meanwhile may be missing, never the other way round.
    let (head, projected_to) = (app.reader.head(), app.reader.projected_to());
    let workspace = app.workspace.workspace();
    let session = session(&app.reader, &workspace, code)?;
    let found = monitor(&app.reader, &workspace, code, SHOWN)?;
    if session.is_none() && found.entries.is_empty() {
        return Ok(None);
    }
    Ok(Some(Monitored {
        session,
        entries: found.entries,
        more: found.more,
        head,
        projected_to,
    }))
}
