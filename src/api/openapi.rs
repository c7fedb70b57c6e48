use actix_web::HttpResponse;
use utoipa::OpenApi;

use super::{FullRequest, Problem, events, health, requests};
use crate::store::{EventRow, RequestRow};

/// A part of the list of events.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes `store::Page<EventRow>` to OpenAPI")]
pub struct EventPage {
    items: Vec<EventRow>,
    /// The newest cursor in the journal.
    head: i64,
    /// How far the projection is.
    projected_to: i64,
    /// What to pass as `after` (ascending) or `before` (descending); null at the end.
    next: Option<String>,
}

/// A part of the list of requests.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes `store::Page<RequestRow>` to OpenAPI")]
pub struct RequestPage {
    items: Vec<RequestRow>,
    /// The newest cursor in the journal.
    head: i64,
    /// How far the projection is.
    projected_to: i64,
    /// What to pass as `after` (ascending) or `before` (descending); null at the end.
    next: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "eventpit inspector API"),
    paths(
        health::health,
        requests::list,
        requests::one,
        events::list,
        events::one
    ),
    components(schemas(
        health::Health,
        EventPage,
        RequestPage,
        EventRow,
        RequestRow,
        FullRequest,
        Problem
    ))
)]
struct Document;

/// The description of the API: OpenAPI 3.1 as JSON.
pub fn document() -> String {
    Document::openapi().to_pretty_json().unwrap_or_default()
}

/// Serves [`document`].
pub async fn serve() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(document())
}
