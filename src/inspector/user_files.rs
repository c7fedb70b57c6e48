use std::path::Path;

use actix_files::Files;
use actix_web::dev::HttpServiceFactory;
use actix_web::middleware::DefaultHeaders;
use actix_web::web;

use super::not_found;

/// The user's own files under `/inspector/user`: a page to test a tracker with, say. So they may
/// run their own scripts and send to any address, which the inspector's pages may not; and they
/// send the `Referer` that a site sends.
pub fn serve(folder: &Path) -> impl HttpServiceFactory + use<> {
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", "frame-ancestors 'none'"))
        .add(("referrer-policy", "strict-origin-when-cross-origin"));
    web::scope("/user").wrap(headers).service(
        Files::new("", folder)
            .index_file("index.html")
            .default_handler(web::to(not_found)),
    )
}
