use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::PageError;

/// Content type of the pages.
pub const HTML: &str = "text/html; charset=utf-8";

/// The page as an answer. A page is never taken from a cache without asking.
///
/// # Errors
/// The template failed.
pub fn page(template: &impl Template) -> Result<HttpResponse, PageError> {
    part(template)
}

/// A part of a page as an answer, without the frame around it.
///
/// # Errors
/// The template failed.
pub fn part(template: &impl Template) -> Result<HttpResponse, PageError> {
    with_status(StatusCode::OK, template)
}

/// The page of a form as an answer: 400 where `wrong` says what was typed wrong.
///
/// # Errors
/// The template failed.
pub fn form_page(
    template: &impl Template,
    wrong: Option<&String>,
) -> Result<HttpResponse, PageError> {
    let status = match wrong {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    with_status(status, template)
}

/// Leads on to a page, by GET: one that is loaded again changes nothing.
pub fn see_other(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("location", location))
        .finish()
}

fn with_status(status: StatusCode, template: &impl Template) -> Result<HttpResponse, PageError> {
    Ok(HttpResponseBuilder::new(status)
        .content_type(HTML)
        .insert_header(("cache-control", "no-cache"))
        .body(template.render()?))
}
