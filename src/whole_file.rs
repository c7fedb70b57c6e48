//! A file that is written whole or not at all: a reader never sees half of it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// Has `fill` write a file beside `file`, which takes its place once it is whole and on disk. Only
/// its owner may read it. What is no file, such as a pipe or a device, is written to as it is: put
/// in its place, a file would take `/dev/null` away from the whole machine.
///
/// # Errors
/// Those of `fill`, and a file that cannot be made or replaced; what was there is there then.
pub fn write(file: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    // A link stays one, and what it leads to is written.
    let file = &fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
        return fill(&mut OpenOptions::new().write(true).open(file)?);
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut new = NamedTempFile::new_in(folder)?;
    fill(new.as_file_mut())?;
    new.as_file().sync_all()?;
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}
