use actix_web::HttpResponse;
use actix_web::web::Path;
use askama::Template;
use include_dir::{Dir, include_dir};

use super::PageError;
use super::markdown::{Document, document};
use super::render::page;

/// The documentation of this very version.
static DOCS: Dir = include_dir!("$CARGO_MANIFEST_DIR/docs");

/// The first page, and what to read in which order; what is not named here follows.
const FIRST: [(&str, &str); 1] = [("README", include_str!("../../README.md"))];

/// A page of the documentation.
#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    document: Document,
    /// The name of this page.
    name: String,
    /// All pages: name and title.
    pages: Vec<(String, String)>,
}

/// The first page.
pub async fn first() -> Result<HttpResponse, PageError> {
    shown("README")
}

/// A page of the documentation, or a picture of it.
pub async fn one(name: Path<String>) -> Result<HttpResponse, PageError> {
    if let Some(file) = DOCS.get_file(name.as_str())
        && name.ends_with(".png")
    {
        return Ok(HttpResponse::Ok()
            .content_type("image/png")
            .body(file.contents()));
    }
    shown(&name)
}

fn shown(name: &str) -> Result<HttpResponse, PageError> {
    let pages = pages();
    let found = pages.iter().find(|(known, _)| known == name);
    let (_, text) = found.ok_or_else(PageError::no_such_page)?;
    page(&HelpPage {
        document: document(name, text),
        name: name.to_string(),
        pages: pages
            .iter()
            .map(|(name, text)| (name.to_string(), title(text).to_string()))
            .collect(),
    })
}

/// All pages: name and text.
fn pages() -> Vec<(String, &'static str)> {
    let first = FIRST.iter().map(|(name, text)| (name.to_string(), *text));
    let mut rest: Vec<(String, &str)> = files(&DOCS);
    rest.sort();
    first.chain(rest).collect()
}

fn files(folder: &Dir<'static>) -> Vec<(String, &'static str)> {
    let own = folder.files().filter_map(|file| {
        let name = file.path().to_str()?.strip_suffix(".md")?;
        Some((name.to_string(), file.contents_utf8()?))
    });
    own.chain(folder.dirs().flat_map(files)).collect()
}

/// The heading of a page.
fn title(text: &str) -> &str {
    let mut lines = text.lines();
    let heading = lines.find_map(|line| line.strip_prefix("# "));
    heading.unwrap_or("eventpit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_name_and_a_title_of_its_own() {
        let pages = pages();
        assert!(pages.len() > 5);
        for name in ["README", "ARCHITECTURE", "fidelity/jitsu"] {
            assert!(pages.iter().any(|(known, _)| known == name), "{name}");
        }
        let mut titles: Vec<&str> = pages.iter().map(|(_, text)| title(text)).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), pages.len());
    }
}
