use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::StartError;

/// Writes the ready file, all at once: a reader never sees half of it.
///
/// # Errors
/// The file cannot be written.
pub fn write(
    path: &Path,
    ingest_urls: &[String],
    inspector_url: &str,
    data: &str,
    ca_file: Option<&Path>,
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
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let written =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).and_then(|mut file| {
            file.write_all(format!("{ready:#}\n").as_bytes())?;
            file.persist(path).map_err(|error| error.error)
        });
    match written {
        Ok(_) => Ok(()),
        Err(source) => Err(StartError::ReadyFile {
            path: path.to_path_buf(),
            source,
        }),
    }
}
