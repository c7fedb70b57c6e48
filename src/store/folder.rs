use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::{StoreError, connection, index};

/// The folder of a recording, locked for as long as this lives.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
    /// Deletes the folder when the recording was to be ephemeral.
    _ephemeral: Option<tempfile::TempDir>,
}

impl DataFolder {
    /// Makes `path` if it is not there (mode 0700, with a `.gitignore` of its own: it holds keys
    /// and personal data) and locks it.
    ///
    /// # Errors
    /// A folder that cannot be written, or that another eventpit has open; a journal that is gone or
    /// empty beside its index.
    pub fn open(path: &Path) -> Result<DataFolder, StoreError> {
        let failed = |source| StoreError::Folder {
            path: path.to_path_buf(),
            source,
        };
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(failed)?;
        if is_new {
            only_for_owner(path).map_err(failed)?;
            fs::write(path.join(".gitignore"), "*\n").map_err(failed)?;
        }
        let lock = File::create(path.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {
                let folder = DataFolder {
                    path: path.to_path_buf(),
                    _lock: lock,
                    _ephemeral: None,
                };
                folder.journal_is_there()?;
                Ok(folder)
            }
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked {
                folder: path.to_path_buf(),
            }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Locks the folder `path`, in which there has to be a recording.
    ///
    /// # Errors
    /// There is none, another eventpit has it open, or it cannot be written.
    pub fn existing(path: &Path) -> Result<DataFolder, StoreError> {
        match path.join("journal.db").exists() {
            true => DataFolder::open(path),
            false => Err(StoreError::NoRecording {
                folder: path.to_path_buf(),
            }),
        }
    }

    /// A folder that is deleted when this is dropped.
    ///
    /// # Errors
    /// No folder for temporary files that can be written.
    pub fn ephemeral() -> Result<DataFolder, StoreError> {
        let folder = tempfile::Builder::new()
            .prefix("eventpit-")
            .tempdir()
            .map_err(|source| StoreError::Folder {
                path: std::env::temp_dir(),
                source,
            })?;
        let opened = DataFolder::open(folder.path())?;
        Ok(DataFolder {
            _ephemeral: Some(folder),
            ..opened
        })
    }

    /// Fails if the journal is gone or empty while the index has requests of it: a new journal would
    /// have the index thrown away, and that is all that is left.
    fn journal_is_there(&self) -> Result<(), StoreError> {
        let file = self.journal();
        if !self.index().exists() || has_tables(&file) {
            return Ok(());
        }
        let left = connection::open_reader(&self.index())
            .and_then(|index| Ok(index::projected_to(&index)?))
            .unwrap_or_default();
        match left {
            0 => Ok(()),
            left => Err(StoreError::Damaged {
                reason: format!(
                    "it is gone or empty, and index.db has what is left of it, up to row {left}; \
                     without index.db, a new recording is begun"
                ),
                file,
            }),
        }
    }

    /// Throws the index away: it is made again from the journal, which has to be sound.
    ///
    /// # Errors
    /// The journal is damaged, or a file cannot be removed.
    pub fn remove_index(&self) -> Result<(), StoreError> {
        connection::check(&self.journal())?;
        index::remove(&self.index())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file that holds the truth.
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal.db")
    }

    /// The file that holds what is derived.
    pub fn index(&self) -> PathBuf {
        self.path.join("index.db")
    }
}

/// Whether a file may be a journal: anything but one that is gone, or in which nothing was ever made.
fn has_tables(journal: &Path) -> bool {
    // SQLite deletes the log of an empty file when it opens it.
    if !journal.metadata().is_ok_and(|it| it.len() > 0) {
        return false;
    }
    let tables = connection::open_reader(journal).and_then(|db| {
        let sql = "SELECT count(*) FROM sqlite_schema";
        Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))?)
    });
    // What cannot be read is damaged: that is found out when it is opened.
    !matches!(tables, Ok(0))
}

#[cfg(unix)]
fn only_for_owner(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn only_for_owner(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
