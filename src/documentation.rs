//! The documentation of this very version, which is in the binary: for the inspector's help and its
//! API.

use include_dir::{Dir, include_dir};
use serde::Serialize;

static DOCS: Dir = include_dir!("$CARGO_MANIFEST_DIR/docs");

/// The document that is read first; the others follow by name.
const README: &str = include_str!("../README.md");

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Document {
    /// Its name: `README`, or its path below `docs/` without the ending (`fidelity/jitsu`).
    pub name: String,
    /// Its heading.
    pub title: String,
    /// Its text, in Markdown.
    pub text: &'static str,
}

impl Document {
    fn new(name: &str, text: &'static str) -> Document {
        let mut lines = text.lines();
        let heading = lines.find_map(|line| line.strip_prefix("# "));
        Document {
            name: name.to_string(),
            title: heading.unwrap_or("eventpit").to_string(),
            text,
        }
    }
}

/// All documents, in the order in which they are listed.
pub fn documents() -> Vec<Document> {
    let mut rest = below(&DOCS);
    rest.sort_by(|one, other| one.name.cmp(&other.name));
    [Document::new("README", README)]
        .into_iter()
        .chain(rest)
        .collect()
}

/// The document of that name.
pub fn document(name: &str) -> Option<Document> {
    documents().into_iter().find(|it| it.name == name)
}

/// The bytes of a PNG that a document shows, by its path below `docs/`.
pub fn picture(path: &str) -> Option<&'static [u8]> {
    let file = DOCS.get_file(path).filter(|_| path.ends_with(".png"))?;
    Some(file.contents())
}

fn below(folder: &Dir<'static>) -> Vec<Document> {
    let own = folder.files().filter_map(|file| {
        let name = file.path().to_str()?.strip_suffix(".md")?;
        Some(Document::new(name, file.contents_utf8()?))
    });
    own.chain(folder.dirs().flat_map(below)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_name_and_a_title_of_its_own() {
        let documents = documents();
        assert!(documents.len() > 5);
        for name in ["README", "ARCHITECTURE", "fidelity/jitsu"] {
            assert!(document(name).is_some(), "{name}");
        }
        let mut titles: Vec<&str> = documents.iter().map(|it| it.title.as_str()).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), documents.len());
    }
}
