//! A file that is written whole or not at all: a reader never sees half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek};
use std::path::{Path, PathBuf};

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
/// the permissions of the one that was there, and its owner where that is allowed. What is no file,
/// such as a pipe or a device, is written to as it is: put in its place, a file would take `/dev/null`
/// away from the whole machine. So is a file that cannot be replaced: one that is mounted by itself, or
/// in a folder of others; and what this process has open already (`/dev/stdout`), for others write
/// there too.
///
/// # Errors
/// Those of `fill`, and a file that cannot be made, written or replaced; what was there is there then.
pub fn write(
    file: &Path,
    readers: Readers,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(mut open) = open_already(file)? {
        return fill(&mut open);
    }
    let file = &led_to(file);
    let there = fs::metadata(file).ok();
    if there.is_some() {
        let mut writable = OpenOptions::new().write(true).open(file)?;
        if !writable.metadata()?.is_file() {
            return fill(&mut writable);
        }
    }
    let mut new = match beside(folder_of(file), readers) {
        // A file that may be written, in a folder that may not.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && there.is_some() => {
            return fill(&mut File::create(file)?);
        }
        new => new?,
    };
    if let Some(there) = there {
        keep_owner(new.as_file(), &there);
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

/// The file that a name leads to: a link stays one, and what it leads to is written, also where that
/// is not there yet.
fn led_to(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| match fs::read_link(file) {
        Ok(target) => folder_of(file).join(target),
        Err(_) => file.to_path_buf(),
    })
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// What `file` names of what this process has open: standard output or another of its descriptors.
#[cfg(unix)]
fn open_already(file: &Path) -> io::Result<Option<File>> {
    use std::os::fd::AsFd;
    let named = match fs::read_link(file) {
        Ok(target) if folder_of(file) == Path::new("/dev") => Path::new("/dev").join(target),
        _ => file.to_path_buf(),
    };
    let descriptors = fs::canonicalize("/dev/fd");
    if descriptors.is_err() || fs::canonicalize(folder_of(&named)).ok() != descriptors.ok() {
        return Ok(None);
    }
    // The same place in the same file as the others who write there.
    match named.file_name().and_then(|number| number.to_str()) {
        Some("1") => Ok(Some(io::stdout().as_fd().try_clone_to_owned()?.into())),
        Some("2") => Ok(Some(io::stderr().as_fd().try_clone_to_owned()?.into())),
        _ => OpenOptions::new().append(true).open(file).map(Some),
    }
}

#[cfg(not(unix))]
fn open_already(_file: &Path) -> io::Result<Option<File>> {
    Ok(None)
}

/// Gives a new file the owner and the group of the one that was there; the group alone, or neither,
/// where more is not allowed.
#[cfg(unix)]
fn keep_owner(new: &File, there: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let group = Some(there.gid());
    if fchown(new, Some(there.uid()), group).is_err() {
        drop(fchown(new, None, group));
    }
}

#[cfg(not(unix))]
fn keep_owner(_new: &File, _there: &fs::Metadata) {}

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
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

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

    #[test]
    fn whose_a_file_is_and_where_a_link_leads_stays_as_it_was() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("file");
        fs::write(&file, "")?;
        // Only root may give a file away: for others this is their own.
        drop(chown(&file, Some(65534), Some(65534)));
        let owner = |file: &Path| fs::metadata(file).map(|it| (it.uid(), it.gid()));
        let before = owner(&file)?;
        write(&file, Readers::Owner, |out| out.write_all(b"new"))?;
        assert_eq!(owner(&file)?, before);
        for (link, target) in [("there", "file"), ("dangling", "not there yet")] {
            let link = folder.path().join(link);
            symlink(target, &link)?;
            write(&link, Readers::Owner, |out| out.write_all(b"by the link"))?;
            assert!(link.is_symlink());
            assert_eq!(fs::read(folder.path().join(target))?, b"by the link");
        }
        Ok(())
    }
}
