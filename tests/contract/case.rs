use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Where it comes from: a vendor's page, or a recorded exchange.
    pub from: String,
    /// How well the expectation is known.
    pub evidence: Evidence,
    /// Folder under `tests/workspaces`; the built-in workspace if there is none.
    #[serde(default)]
    pub workspace: Option<String>,
    /// Requests sent before, to the inspector's API too; their answers are not compared.
    #[serde(default)]
    pub setup: Vec<Sent>,
    /// The request.
    pub request: Sent,
    /// The answer, whole.
    pub expect: Expected,
    /// The fate of the request.
    pub outcome: String,
    /// The codes of all findings on the request and its events, each once.
    pub findings: Vec<String>,
    /// Its events, in order; of each, the keys that are to be compared.
    pub events: Vec<Map<String, Value>>,
}

/// How well an expectation is known.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    Documented,
    Observed,
    Inferred,
    Assumed,
}

/// A request.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    pub method: String,
    /// Path and query.
    pub path: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    #[serde(default)]
    pub body: Option<Body>,
}

/// A body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// JSON, sent compactly.
    Json(Value),
    /// Text as it stands.
    Text(String),
    /// Bytes.
    Base64(String),
    /// Something long.
    Fill {
        before: String,
        with: String,
        times: usize,
        after: String,
    },
}

/// An answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub status: u16,
    /// Every header but `date`, `connection` and `content-length`; a list where one repeats.
    pub headers: BTreeMap<String, OneOrMore>,
    pub body: ExpectedBody,
}

/// A header's value or values.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// An answer's body.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum ExpectedBody {
    /// Text with the tokens of [`crate::expect::fits`].
    Text(String),
    /// Bytes.
    Bytes { base64: String },
}

impl Sent {
    /// The bytes of its body; `None` sends no length either.
    pub fn bytes(&self) -> Result<Option<Vec<u8>>, String> {
        let bytes = match &self.body {
            None => return Ok(None),
            Some(Body::Json(value)) => value.to_string().into_bytes(),
            Some(Body::Text(text)) => text.clone().into_bytes(),
            Some(Body::Base64(text)) => STANDARD
                .decode(text)
                .map_err(|error| format!("request.body.base64: {error}"))?,
            Some(Body::Fill {
                before,
                with,
                times,
                after,
            }) => format!("{before}{}{after}", with.repeat(*times)).into_bytes(),
        };
        Ok(Some(bytes))
    }
}

/// The case files below `folder`, named `<platform>/<file stem>`, in order.
pub fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for platform in folder.read_dir()? {
        let platform = platform?;
        for file in platform.path().read_dir()? {
            let path = file?.path();
            let name = format!(
                "{}/{}",
                platform.file_name().to_string_lossy(),
                path.file_stem().unwrap_or_default().to_string_lossy()
            );
            files.push((name, path));
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a case.
pub fn read(path: &Path) -> Result<Case, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let case: Result<Case, _> = serde_json::from_str(&text);
    let mut case = case.map_err(|error| format!("{}: {error}", path.display()))?;
    case.findings.sort();
    Ok(case)
}
