use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::index::{self, TakenIn};
use super::{StoreError, connection, journal};

/// How long one who only reads a recording is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take one who has locked a folder to say what for.
const TO_SAY_SO: Duration = Duration::from_secs(5);

/// What a recording is locked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// To be read: whoever finds it locked waits for its turn.
    Reading,
    /// To be written.
    Writing,
}

/// The file that is locked. It says what for.
#[derive(Debug)]
struct Lock(File);

/// The folder of a recording, locked for as long as this lives.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: Lock,
    /// Deletes the folder when the recording was to be ephemeral.
    _ephemeral: Option<tempfile::TempDir>,
}

impl DataFolder {
    /// Makes `path` if it is not there (mode 0700, with a `.gitignore` of its own: it holds keys
    /// and personal data) and locks it.
    ///
    /// # Errors
    /// A folder that cannot be written, or that another eventpit has open; a journal that is gone,
    /// empty or older than the index beside it.
    pub fn open(path: &Path) -> Result<DataFolder, StoreError> {
        DataFolder::open_for(path, Use::Writing)
    }

    fn open_for(path: &Path, what: Use) -> Result<DataFolder, StoreError> {
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
        let folder = DataFolder {
            path: path.to_path_buf(),
            _lock: Lock::of(path, what)?,
            _ephemeral: None,
        };
        folder.journal_is_there()?;
        Ok(folder)
    }

    /// Locks the folder `path`, in which there has to be a recording.
    ///
    /// # Errors
    /// There is none, another eventpit has it open, or it cannot be read or written.
    pub fn existing(path: &Path) -> Result<DataFolder, StoreError> {
        DataFolder::existing_for(path, Use::Writing)
    }

    /// The same, only to read it: others who want to wait until it is done.
    ///
    /// # Errors
    /// As of [`DataFolder::existing`].
    pub fn to_read(path: &Path) -> Result<DataFolder, StoreError> {
        DataFolder::existing_for(path, Use::Reading)
    }

    fn existing_for(path: &Path, what: Use) -> Result<DataFolder, StoreError> {
        let is_there = |file: &str| {
            let file = path.join(file);
            let found = file.try_exists();
            found.map_err(|source| StoreError::Folder { path: file, source })
        };
        if is_there("journal.db")? {
            return DataFolder::open_for(path, what);
        }
        if is_there("index.db")? {
            // What the index has of it is left of a recording.
            DataFolder::open_for(path, what)?;
        }
        Err(StoreError::NoRecording {
            folder: path.to_path_buf(),
        })
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

    /// Fails if the index has, or may have, rows that the journal does not: it would be thrown away,
    /// and it is all that is left of them.
    fn journal_is_there(&self) -> Result<(), StoreError> {
        let (journal, index) = (self.journal(), self.index());
        if !index.exists() {
            return Ok(());
        }
        let taken_in = index::taken_in(&index);
        let reason = match (has_tables(&journal), taken_in) {
            (false, Ok(Some(TakenIn { reached, .. }))) if reached > 0 => {
                format!(
                    "is gone or empty, and index.db has what is left of it, up to row {reached}"
                )
            }
            (false, Err(why)) => format!("is gone or empty, and index.db cannot be read: {why}"),
            // What cannot be read is damaged: that is found out when it is opened.
            (true, Ok(Some(TakenIn { reached, recording }))) => match newest(&journal) {
                Ok((of, head)) if of == recording && head < reached => format!(
                    "ends at row {head}, and index.db has rows up to {reached}: it is an older \
                     journal.db, or one whose newest rows are lost"
                ),
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        Err(StoreError::RowsLost { journal, reason })
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

impl Use {
    fn as_str(self) -> &'static str {
        match self {
            Use::Reading => "read",
            Use::Writing => "open",
        }
    }
}

impl Lock {
    /// Locks a folder; waits for one who only reads what is in it.
    fn of(folder: &Path, what: Use) -> Result<Lock, StoreError> {
        let file = folder.join("lock");
        let failed = |source| StoreError::Folder {
            path: folder.to_path_buf(),
            source,
        };
        let mut options = OpenOptions::new();
        let options = options.write(true).create(true).truncate(false);
        let lock = options.open(&file).map_err(failed)?;
        let began = Instant::now();
        let mut silent_since = began;
        loop {
            match lock.try_lock() {
                Ok(()) => {
                    // A full disk is no reason not to open it: others then wait in vain.
                    let said = lock.set_len(0);
                    drop(said.and_then(|()| (&lock).write_all(what.as_str().as_bytes())));
                    return Ok(Lock(lock));
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
                Err(TryLockError::WouldBlock) => {}
            }
            let says = fs::read_to_string(&file).unwrap_or_default();
            let reads = says == Use::Reading.as_str();
            let folder = folder.to_path_buf();
            if reads {
                silent_since = Instant::now();
            }
            if reads && began.elapsed() > PATIENCE {
                return Err(StoreError::BeingRead { folder });
            }
            if !reads && (!says.is_empty() || silent_since.elapsed() > TO_SAY_SO) {
                return Err(StoreError::Locked { folder });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It says nothing of the next one.
        drop(self.0.set_len(0));
    }
}

/// Whether a file may be a journal: anything but one that is gone, or in which nothing was ever made.
fn has_tables(journal: &Path) -> bool {
    // SQLite deletes the log of an empty file when it opens it.
    if !journal.metadata().is_ok_and(|it| it.len() > 0) {
        return false;
    }
    let is_empty = connection::open_reader(journal).and_then(|db| Ok(connection::is_empty(&db)?));
    // What cannot be read is damaged: that is found out when it is opened.
    !is_empty.unwrap_or(false)
}

/// The id of a recording, and the cursor of its newest row.
fn newest(journal: &Path) -> Result<(String, i64), StoreError> {
    let id = connection::recording_id(journal)?;
    let head = journal::newest(&connection::open_reader(journal)?)?;
    Ok((id, head))
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
