use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::PageError;
use super::masking::Masking;
use super::render::page;
use super::sources::{SourceView, sources};
use crate::api::WorkspaceState;
use crate::server::App;

/// The workspace in force, and the change that was refused.
#[derive(Template)]
#[template(path = "workspace.html")]
struct WorkspacePage {
    state: WorkspaceState,
    /// Whether it is a folder that can be edited.
    is_folder: bool,
    /// Its sources, with what a client needs.
    sources: Vec<SourceView>,
    /// Whether their keys are masked.
    masked: bool,
}

/// Shows which workspace requests are judged by, and why not the newest.
pub async fn workspace(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let masked = Masking::of(&request, &app).is_on();
    page(&WorkspacePage {
        state: WorkspaceState::of(&app.workspace),
        is_folder: app.workspace.workspace().folder.is_some(),
        sources: sources(&app.workspace.workspace(), app.base_url(), masked),
        masked,
    })
}
