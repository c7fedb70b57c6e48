use std::path::{Path, PathBuf};

use rusqlite::ffi;

/// The file that a name stood for when it was opened. SQLite goes on writing into a file that was
/// removed or replaced, and says that all is well: what is written there is lost.
pub struct OpenedFile {
    path: PathBuf,
    identity: Option<Identity>,
}

/// Device and inode.
type Identity = (u64, u64);

impl OpenedFile {
    /// The file that `path` stands for now.
    pub fn new(path: &Path) -> OpenedFile {
        OpenedFile {
            path: path.to_path_buf(),
            identity: identity(path),
        }
    }

    /// Fails with SQLite's own code for it if `path` stands for another file by now, or for none.
    pub fn check(&self) -> Result<(), rusqlite::Error> {
        if identity(&self.path) == self.identity {
            return Ok(());
        }
        Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_READONLY_DBMOVED),
            Some(format!("{} was removed or replaced", self.path.display())),
        ))
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<Identity> {
    None
}
