use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::capture::{Request, text_of};
use crate::platform::go_json;
use crate::platform::whole::whole;

/// A gzip body may grow to this many bytes, 16 MiB: a small one must not fill the memory.
const INFLATED: u64 = 16 * 1024 * 1024;

/// Why a body cannot be read as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no JSON, or its compression is broken.
    NotJson(String),
    /// It grows beyond 16 MiB.
    Inflates,
}

/// Whether the body is compressed with gzip. Datafly documents only plain JSON; server-side
/// clients compress, so eventpit reads both and says so.
pub fn is_gzip(request: &Request) -> bool {
    request
        .header("content-encoding")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("gzip"))
}

/// The body as JSON, whatever its content type.
///
/// # Errors
/// A body that is no JSON, that cannot be inflated, or that grows beyond 16 MiB.
pub fn read(request: &Request) -> Result<Value, Unreadable> {
    json(&plain(request)?)
}

/// Bytes as JSON, as Go reads it (inferred: the gateway is written in Go), which takes bytes that are
/// no UTF-8 for U+FFFD.
///
/// # Errors
/// They are none.
pub fn json(bytes: &[u8]) -> Result<Value, Unreadable> {
    let text = text_of(bytes);
    go_json::read(&text).map_err(|error| Unreadable::NotJson(error.to_string()))
}

/// The body's bytes, inflated where they are compressed.
///
/// # Errors
/// A body that is not whole, that cannot be inflated, or that grows beyond 16 MiB.
pub fn plain(request: &Request) -> Result<Cow<'_, [u8]>, Unreadable> {
    whole(request).map_err(Unreadable::NotJson)?;
    if !is_gzip(request) {
        return Ok(Cow::Borrowed(&request.body.bytes));
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(request.body.bytes.as_ref())
        .take(INFLATED + 1)
        .read_to_end(&mut plain)
        .map_err(|error| Unreadable::NotJson(error.to_string()))?;
    if plain.len() as u64 > INFLATED {
        return Err(Unreadable::Inflates);
    }
    Ok(Cow::Owned(plain))
}
