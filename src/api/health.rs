use actix_web::HttpResponse;
use actix_web::web::{self, Data};
use serde::Serialize;

use super::Problem;
use crate::server::App;
use crate::store::Pruned;

/// How the server is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Health {
    /// `ok`, or `failing` if the projection does not go on.
    pub status: &'static str,
    /// Why it does not.
    pub trouble: Option<String>,
    /// eventpit's version.
    pub version: &'static str,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
    /// How far full text is indexed: after it, each row is looked at. 0 while the index cannot be
    /// read.
    pub words_to: i64,
    /// The same of full text and of what became of events at their destinations.
    pub indexed_to: i64,
    /// The oldest cursor of a request that is kept; null if there is none, or if the recording
    /// cannot be read.
    pub oldest: Option<i64>,
    /// What was pruned so far; null if the recording cannot be read.
    pub pruned: Option<Pruned>,
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
    let asked = app.clone();
    let (pruned, oldest, indexed) = web::block(move || {
        let reader = &asked.reader;
        (reader.pruned(), reader.oldest(), reader.indexed_to())
    })
    .await?;
    let (words_to, deliveries_to) = indexed.unwrap_or_default();
    let trouble = app.reader.trouble();
    Ok(HttpResponse::Ok().json(Health {
        status: match trouble {
            None => "ok",
            Some(_) => "failing",
        },
        trouble,
        version: env!("CARGO_PKG_VERSION"),
        head: app.reader.head(),
        projected_to: app.reader.projected_to(),
        words_to,
        indexed_to: words_to.min(deliveries_to),
        oldest: oldest.ok().flatten(),
        pruned: pruned.ok(),
        workspace: app.workspace.workspace().name.clone(),
        workspace_hash: app.workspace.workspace().hash.clone(),
        ingest_urls: app.ingest_urls.clone(),
        data: app.data.clone(),
    }))
}
