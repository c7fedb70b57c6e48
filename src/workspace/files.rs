use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::{Problem, Problems, SCHEMAS, Workspace};

/// The largest file that is read, in bytes: 16 MiB.
const LARGEST: u64 = 16 * 1024 * 1024;

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/fixtures");

/// The text files of a workspace by their path in it, with `/` between folders. Only JSON files
/// configure anything; scripts are read from the folder when a page asks for them ([`Scripts`](super::Scripts)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// The workspace that is compiled into the binary.
    pub fn built_in() -> Files {
        let mut files = BTreeMap::new();
        collect_embedded(&BUILT_IN, &mut files);
        Files(files)
    }

    /// Whether that is the `text` of the file of that name in the built-in workspace.
    pub(super) fn is_built_in(file: &str, text: &str) -> bool {
        let built_in = BUILT_IN.get_file(file);
        built_in.and_then(|it| it.contents_utf8()) == Some(text)
    }

    /// The JSON files of a folder, subfolders included, hidden ones and the schemas not.
    ///
    /// # Errors
    /// A folder or a file that cannot be read, or a file that is no UTF-8; and then also what is wrong
    /// with the others.
    pub fn read(folder: &Path) -> Result<Files, Problems> {
        let mut files = BTreeMap::new();
        let mut problems = Vec::new();
        let mut folders = vec![PathBuf::new()];
        // Links make circles.
        let mut read = HashSet::new();
        while let Some(inner) = folders.pop() {
            if let Ok(real) = folder.join(&inner).canonicalize()
                && !read.insert(real)
            {
                continue;
            }
            if let Err(error) = read_folder(folder, &inner, &mut files, &mut folders, &mut problems)
            {
                problems.push(Problem::of_file(
                    &shown(&inner),
                    format!("cannot be read: {error}"),
                ));
            }
        }
        match problems.is_empty() {
            true => Ok(Files(files)),
            // What else is wrong is said at once.
            false => Workspace::from_readable(Files(files), problems).map(|it| it.files),
        }
    }

    /// The parts that are not there, in whose place the built-in ones are in force.
    pub fn missing_parts(&self) -> Vec<&'static str> {
        let parts = [
            "sources/jentis.json",
            "sources/jitsu.json",
            "sources/commanders-act.json",
            "sources/datafly.json",
            "connectors/",
            "plans/",
            "requests/",
        ];
        let is_missing = |part: &&str| !self.0.keys().any(|file| file.starts_with(part));
        parts.into_iter().filter(is_missing).collect()
    }

    /// SHA-256 over all names and contents, in hexadecimal, cut to 16 characters.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.0 {
            for part in [name, text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part.as_bytes());
            }
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn read_folder(
    root: &Path,
    inner: &Path,
    files: &mut BTreeMap<String, String>,
    folders: &mut Vec<PathBuf>,
    problems: &mut Vec<Problem>,
) -> io::Result<()> {
    for entry in fs::read_dir(root.join(inner))? {
        let entry = entry?;
        let path = inner.join(entry.file_name());
        // Hidden files are an editor's, git's or the system's: `.#jitsu.json`, `.vscode`.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let is_json = path.extension().is_some_and(|end| end == "json");
        match fs::metadata(entry.path()) {
            Ok(kind) if kind.is_dir() && path == Path::new(SCHEMAS) => {}
            Ok(kind) if kind.is_dir() => folders.push(path),
            kind if is_json => match kind.and_then(|kind| read_file(&entry.path(), &kind)) {
                Ok(text) => {
                    files.insert(shown(&path), text);
                }
                Err(error) => problems.push(Problem::of_file(
                    &shown(&path),
                    format!("cannot be read: {error}"),
                )),
            },
            _ => {}
        }
    }
    Ok(())
}

fn read_file(path: &Path, kind: &fs::Metadata) -> io::Result<String> {
    check_kind(kind)?;
    let bytes = fs::read(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let (at, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let before = bytes.get(..at).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        io::Error::other(format!(
            "it is no UTF-8 from line {line} on; save it in that encoding"
        ))
    })
}

/// Whether a file can be read as a whole.
///
/// # Errors
/// Why it cannot.
pub(super) fn check_kind(kind: &fs::Metadata) -> io::Result<()> {
    // A pipe or a device would keep the reader waiting for ever.
    if !kind.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    if kind.len() > LARGEST {
        return Err(io::Error::other("it is larger than 16 MiB"));
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    if parts.is_empty() {
        ".".into()
    } else {
        parts.join("/")
    }
}

fn collect_embedded(folder: &Dir, files: &mut BTreeMap<String, String>) {
    for file in folder.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8())
            && name.ends_with(".json")
        {
            files.insert(name.replace('\\', "/"), text.to_string());
        }
    }
    folder
        .dirs()
        .for_each(|inner| collect_embedded(inner, files));
}
