use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder on disk (the system's own for temporary files may be memory) that is deleted with the
/// value.
pub fn temporary() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on disk")
}

/// A folder that stays from one run to the next, in cargo's.
pub fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// How many bytes the files of a folder have.
pub fn bytes(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).expect("the folder is there");
    let lengths = files.map(|file| file.and_then(|file| file.metadata()).map(|it| it.len()));
    lengths
        .sum::<Result<u64, _>>()
        .expect("its files are there")
}

/// Copies the files of a folder into another, which is made.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in std::fs::read_dir(from).expect("the folder is there") {
        let path = file.expect("a file").path();
        if path.is_file() {
            let name = path.file_name().expect("a file's name");
            std::fs::copy(&path, to.join(name)).expect("there is room for a copy");
        }
    }
}
