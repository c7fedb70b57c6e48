use std::borrow::Cow;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::body;
use super::pixel;
use super::routes::Target;
use crate::capture::Request;
use crate::platform::authorization::credentials;
use crate::workspace::{DataflyFile, DataflySource};

/// Why a pipeline key is refused. The client is told the same each time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyProblem {
    /// There is none where the path has it.
    Missing,
    /// It is no `dk_…`.
    Malformed(String),
    /// No source has it.
    Unknown(String),
    /// A source had it once.
    Revoked(String),
}

/// A key that is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'a> {
    /// The key.
    pub text: Cow<'a, str>,
    /// Whose it is.
    pub source: &'a DataflySource,
    /// Whether it was compared with anything: not if no source names a key.
    pub checked: bool,
}

/// The pipeline key of a request (documented: `Authorization: Bearer dk_…`, and `wk` in the query
/// of a pixel).
///
/// # Errors
/// Why it is refused.
pub fn key<'a>(
    request: &'a Request,
    target: Target,
    file: &'a DataflyFile,
) -> Result<Key<'a>, KeyProblem> {
    let text = match target {
        Target::Pixel(_) => wk(request).map(Cow::Owned),
        Target::One(_) | Target::Batch | Target::Server => bearer(request).map(Cow::Borrowed),
    };
    let text = text.ok_or(KeyProblem::Missing)?;
    if !DataflySource::is_key(&text) {
        return Err(KeyProblem::Malformed(text.into()));
    }
    let has = |list: fn(&DataflySource) -> &Vec<String>| {
        file.sources
            .iter()
            .find(|source| list(source).iter().any(|key| *key == text))
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

/// A key that was given where the gateway does not look: where, and the key. For a pixel it looks
/// into the query.
pub fn elsewhere(request: &Request, pixel: bool) -> Option<(&'static str, String)> {
    if pixel {
        let key = bearer(request)?;
        return Some(("as Authorization: Bearer", key.into()));
    }
    let basic = || {
        let value = credentials(request, "basic")?;
        let user = String::from_utf8(BASE64_STANDARD.decode(value).ok()?).ok()?;
        let key = user.split(':').next().unwrap_or_default().to_string();
        Some(("as the user of Authorization: Basic", key))
    };
    let query = || Some(("as wk in the query", wk(request)?));
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

fn wk(request: &Request) -> Option<String> {
    request
        .query_value(pixel::KEY)
        .filter(|key| !key.is_empty())
}

fn bearer(request: &Request) -> Option<&str> {
    credentials(request, "bearer").filter(|key| !key.is_empty())
}
