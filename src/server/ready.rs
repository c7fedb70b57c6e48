use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::{StartError, Token};
use crate::whole_file::{self, Readers};

/// Writes the ready file, all at once: a reader never sees half of it.
///
/// # Errors
/// The file cannot be written.
pub fn write(
    path: &Path,
    ingest_urls: &[String],
    inspector_url: &str,
    data: &str,
    (ca_file, token): (Option<&Path>, Option<&Token>),
) -> Result<(), StartError> {
    let mut ready = json!({
        "pid": std::process::id(),
        "version": env!("CARGO_PKG_VERSION"),
        "ingest_urls": ingest_urls,
        "inspector_url": inspector_url,
        "data": data,
    });
    if let Some(ca_file) = ca_file {
        // For NODE_EXTRA_CA_CERTS and the like.
        ready["ca_file"] = json!(ca_file.display().to_string());
    }
    if let Some(token) = token {
        ready["inspector_token"] = json!(token.reveal());
    }
    let written = whole_file::write(path, Readers::Owner, |file| writeln!(file, "{ready:#}"));
    written.map_err(|source| StartError::ReadyFile {
        path: path.to_path_buf(),
        source,
    })
}
