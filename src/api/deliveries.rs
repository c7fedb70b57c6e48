use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};
use serde::Deserialize;

use super::Problem;
use crate::connector::{Deliveries, Incoming, deliveries};
use crate::server::App;
use crate::store::{EventId, StoreError};

/// By which workspace deliveries are worked out.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesParameters {
    /// `now`, the workspace in force (default), or `then`, the one that was in force when the event
    /// came.
    workspace: Option<String>,
}

/// What each destination would have been sent for one event. Nothing is ever sent.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/events/{id}/deliveries",
    operation_id = "get_deliveries",
    params(("id" = String, Path, description = "as in 17.0"), DeliveriesParameters),
    responses((status = 200, description = "what was asked for", body = Deliveries), (status = 400, description = "a parameter cannot be read", body = Problem), (status = 404, description = "there is nothing with that id", body = Problem))
)]
pub async fn of_event(
    app: Data<App>,
    id: Path<String>,
    parameters: Query<DeliveriesParameters>,
) -> Result<HttpResponse, Problem> {
    let not_found = || Problem::not_found("event", &id);
    let key: EventId = id.parse().map_err(|_| not_found())?;
    let by_then = match parameters.workspace.as_deref() {
        None | Some("now") => false,
        Some("then") => true,
        Some(other) => return Err(Problem::parameter("workspace", "now or then", other)),
    };
    let found = web::block(move || deliveries_of(&app, key, by_then)).await??;
    Ok(HttpResponse::Ok().json(found.ok_or_else(not_found)?))
}

/// The deliveries of an event, by the workspace in force now or then. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn deliveries_of(
    app: &App,
    id: EventId,
    by_then: bool,
) -> Result<Option<Deliveries>, StoreError> {
    let now = app.workspace.workspace();
    let Some(explained) = app.reader.explained(id, &now)? else {
        return Ok(None);
    };
    let workspace = match by_then {
        true => Arc::clone(&explained.workspace),
        false => now,
    };
    let exchange = &explained.exchange;
    let Some(platform) = exchange.platform else {
        return Ok(None);
    };
    let sent = Incoming {
        event: &explained.event,
        platform,
        request: &exchange.request,
    };
    Ok(Some(deliveries(
        &workspace,
        exchange.source.as_deref(),
        exchange.moment.debug_session.as_ref(),
        sent,
    )))
}
