use actix_web::HttpResponse;
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
    Ok(HttpResponse::Ok()
        .content_type(HTML)
        .insert_header(("cache-control", "no-cache"))
        .body(template.render()?))
}
