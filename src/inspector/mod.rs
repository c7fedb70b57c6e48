//! The web inspector: pages and fragments, rendered on the server. What was captured is hostile:
//! it reaches a page only through the templates' escaping.

mod asked;
mod assets;
mod banner;
mod baseline;
mod baseline_form;
mod clear;
mod code_spans;
mod compare_page;
mod consent;
mod csv;
mod deliveries;
mod detail;
mod error;
mod event;
mod exchange;
mod facet;
mod facts;
mod faults;
mod filter;
mod finding;
mod group;
mod help;
mod here;
mod highlight;
mod ignore_list;
mod json_view;
mod known_sessions;
mod latest;
mod lines;
mod list;
mod login;
mod look;
mod markdown;
mod masking;
mod meaning;
mod monitor;
mod monitor_list;
mod monitor_log;
mod neighbours;
mod overview;
mod overviews;
mod parameters;
mod patterns;
mod plan;
mod plan_results;
mod recording;
mod refused;
mod render;
mod request;
mod samples;
mod saved_views;
mod send_sample;
mod sentence;
mod settings;
mod sources;
mod stream;
mod teaching;
mod terms;
mod timeline;
mod title;
mod tree;
mod user_files;
mod view;
mod visible;
mod web_address;
mod workspace;

pub use csv::{csv_head, csv_rows};
pub use error::PageError;
pub use facts::key_facts;
pub use filter::Filter;
pub use here::Here;
pub use highlight::Highlight;
pub use login::{LOGIN, login_page};
pub use look::Look;
pub use parameters::PageParameters;
pub use teaching::Teaching;
pub use view::View;

use actix_web::guard::{self, GuardContext};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpResponse, Route, web};

/// All routes below `/inspector`. `static_dir` is the folder of the user's own files.
pub fn routes(config: &mut web::ServiceConfig, static_dir: Option<&std::path::Path>) {
    // Never compressed: a compressor holds back what a stream tells.
    config.route("/stream", web::get().to(stream::stream));
    if let Some(folder) = static_dir {
        config.service(user_files::serve(folder));
    }
    let pages = web::scope("")
        .wrap(from_fn(banner::banner))
        // The last one is the first that a request meets, and the last that its answer does.
        .wrap(Compress::default())
        .configure(pages)
        .default_service(web::to(not_found));
    config.service(pages);
}

/// A route of a page: who asks for its head alone finds it too.
fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

fn pages(config: &mut web::ServiceConfig) {
    config
        .route("", read().to(list::events))
        .route("/", read().to(enter))
        .route("/events", read().to(list::events))
        .route("/events/{id}", read().to(event::event))
        .route("/events/{id}/value", read().to(event::value))
        .route("/events.csv", read().to(csv::events))
        .route("/requests.csv", read().to(csv::requests))
        .route("/recording", web::post().to(recording::start))
        .route("/recording/stop", web::post().to(recording::stop))
        .route("/views", web::post().to(saved_views::save))
        .route("/views/delete", web::post().to(saved_views::delete))
        .route("/views/{name}", read().to(saved_views::open))
        .route("/clear", web::post().to(clear::clear))
        .route("/clear/{id}/undo", web::post().to(clear::undo))
        .route("/latest", read().to(latest::latest))
        .route("/overview", read().to(overview::overview))
        .route("/requests", read().to(list::requests))
        .route("/requests/{id}", read().to(request::request))
        .route("/requests/{id}/body", read().to(request::body))
        .route("/requests/{id}/curl", read().to(request::curl))
        .route("/mask", web::post().to(masking::turn))
        .route("/token", web::post().to(login::login))
        .route("/samples", read().to(samples::list))
        .route("/samples/{platform}/{name}", web::post().to(samples::post))
        .route("/faults", read().to(faults::list))
        .route("/faults", web::post().to(faults::arm))
        .route("/faults/banner", read().to(banner::part))
        .route("/faults/disarm", web::post().to(faults::disarm_all))
        .route("/faults/{id}/disarm", web::post().to(faults::disarm))
        .route("/compare", read().to(compare_page::compare))
        .route("/baseline", read().to(baseline::form))
        .route("/baseline", web::post().to(baseline::compare))
        .route("/baseline.json", read().to(baseline::save))
        .route("/consent", read().to(overviews::consent))
        .route("/connectors", read().to(overviews::connectors))
        .route("/visitors/{id}", read().to(overviews::visitor))
        .route("/plan", read().to(plan::plan))
        .route("/jentis/monitor", read().to(monitor_list::list))
        .route("/jentis/monitor", web::post().to(monitor_list::start))
        .route("/jentis/monitor/{code}", read().to(monitor::monitor))
        .route(
            "/jentis/monitor/{code}/end",
            web::post().to(monitor_list::end),
        )
        .route("/settings", read().to(settings::settings))
        .route("/settings/redaction", web::post().to(settings::redaction))
        .route("/patterns", read().to(patterns::patterns))
        .route("/help", read().to(help::first))
        .route("/help/{name:.*}", read().to(help::one))
        .route("/workspace", read().to(workspace::workspace))
        .app_data(web::Data::new(assets::Packed::new()))
        .route("/static/{version}/{name}", read().to(assets::serve));
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
    render::see_other("/inspector")
}

/// The answer to a page that is not there.
pub async fn not_found() -> PageError {
    PageError::no_such_page()
}
