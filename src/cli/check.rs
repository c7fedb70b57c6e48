use std::process::ExitCode;

use clap::Args;

use super::WorkspaceArgs;
use crate::workspace::Workspace;

/// Which workspace to check.
#[derive(Debug, Clone, Args)]
pub struct Check {
    #[command(flatten)]
    workspace: WorkspaceArgs,
}

/// Says everything that is wrong with the workspace; exit code 0 if nothing is, 1 if something is.
pub fn run(args: &Check) -> ExitCode {
    let folder = args.workspace.workspace.as_deref();
    match Workspace::load(folder) {
        Ok(workspace) => {
            println!(
                "the workspace {:?} ({}) is fine: {} files, version {}",
                workspace.name,
                workspace.origin(),
                workspace.files.0.len(),
                workspace.hash
            );
            ExitCode::SUCCESS
        }
        Err(problems) => {
            for problem in &problems.0 {
                println!("{problem}");
            }
            let folder = folder.map_or("built in".into(), |folder| folder.display().to_string());
            eprintln!("eventpit: {problems} {folder}");
            ExitCode::FAILURE
        }
    }
}
