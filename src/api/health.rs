use actix_web::HttpResponse;
use actix_web::web::{self, Data};
use serde::Serialize;

use super::Problem;
use crate::server::App;

/// How the server is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
    /// eventpit's version.
    pub version: &'static str,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
    /// How far full text is: what comes after is found by looking at each row. 0 while the index
    /// cannot be read.
    pub words_to: i64,
    /// The name of the workspace in force.
    pub workspace: String,
    /// Its hash.
    pub workspace_hash: String,
    /// Where clients send to.
    pub ingest_urls: Vec<String>,
    /// Where the recording is.
    pub data: String,
}

/// How the server is, and where its recording stands.
#[utoipa::path(get, path = "/inspector/api/v1/health", responses((status = 200, description = "what was asked for", body = Health)))]
pub async fn health(app: Data<App>) -> Result<HttpResponse, Problem> {
    let reader = app.reader.clone();
    let words_to = web::block(move || reader.words_to().unwrap_or(0)).await?;
    Ok(HttpResponse::Ok().json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        head: app.reader.head(),
        projected_to: app.reader.projected_to(),
        words_to,
        workspace: app.workspace.workspace().name.clone(),
        workspace_hash: app.workspace.workspace().hash.clone(),
        ingest_urls: app.ingest_urls.clone(),
        data: app.data.clone(),
    }))
}
