use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_mangen::Man;

use super::Cli;
use super::output::{complain, print};

/// Where the manual goes.
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// Folder to write the pages of all commands to; without it the page of eventpit itself is
    /// printed.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints the manual page, or writes all of them; exit code 1 if they cannot be written.
pub fn run(args: &ManArgs) -> ExitCode {
    match &args.folder {
        None => {
            let mut page = Vec::new();
            // A vector takes all that is written to it.
            let _ = Man::new(Cli::command()).render(&mut page);
            print(&String::from_utf8_lossy(&page), ExitCode::SUCCESS)
        }
        Some(folder) => match write(folder) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                complain(&format!("cannot write {}: {error}", folder.display()));
                ExitCode::FAILURE
            }
        },
    }
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)
}
