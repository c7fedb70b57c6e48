use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};

use super::{ListParameters, MaskParameter, Problem, asked};
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{EventId, EventRow};

/// Recorded events.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/events",
    operation_id = "list_events",
    params(ListParameters),
    responses(
        (status = 200, description = "items (Event), head, projected_to, next, incomplete", body = super::pages::EventPage),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn list(
    app: Data<App>,
    parameters: Query<ListParameters>,
) -> Result<HttpResponse, Problem> {
    let query = parameters.query(&app.reader)?;
    parameters.wait(&app.reader).await?;
    let reader = app.reader.clone();
    let mut page = asked(move |budget| reader.events_within(&query, budget)).await?;
    parameters.masked(&app, &mut page.items, Masker::event)?;
    Ok(HttpResponse::Ok().json(page))
}

/// One event.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/events/{id}",
    operation_id = "get_event",
    params(("id" = String, Path, description = "as in 17.0"), MaskParameter),
    responses((status = 200, description = "what was asked for", body = EventRow), (status = 400, description = "a parameter cannot be read", body = Problem), (status = 404, description = "there is nothing with that id", body = Problem))
)]
pub async fn one(
    app: Data<App>,
    id: Path<String>,
    mask: Query<MaskParameter>,
) -> Result<HttpResponse, Problem> {
    let masker = mask.masker(&app)?;
    let not_found = || Problem::not_found("event", &id);
    let key: EventId = id.parse().map_err(|_| not_found())?;
    let row = web::block(move || app.reader.event(key)).await??;
    let mut row = row.ok_or_else(not_found)?;
    if let Some(mut masker) = masker {
        masker.event(&mut row);
    }
    Ok(HttpResponse::Ok().json(row))
}
