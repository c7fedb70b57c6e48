use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::body;
use super::routes::Target;
use crate::capture::Request;
use crate::platform::authorization::credentials;
use crate::workspace::{DataflyFile, DataflySource};

/// Why a pipeline key is refused. The client is told the same each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyProblem {
    /// There is no `Authorization: Bearer`.
    Missing,
    /// There is none either, but the batch is signed.
    Signed,
    /// It is no `dk_…`.
    Malformed(String),
    /// No source has it.
    Unknown(String),
    /// A source had it once.
    Revoked(String),
}

/// A key that is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key<'a> {
    /// The key.
    pub text: &'a str,
    /// Whose it is.
    pub source: &'a DataflySource,
    /// Whether it was compared with anything: not if no source names a key.
    pub checked: bool,
}

/// The pipeline key of a request (documented: `Authorization: Bearer dk_…`). A batch may be signed
/// instead (<https://docs.dataflysignal.com/ingestion/batch>); signatures are not checked here.
///
/// # Errors
/// Why it is refused.
pub fn key<'a>(
    request: &'a Request,
    target: Target,
    file: &'a DataflyFile,
) -> Result<Key<'a>, KeyProblem> {
    let text = bearer(request).ok_or(match target {
        Target::Batch if is_signed(request) => KeyProblem::Signed,
        _ => KeyProblem::Missing,
    })?;
    if !DataflySource::is_key(text) {
        return Err(KeyProblem::Malformed(text.into()));
    }
    let has = |list: fn(&DataflySource) -> &Vec<String>| {
        file.sources
            .iter()
            .find(|source| list(source).iter().any(|key| key == text))
    };
    if has(|source| &source.revoked_keys).is_some() {
        return Err(KeyProblem::Revoked(text.into()));
    }
    let checked = file.sources.iter().any(|source| !source.keys.is_empty());
    let source = if checked {
        has(|source| &source.keys)
    } else {
        file.sources.first()
    };
    match source {
        Some(source) => Ok(Key {
            text,
            source,
            checked,
        }),
        None => Err(KeyProblem::Unknown(text.into())),
    }
}

/// A key that was given where the gateway does not look: where, and the key.
pub fn elsewhere(request: &Request) -> Option<(&'static str, String)> {
    let basic = || {
        let value = credentials(request, "basic")?;
        let user = String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok()?;
        let key = user.split(':').next().unwrap_or_default().to_string();
        Some(("as the user of Authorization: Basic", key))
    };
    let query = || Some(("as wk in the query", request.query_value("wk")?));
    let body = || {
        let body = body::read(request).ok()?;
        let key = body.get("writeKey")?.as_str()?.to_string();
        Some(("as writeKey in the body", key))
    };
    basic()
        .or_else(query)
        .or_else(body)
        .filter(|(_, key)| !key.is_empty())
}

/// Whether the request carries a signature.
pub fn is_signed(request: &Request) -> bool {
    request.header("x-signature").is_some()
}

fn bearer(request: &Request) -> Option<&str> {
    credentials(request, "bearer").filter(|key| !key.is_empty())
}
