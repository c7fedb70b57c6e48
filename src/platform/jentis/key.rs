use crate::capture::Request;
use crate::event::{Finding, FindingKind};
use crate::platform::authorization::credentials;
use crate::platform::reading::read;
use crate::workspace::{JentisFile, JentisSource, is_key};

use super::kinds;
use super::submission::is_beacon;

/// How a request came in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Access<'a> {
    /// With a key that this source names.
    Named(&'a JentisSource),
    /// With a well-formed key, where no source names one.
    Unchecked,
    /// As a beacon without a key, which the workspace allows.
    Keyless,
}

/// Why a request did not come in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refusal<'a> {
    /// No `Authorization` header.
    Missing,
    /// Another scheme, no key, or a key with white space.
    Malformed {
        /// Whether there was a key at all.
        key_given: bool,
    },
    /// A key of no source.
    Unknown,
    /// A key that this source has revoked.
    Revoked(&'a JentisSource),
}

/// Judges the key of a request. It is an opaque text (documented as "API Key"; the OpenAPI's
/// `bearerFormat: JWT` fits none of the keys in JENTIS's own examples: 32 hexadecimal digits, `1234`).
pub fn admit<'a>(request: &Request, file: &'a JentisFile) -> Result<Access<'a>, Refusal<'a>> {
    let key = match bearer(request) {
        Ok(key) => key,
        Err(Refusal::Missing) if file.endpoint.allow_keyless_beacon && beacon(request, file) => {
            return Ok(Access::Keyless);
        }
        Err(refusal) => return Err(refusal),
    };
    let has = |keys: &[String]| keys.iter().any(|named| named == key);
    if let Some(source) = file.sources.iter().find(|it| has(&it.revoked_keys)) {
        return Err(Refusal::Revoked(source));
    }
    if let Some(source) = file.sources.iter().find(|it| has(&it.keys)) {
        return Ok(Access::Named(source));
    }
    if file.sources.iter().any(|source| !source.keys.is_empty()) {
        return Err(Refusal::Unknown);
    }
    Ok(Access::Unchecked)
}

/// The key in the `Authorization` header.
fn bearer(request: &Request) -> Result<&str, Refusal<'static>> {
    request.header("authorization").ok_or(Refusal::Missing)?;
    match credentials(request, "bearer").unwrap_or_default() {
        key if is_key(key) => Ok(key),
        key => Err(Refusal::Malformed {
            key_given: !key.is_empty(),
        }),
    }
}

fn beacon(request: &Request, file: &JentisFile) -> bool {
    let body = read(request, file.endpoint.reading());
    serde_json::from_slice(&body).is_ok_and(|body| is_beacon(&body))
}

impl Refusal<'_> {
    /// The challenge of the answer (RFC 6750, section 3: an error is named only if a key came).
    pub fn challenge(self) -> &'static str {
        match self {
            Refusal::Missing | Refusal::Malformed { key_given: false } => "Bearer",
            _ => "Bearer error=\"invalid_token\"",
        }
    }

    /// What to tell of it.
    pub fn finding(self) -> Finding {
        let says = |kind: &'static FindingKind, message: &str| {
            kind.says(message).expected("Authorization: Bearer <key>")
        };
        match self {
            Refusal::Missing => says(
                kinds::MISSING_KEY,
                "no key, as there is no Authorization header",
            ),
            Refusal::Malformed { key_given: false } => says(
                kinds::MALFORMED_KEY,
                "the Authorization header has no Bearer key",
            ),
            Refusal::Malformed { key_given: true } => {
                says(kinds::MALFORMED_KEY, "the key has white space in it")
            }
            Refusal::Unknown => says(kinds::UNKNOWN_KEY, "no source names this key"),
            Refusal::Revoked(source) => says(
                kinds::REVOKED_KEY,
                &format!("the source {} has revoked this key", source.name),
            ),
        }
    }
}
