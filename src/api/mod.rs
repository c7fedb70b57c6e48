//! The inspector's HTTP API, `/inspector/api/v1`: one file per noun. Described by OpenAPI at
//! `/inspector/api/v1/openapi.json`.

mod events;
mod health;
mod list;
mod openapi;
mod pages;
mod problem;
mod requests;
mod workspace;

pub use list::{ListParameters, PATIENCE};
pub use openapi::document;
pub use problem::Problem;
pub use requests::FullRequest;
pub use workspace::{WorkspaceProblem, WorkspaceState};

use actix_web::web;

/// All routes, below `/inspector`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(
        web::scope("/api/v1")
            .app_data(web::QueryConfig::default().error_handler(problem::unreadable_query))
            .route("/health", web::get().to(health::health))
            .route("/requests", web::get().to(requests::list))
            .route("/requests/{id}", web::get().to(requests::one))
            .route("/events", web::get().to(events::list))
            .route("/events/{id}", web::get().to(events::one))
            .route("/workspace", web::get().to(workspace::workspace))
            .route("/openapi.json", web::get().to(openapi::serve))
            .default_service(web::to(problem::not_found)),
    );
}
