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
    /// Whether the time was over before the page was full: ask again with `next` for the rest.
    incomplete: bool,
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
    /// Whether the time was over before the page was full: ask again with `next` for the rest.
    incomplete: bool,
}
