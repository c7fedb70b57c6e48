use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::StoreError;

/// A file of the recording, to bring to the disk what SQLite has written to it.
///
/// A process that closes a file loses all its locks on it, SQLite's too (POSIX, `fcntl`). So whoever
/// writes the file with SQLite has this after its connection, and lends it to others.
#[derive(Clone)]
pub struct DiskFile(Arc<File>);

impl DiskFile {
    /// Opens a file that is there.
    ///
    /// # Errors
    /// It cannot be opened for writing.
    pub fn open(path: &Path) -> Result<DiskFile, StoreError> {
        let opened = File::options().read(true).write(true).open(path);
        let file = opened.map_err(|source| StoreError::Folder {
            path: path.to_path_buf(),
            source,
        })?;
        Ok(DiskFile(Arc::new(file)))
    }

    /// Waits until the disk has what was written.
    ///
    /// # Errors
    /// The disk fails.
    pub fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}
