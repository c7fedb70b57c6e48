//! A file that is written whole or not at all: a reader never sees half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek};
use std::path::Path;

use tempfile::NamedTempFile;

/// Who may read a file that was not there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner: it holds what was captured, or the address of a server.
    Owner,
    /// Whoever may read any other new file (the umask): it is to be committed and shared.
    Anyone,
}

/// Has `fill` write a file beside `file`, which takes its place once it is whole and on disk, with
/// the permissions of the one that was there. What is no file, such as a pipe or a device, is
/// written to as it is: put in its place, a file would take `/dev/null` away from the whole machine.
/// So is a file that cannot be replaced: one that is mounted by itself, or in a folder of others.
///
/// # Errors
/// Those of `fill`, and a file that cannot be made or replaced; what was there is there then.
pub fn write(
    file: &Path,
    readers: Readers,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    // A link stays one, and what it leads to is written.
    let file = &fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let there = fs::metadata(file).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return fill(&mut OpenOptions::new().write(true).open(file)?);
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut new = match beside(folder, readers) {
        // A file that may be written, in a folder that may not.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && there.is_some() => {
            return fill(&mut File::create(file)?);
        }
        new => new?,
    };
    if let Some(there) = there {
        new.as_file().set_permissions(there.permissions())?;
    }
    fill(new.as_file_mut())?;
    new.as_file().sync_all()?;
    match new.persist(file) {
        Ok(_) => Ok(()),
        // A file that is mounted by itself, as into a container, keeps its place.
        Err(kept) if kept.error.kind() == io::ErrorKind::ResourceBusy => {
            let mut new = kept.file;
            new.rewind()?;
            io::copy(&mut new, &mut File::create(file)?).map(|_| ())
        }
        Err(kept) => Err(kept.error),
    }
}

fn beside(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    let mut new = tempfile::Builder::new();
    #[cfg(unix)]
    if readers == Readers::Anyone {
        use std::os::unix::fs::PermissionsExt;
        new.permissions(fs::Permissions::from_mode(0o666));
    }
    new.tempfile_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(file: &Path) -> io::Result<u32> {
        Ok(fs::metadata(file)?.permissions().mode() & 0o777)
    }

    #[test]
    fn a_file_that_is_not_written_whole_is_not_written() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("file");
        write(&file, Readers::Owner, |out| out.write_all(b"before"))?;
        let failed = write(&file, Readers::Owner, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&file)?, b"before");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1, "nothing is left");
        Ok(())
    }

    #[test]
    fn who_may_read_a_file_stays_as_it_was() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let usual = folder.path().join("usual");
        fs::write(&usual, "")?;
        for (name, readers, expected) in [
            ("own", Readers::Owner, 0o600),
            ("shared", Readers::Anyone, mode(&usual)?),
        ] {
            let file = folder.path().join(name);
            write(&file, readers, |_| Ok(()))?;
            assert_eq!(mode(&file)?, expected, "{name}");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640))?;
            write(&file, readers, |_| Ok(()))?;
            assert_eq!(mode(&file)?, 0o640, "{name}");
        }
        Ok(())
    }
}
