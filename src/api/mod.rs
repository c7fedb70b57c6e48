//! The inspector's HTTP API, `/inspector/api/v1`: one file per noun. Described by OpenAPI at
//! `/inspector/api/v1/openapi.json`.

mod asked;
mod baseline;
mod clear;
mod compare;
mod connectors;
mod consent;
mod debug_sessions;
mod deliveries;
mod events;
mod expect;
mod export;
mod faults;
mod given;
mod health;
mod help;
mod ignored;
mod import;
mod list;
mod mask;
mod monitor;
mod openapi;
mod pages;
mod place;
mod plan;
mod problem;
mod prune;
mod query;
mod requests;
mod samples;
mod scope;
mod search;
mod sessions;
mod settings;
mod standing;
mod stream;
mod visitors;
mod workspace;

pub use asked::asked;
pub use baseline::BaselineParameters;
pub use clear::{ClearParameters, cleared, undone};
pub use deliveries::deliveries_of;
pub use expect::{
    AssertQuestion, BaselineAsked, BaselineQuestion, CoverageQuestion, NoneQuestion, PlanQuestion,
    SequenceQuestion, Since, read as read_question, scope as part_of_recording,
};
pub use faults::{FaultList, FaultState, arm_checked};
pub use list::{ListParameters, PATIENCE};
pub use mask::MaskParameter;
pub use monitor::{Monitored, SHOWN, monitored};
pub use openapi::document;
pub use place::{place, within};
pub use plan::checklist;
pub use problem::Problem;
pub use requests::FullRequest;
pub use workspace::{WorkspaceProblem, WorkspaceState};

use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, Resource, Route, web};

/// All routes, below `/inspector`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/api/v1")
            .app_data(web::QueryConfig::default().error_handler(problem::unreadable_query))
            .app_data(web::JsonConfig::default().error_handler(problem::unreadable_body))
            .service(read("/health", web::get().to(health::health)))
            .service(read("/requests", web::get().to(requests::list)))
            .service(read("/requests/{id}", web::get().to(requests::one)))
            .service(read("/events", web::get().to(events::list)))
            .service(read("/events/{id}", web::get().to(events::one)))
            .service(read(
                "/events/{id}/deliveries",
                web::get().to(deliveries::of_event),
            ))
            .service(read("/count", web::get().to(search::count)))
            .service(read("/facets", web::get().to(search::facets)))
            .service(read("/query", web::get().to(query::explain)))
            .service(read("/timeline", web::get().to(search::timeline)))
            .service(takes("/clear", "POST", [web::post().to(clear::clear)]))
            .service(takes(
                "/clear/{id}/undo",
                "POST",
                [web::post().to(clear::undo)],
            ))
            .service(takes("/prune", "POST", [web::post().to(prune::prune)]))
            .service(read("/export", web::get().to(export::export)))
            .service(takes("/import", "POST", [web::post().to(import::import)]))
            .service(takes(
                "/faults",
                "GET, POST, DELETE",
                [
                    web::get().to(faults::list),
                    web::post().to(faults::arm),
                    web::delete().to(faults::disarm_all),
                ],
            ))
            .service(takes(
                "/faults/{id}",
                "GET, DELETE",
                [web::get().to(faults::one), web::delete().to(faults::disarm)],
            ))
            .service(read("/consent", web::get().to(consent::consent)))
            .service(read("/connectors", web::get().to(connectors::connectors)))
            .service(read("/visitors/{id}", web::get().to(visitors::one)))
            .service(read("/compare", web::get().to(compare::compare)))
            .service(read("/compare/sessions", web::get().to(compare::sessions)))
            .service(read("/sessions", web::get().to(sessions::list)))
            .service(takes(
                "/sessions/{name}",
                "DELETE",
                [web::delete().to(sessions::delete)],
            ))
            .service(takes(
                "/sessions/{name}/reset",
                "POST",
                [web::post().to(sessions::reset)],
            ))
            .service(read("/stream", web::get().to(stream::stream)))
            .service(takes("/wait", "POST", [web::post().to(expect::wait)]))
            .service(takes("/assert", "POST", [web::post().to(expect::assert)]))
            .service(takes(
                "/assert/none",
                "POST",
                [web::post().to(expect::none)],
            ))
            .service(takes(
                "/assert/sequence",
                "POST",
                [web::post().to(expect::sequence)],
            ))
            .service(takes(
                "/assert/plan",
                "POST",
                [web::post().to(expect::plan)],
            ))
            .service(takes(
                "/assert/coverage",
                "POST",
                [web::post().to(expect::coverage)],
            ))
            .service(
                takes(
                    "/assert/baseline",
                    "POST",
                    [web::post().to(expect::baseline)],
                )
                .app_data(web::PayloadConfig::new(expect::LARGEST)),
            )
            .service(read("/baseline", web::get().to(baseline::baseline)))
            .service(read("/plan", web::get().to(plan::plan)))
            .service(read("/workspace", web::get().to(workspace::workspace)))
            .service(takes(
                "/jentis/debug-sessions",
                "GET, POST",
                [
                    web::get().to(debug_sessions::list),
                    web::post().to(debug_sessions::start),
                ],
            ))
            .service(takes(
                "/jentis/debug-sessions/{code}",
                "DELETE",
                [web::delete().to(debug_sessions::end)],
            ))
            .service(read(
                "/jentis/monitor/{code}",
                web::get().to(monitor::of_code),
            ))
            .service(read("/settings", web::get().to(settings::list)))
            .service(read("/samples", web::get().to(samples::list)))
            .service(read("/help", web::get().to(help::list)))
            .service(read("/help/{name:.*}", web::get().to(help::one)))
            .service(read("/openapi.json", web::get().to(openapi::serve)))
            .default_service(web::to(problem::not_found))
            .wrap(from_fn(problem::as_problem)),
    );
}

/// A route that is read, and nothing else.
fn read(path: &str, route: Route) -> Resource {
    takes(path, "GET", [route])
}

/// A route with these methods.
fn takes<const N: usize>(path: &str, methods: &'static str, routes: [Route; N]) -> Resource {
    let resource = routes
        .into_iter()
        .fold(web::resource(path), Resource::route);
    resource.default_service(web::to(move |request: HttpRequest| {
        problem::wrong_method(request, methods)
    }))
}
