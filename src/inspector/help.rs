use actix_web::HttpResponse;
use actix_web::web::Path;
use askama::Template;

use super::PageError;
use super::markdown::{self, document};
use super::render::page;
use crate::documentation::{Document, documents, picture};

/// Where the API has the same.
const API: &str = "/inspector/api/v1/help";

/// A page of the documentation.
#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    document: markdown::Document,
    /// The name of this page.
    name: String,
    /// All pages.
    pages: Vec<Document>,
    api: String,
}

/// The first page.
pub async fn first() -> Result<HttpResponse, PageError> {
    shown("README", API.into())
}

/// A page of the documentation, or a picture of it.
pub async fn one(name: Path<String>) -> Result<HttpResponse, PageError> {
    match picture(&name) {
        Some(bytes) => Ok(HttpResponse::Ok().content_type("image/png").body(bytes)),
        None => shown(&name, format!("{API}/{name}")),
    }
}

fn shown(name: &str, api: String) -> Result<HttpResponse, PageError> {
    let pages = documents();
    let found = pages.iter().find(|page| page.name == name);
    let text = found.ok_or_else(PageError::no_such_page)?.text;
    page(&HelpPage {
        document: document(name, text),
        name: name.to_string(),
        pages,
        api,
    })
}
