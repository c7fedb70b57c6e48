//! The web inspector: pages and fragments, rendered on the server. What was captured is hostile:
//! it reaches a page only through the templates' escaping.

mod assets;
mod banner;
mod consent;
mod deliveries;
mod error;
mod event;
mod exchange;
mod facts;
mod faults;
mod finding;
mod json_view;
mod lines;
mod list;
mod monitor;
mod monitor_list;
mod monitor_log;
mod neighbours;
mod parameters;
mod plan;
mod plan_results;
mod render;
mod request;
mod samples;
mod send_sample;
mod sentence;
mod stream;
mod teaching;
mod user_files;
mod view;
mod workspace;

pub use banner::banner;
pub use error::PageError;
pub use facts::key_facts;
pub use parameters::{Filter, PageParameters};
pub use teaching::Teaching;
pub use view::View;

use actix_web::guard::GuardContext;
use actix_web::{HttpResponse, web};

/// All routes below `/inspector`. `static_dir` is the folder of the user's own files.
pub fn routes(config: &mut web::ServiceConfig, static_dir: Option<&std::path::Path>) {
    config
        .route("", web::get().to(list::events))
        .route("/", web::get().to(enter))
        .route("/events", web::get().to(list::events))
        .route("/events/{id}", web::get().to(event::event))
        .route("/requests", web::get().to(list::requests))
        .route("/requests/{id}", web::get().to(request::request))
        .route("/requests/{id}/body", web::get().to(request::body))
        .route("/samples", web::get().to(samples::list))
        .route("/samples/{platform}/{name}", web::post().to(samples::post))
        .route("/faults", web::get().to(faults::list))
        .route("/faults", web::post().to(faults::arm))
        .route("/faults/disarm", web::post().to(faults::disarm_all))
        .route("/faults/{id}/disarm", web::post().to(faults::disarm))
        .route("/plan", web::get().to(plan::plan))
        .route("/jentis/monitor", web::get().to(monitor_list::list))
        .route("/jentis/monitor", web::post().to(monitor_list::start))
        .route("/jentis/monitor/{code}", web::get().to(monitor::monitor))
        .route(
            "/jentis/monitor/{code}/end",
            web::post().to(monitor_list::end),
        )
        .route("/workspace", web::get().to(workspace::workspace))
        .route("/stream", web::get().to(stream::stream))
        .route("/static/{version}/{name}", web::get().to(assets::serve));
    if let Some(folder) = static_dir {
        config.service(user_files::serve(folder));
    }
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
pub async fn not_found() -> PageError {
    PageError::no_such_page()
}
