use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::check_kind;

/// Where a vendor's script for pages may lie on this machine. It is read when a page asks for it,
/// so that a file that changes is served as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scripts {
    /// The workspace's own folder for scripts.
    own: Option<PathBuf>,
    /// Where `node_modules` is looked for, there and in every folder above.
    starts: Vec<PathBuf>,
}

/// A script that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its file.
    pub file: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What came of looking for a script, as it is kept with the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptSearch {
    /// This file was read.
    Found(String),
    /// This file is there and cannot be read, and why.
    Unreadable(String),
    /// There is none.
    Missing,
}

impl Scripts {
    /// Those of the workspace in `folder`, the built-in one if there is none, for an eventpit that
    /// was started in `current`.
    pub fn of(folder: Option<&Path>, current: Option<&Path>) -> Scripts {
        let starts = folder.into_iter().chain(current);
        Scripts {
            own: folder.map(|folder| folder.join("scripts")),
            // A relative folder has no folders above it.
            starts: starts
                .filter_map(|start| start.canonicalize().ok())
                .collect(),
        }
    }

    /// Reads `scripts/NAME` of the workspace, or else `package`, a path below `node_modules`, from
    /// the nearest `node_modules` that has it, first of the workspace's folder, then of the current
    /// one, as Node looks for packages.
    ///
    /// # Errors
    /// Nothing is there (`None`), or the file that comes first cannot be read, and why.
    pub fn read(&self, name: &str, package: &str) -> Result<Script, Option<String>> {
        let own = self.own.iter().map(|folder| folder.join(name));
        let above = self.starts.iter().flat_map(|start| start.ancestors());
        let packages = above.map(|folder| folder.join("node_modules").join(package));
        for file in own.chain(packages) {
            match read(&file) {
                Ok(bytes) => return Ok(Script { file, bytes }),
                Err(error) if is_absent(&error) => {}
                Err(error) => return Err(Some(format!("{}: {error}", file.display()))),
            }
        }
        Err(None)
    }
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    check_kind(&fs::metadata(file)?)?;
    fs::read(file)
}

/// Whether no such file is there; `node_modules` may be a file, too.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGE: &str = "@jitsu/js/dist/web/p.js.txt";

    fn write(root: &Path, file: &str) -> PathBuf {
        let file = root.join(file);
        fs::create_dir_all(file.parent().unwrap_or(root)).unwrap_or_default();
        fs::write(&file, file.display().to_string()).unwrap_or_default();
        file
    }

    fn read(scripts: &Scripts) -> Result<PathBuf, Option<String>> {
        let script = scripts.read("p.js", PACKAGE)?;
        assert_eq!(script.bytes, script.file.display().to_string().into_bytes());
        Ok(script.file)
    }

    #[test]
    fn the_workspaces_own_comes_first_then_the_nearest_package() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().canonicalize()?;
        let (workspace, current) = (root.join("a/b"), root.join("c/d"));
        fs::create_dir_all(&workspace)?;
        fs::create_dir_all(&current)?;
        let scripts = Scripts::of(Some(&workspace), Some(&current));
        assert_eq!(read(&scripts), Err(None));
        for file in [
            "c/node_modules/@jitsu/js/dist/web/p.js.txt",
            "c/d/node_modules/@jitsu/js/dist/web/p.js.txt",
            "a/node_modules/@jitsu/js/dist/web/p.js.txt",
            "a/b/scripts/p.js",
        ] {
            let file = write(&root, file);
            assert_eq!(read(&scripts), Ok(file));
        }
        Ok(())
    }

    #[test]
    fn what_cannot_be_read_is_said_and_not_passed_over() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("scripts/p.js"))?;
        let scripts = Scripts::of(Some(folder.path()), None);
        let why = scripts.read("p.js", PACKAGE).err().flatten();
        let why = why.unwrap_or_default();
        assert!(why.ends_with("p.js: it is no regular file"), "{why}");
        Ok(())
    }
}
