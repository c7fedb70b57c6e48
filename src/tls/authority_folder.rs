use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::BaseStrategy;

use super::TlsError;
use super::authority::{Authority, Unusable, generate};

/// The files of the local CA. It is kept for the user and not for a project, so that it has to be
/// trusted once.
#[derive(Debug, Clone)]
pub struct AuthorityFolder {
    path: PathBuf,
}

/// Where the CA is if nothing else is said: `eventpit` in the system's folder for a user's data
/// (`$XDG_DATA_HOME`, which is `~/.local/share` if unset; `~/Library/Application Support`;
/// `%APPDATA%`).
///
/// # Errors
/// The user has no home.
pub fn default_folder() -> Result<PathBuf, TlsError> {
    let base = etcetera::base_strategy::choose_native_strategy().map_err(|_| TlsError::NoHome)?;
    Ok(base.data_dir().join("eventpit"))
}

impl AuthorityFolder {
    /// The CA in `path`, or in [`default_folder`].
    ///
    /// # Errors
    /// The user has no home.
    pub fn new(path: Option<PathBuf>) -> Result<AuthorityFolder, TlsError> {
        let path = match path {
            Some(path) => path,
            None => default_folder()?,
        };
        // Whoever is told the path may run somewhere else.
        let path = std::path::absolute(&path).unwrap_or(path);
        Ok(AuthorityFolder { path })
    }

    /// What clients have to trust, as PEM. Named `.crt`: Debian, Android and Windows want that.
    pub fn certificate(&self) -> PathBuf {
        self.path.join("eventpit-ca.crt")
    }

    fn key(&self) -> PathBuf {
        self.path.join("eventpit-ca.key")
    }

    /// Reads the CA; makes it if neither of its files is there. Nothing is ever written over: a CA
    /// that somebody trusts must not change by itself.
    ///
    /// # Errors
    /// A folder that cannot be written, or a CA that is damaged or expired.
    pub fn open(&self) -> Result<Authority, TlsError> {
        // Where there is a certificate the CA is whole, and the folder may be read-only.
        if self.certificate().exists() {
            return self.read();
        }
        // Two that start at once make one CA: the second waits here, and reads.
        let _lock = self.lock().map_err(|source| TlsError::Folder {
            path: self.path.clone(),
            source,
        })?;
        if !self.certificate().exists() && !self.key().exists() {
            self.make()?;
        }
        self.read()
    }

    fn lock(&self) -> io::Result<File> {
        create_private_folder(&self.path)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join("lock"))?;
        lock.lock()?;
        Ok(lock)
    }

    fn make(&self) -> Result<(), TlsError> {
        let (certificate, key) =
            generate(SystemTime::now()).map_err(|error| TlsError::Failed(error.to_string()))?;
        // The certificate last: where there is one, there is a key.
        write_new(&self.key(), &key, 0o600)?;
        write_new(&self.certificate(), &certificate, 0o644)
    }

    fn read(&self) -> Result<Authority, TlsError> {
        let certificate = read(&self.certificate())?;
        let key = read(&self.key())?;
        let damaged = |path, why| TlsError::Damaged { path, why };
        Authority::read(&certificate, &key, SystemTime::now()).map_err(|unusable| match unusable {
            Unusable::Certificate(why) => damaged(self.certificate(), why),
            Unusable::Key(why) => damaged(self.key(), why),
            Unusable::Expired(from, until) => TlsError::Expired {
                path: self.certificate(),
                from,
                until,
            },
        })
    }
}

/// A file that is missing beside its other half, or that is not text, is damage.
fn read(path: &Path) -> Result<String, TlsError> {
    let path_buf = || path.to_path_buf();
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound => Err(TlsError::Damaged {
                path: path_buf(),
                why: "it is missing".into(),
            }),
            io::ErrorKind::InvalidData => Err(TlsError::Damaged {
                path: path_buf(),
                why: "it is not PEM".into(),
            }),
            _ => Err(TlsError::Folder {
                path: path_buf(),
                source: error,
            }),
        },
    }
}

/// Writes a file that is not there yet, all at once.
fn write_new(path: &Path, text: &str, mode: u32) -> Result<(), TlsError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)
    });
    match written {
        Ok(_) => Ok(()),
        Err(source) => Err(TlsError::Folder {
            path: path.to_path_buf(),
            source,
        }),
    }
}

/// Makes the folder with mode 0700; one that is there stays as it is.
fn create_private_folder(path: &Path) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}
