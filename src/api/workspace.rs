use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::server::App;
use crate::workspace::{InForce, Problem, Refused};

/// The workspace: what is in force, and the change that was refused, if the newest one was.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WorkspaceState {
    /// Its name.
    pub name: String,
    /// The hash of its files; the requests judged by it carry it.
    pub version: String,
    /// Its folder, or `built in`.
    pub origin: String,
    /// Since when it is in force.
    pub since: String,
    /// Its files.
    pub files: Vec<String>,
    /// The change of the folder that did not come into force.
    pub refused: Option<RefusedChange>,
}

/// A change that did not come into force, because of these problems.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RefusedChange {
    /// When it was read.
    pub at: String,
    /// Everything that is wrong with it.
    pub problems: Vec<WorkspaceProblem>,
}

/// One thing that is wrong with a workspace.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct WorkspaceProblem {
    /// The file, relative to the workspace's folder.
    pub file: String,
    /// The line, from 1; none where the whole file is meant.
    pub line: Option<usize>,
    /// The column, from 1, in characters.
    pub column: Option<usize>,
    /// JSON pointer (RFC 6901) to what is wrong; `""` for the whole.
    pub pointer: String,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl WorkspaceState {
    /// The state as it is now.
    pub fn of(in_force: &InForce) -> WorkspaceState {
        let workspace = in_force.workspace();
        WorkspaceState {
            name: workspace.name.clone(),
            version: workspace.hash.clone(),
            origin: workspace.origin(),
            since: in_force.since().to_string(),
            files: workspace.files.0.keys().cloned().collect(),
            refused: in_force.refused().map(|refused| (&*refused).into()),
        }
    }
}

impl From<&Refused> for RefusedChange {
    fn from(refused: &Refused) -> RefusedChange {
        RefusedChange {
            at: refused.at.to_string(),
            problems: refused.problems.0.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Problem> for WorkspaceProblem {
    fn from(problem: &Problem) -> WorkspaceProblem {
        WorkspaceProblem {
            file: problem.file.clone(),
            line: problem.position.map(|(line, _)| line),
            column: problem.position.map(|(_, column)| column),
            pointer: problem.pointer.clone(),
            message: problem.message.clone(),
        }
    }
}

/// The workspace in force, and what is wrong with the one that should have followed it.
#[utoipa::path(get, path = "/inspector/api/v1/workspace", responses((status = 200, description = "what was asked for", body = WorkspaceState)))]
pub async fn workspace(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(WorkspaceState::of(&app.workspace))
}
