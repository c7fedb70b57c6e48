//! The web inspector: pages and fragments, rendered on the server.

use actix_web::guard::GuardContext;
use actix_web::{HttpResponse, web};

/// All routes below `/inspector`.
pub fn routes(config: &mut web::ServiceConfig, _static_dir: Option<&std::path::Path>) {
    config.default_service(web::to(not_found));
}

/// Whether a request to `/` is a person's, by a browser.
pub fn wants_page(context: &GuardContext) -> bool {
    let head = context.head();
    let accept = head.headers().get(actix_web::http::header::ACCEPT);
    head.method == actix_web::http::Method::GET
        && accept
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"))
}

/// Leads a person who opened `/` to the inspector.
pub async fn enter() -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header(("location", "/inspector"))
        .finish()
}

/// The answer to a page that is not there.
pub async fn not_found() -> HttpResponse {
    HttpResponse::NotFound()
        .content_type("text/plain; charset=utf-8")
        .body("no such page\n")
}
