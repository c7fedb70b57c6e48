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

/// Writes the built-in workspace with its JSON Schemas; exit code 1 if nothing was written.
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
    for (file, text) in &files {
        if let Err(error) = write(&folder.join(file), text) {
            complain(&format!(
                "cannot write {}: {error}",
                folder.join(file).display()
            ));
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

fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // Never over another one: somebody may have made it meanwhile.
    let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(text.as_bytes())
}
