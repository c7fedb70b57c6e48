use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::output::{complain, print};
use crate::workspace::template;

/// Where to write a workspace.
#[derive(Debug, Clone, Args)]
pub struct Init {
    /// Folder to write to; it is made if it is not there. What is in it stays as it is.
    #[arg(value_name = "DIR", default_value = "workspace")]
    folder: PathBuf,
}

/// Writes the built-in workspace with its JSON Schemas; exit code 1 if no file was written.
pub fn run(args: &Init) -> ExitCode {
    let folder = &args.folder;
    let files = template().0;
    let taken = files.keys().find(|file| folder.join(file).exists());
    if let Some(file) = taken {
        complain(&format!(
            "{} is there already\n  hint: name another folder: eventpit init DIR",
            folder.join(file).display()
        ));
        return ExitCode::FAILURE;
    }
    let mut written = Vec::new();
    for (file, text) in &files {
        let file = folder.join(file);
        if let Err(error) = write(&file, text, &mut written) {
            complain(&format!("cannot write {}: {error}", file.display()));
            take_back(&written);
            return ExitCode::FAILURE;
        }
    }
    let folder = folder.display();
    let done = format!(
        "{folder} is the built-in workspace, {} files. Name your keys in {folder}/sources/, then:\n\n  \
         eventpit --workspace {folder}\n\nWhat you save is in force at once. \
         eventpit check --workspace {folder} says what is wrong with it.\n",
        files.len()
    );
    print(&done, ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str, written: &mut Vec<PathBuf>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // Never over another one: somebody may have made it meanwhile.
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    // Also if the rest fails: half a file is one that is there.
    written.push(path.to_path_buf());
    file.write_all(text.as_bytes())
}

/// Deletes what was written before it failed: else the next try finds it there, and stops.
fn take_back(written: &[PathBuf]) {
    for file in written {
        if let Err(error) = fs::remove_file(file) {
            complain(&format!("{} is left there: {error}", file.display()));
        }
    }
}
