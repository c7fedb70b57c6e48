use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::Problem;
use super::ignored::with_ignored;
use super::place::begin;
use super::standing::Standing;
use crate::compare::{Comparison, compare_without};
use crate::overview::{Scope, SessionsComparison, sessions as compared};
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{EventId, EventRow};

/// What is compared.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CompareParameters {
    /// The first event, as in `17.0`.
    a: String,
    /// The second event.
    b: String,
    /// `1` masks personal data by the workspace's `redaction`; `0` by default.
    mask: Option<String>,
}

/// The payloads of two events field by field: added, removed, changed type, changed value. Fields
/// that differ each time anyway (times, ids) are marked, and counted apart; so are those that the
/// address ignores.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/compare",
    operation_id = "compare_events",
    params(CompareParameters, ("ignore" = Option<Vec<String>>, Query, description = "A field that is ignored, however often: a member's name (`cart_id`), or a JSON pointer in which `*` stands for any one step (`/items/*/id`).")),
    responses((status = 200, description = "what was asked for", body = Comparison), (status = 400, description = "a parameter cannot be read", body = Problem), (status = 404, description = "there is no event with that id", body = Problem))
)]
pub async fn compare(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (parameters, ignored) = with_ignored::<CompareParameters>(&request)?;
    let mut masker = super::mask::masker(parameters.mask.as_deref(), &app)?;
    let first = event(&app, &parameters.a, &mut masker).await?;
    let second = event(&app, &parameters.b, &mut masker).await?;
    Ok(HttpResponse::Ok().json(compare_without(&first.payload, &second.payload, &ignored)))
}

/// What is compared.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SessionsParameters {
    /// The first test session.
    a: String,
    /// The second test session.
    b: String,
    /// Only what came after this cursor (`1204`) or event (`1204.17`), or after `now`.
    since: Option<String>,
    /// `1` masks personal data in the names by the workspace's `redaction`; `0` by default.
    mask: Option<String>,
}

/// Two test sessions, event name by event name: how often each came, and how the newest of each
/// differ. Of the newest 2,000 events of each.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/compare/sessions",
    operation_id = "compare_sessions",
    params(SessionsParameters, ("ignore" = Option<Vec<String>>, Query, description = "A field that is ignored, however often: a member's name (`cart_id`), or a JSON pointer in which `*` stands for any one step (`/items/*/id`).")),
    responses((status = 200, description = "what was asked for", body = Standing<SessionsComparison>), (status = 400, description = "a parameter cannot be read", body = Problem))
)]
pub async fn sessions(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (parameters, ignored) = with_ignored::<SessionsParameters>(&request)?;
    let SessionsParameters { a, b, since, mask } = parameters;
    let scope = Scope {
        since: begin(&app.reader, None, since.as_deref())?,
        redaction: super::mask::masked(mask.as_deref(), &app)?,
        ..Scope::default()
    };
    let reader = app.reader.clone();
    let found = async {
        Ok::<_, Problem>(web::block(move || compared(&reader, (&a, &b), &scope, &ignored)).await??)
    };
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, found).await?))
}

async fn event(
    app: &Data<App>,
    id: &str,
    masker: &mut Option<Masker>,
) -> Result<EventRow, Problem> {
    let not_found = || Problem::not_found("event", id);
    let key: EventId = id.parse().map_err(|_| not_found())?;
    let app = app.clone();
    let row = web::block(move || app.reader.event(key)).await??;
    let mut row = row.ok_or_else(not_found)?;
    if let Some(masker) = masker {
        masker.event(&mut row);
    }
    Ok(row)
}
