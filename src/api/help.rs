use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Serialize;

use super::Problem;
use crate::documentation::{Document, document, documents};

/// The documents of this very version.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentList {
    /// Each, in the order in which the inspector's help lists them.
    items: Vec<DocumentName>,
    /// The version of eventpit that they are of.
    version: &'static str,
}

/// A document of the list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DocumentName {
    /// Its name, by which its text is asked for: `README`, `fidelity/jitsu`.
    name: String,
    /// Its heading.
    title: String,
}

/// The documents of this very version: what the inspector's help shows.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/help",
    operation_id = "list_documents",
    responses((status = 200, description = "what was asked for", body = DocumentList))
)]
pub async fn list() -> HttpResponse {
    let names = documents().into_iter().map(|document| DocumentName {
        name: document.name,
        title: document.title,
    });
    HttpResponse::Ok().json(DocumentList {
        items: names.collect(),
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// One document, in Markdown.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/help/{name}",
    operation_id = "get_document",
    params(("name" = String, Path, description = "the document's name, whose / stays as it is: fidelity/jitsu")),
    responses((status = 200, description = "what was asked for", body = Document), (status = 404, description = "there is no such document", body = Problem))
)]
pub async fn one(name: Path<String>) -> Result<HttpResponse, Problem> {
    let found = document(&name).ok_or_else(|| Problem {
        hint: "GET /inspector/api/v1/help lists the documents".into(),
        ..Problem::not_found("document", &name)
    })?;
    Ok(HttpResponse::Ok().json(found))
}
