use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::WorkspaceArgs;
use super::output::{complain, print};
use crate::api::WorkspaceProblem;
use crate::workspace::{Problems, Workspace};

/// Which workspace to check.
#[derive(Debug, Clone, Args)]
pub struct Check {
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// For whom the answer is: a person, or a program.
    #[arg(long, value_enum, default_value_t = Output::Human)]
    output: Output,
}

/// For whom an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// Lines for a person.
    Human,
    /// One JSON object.
    Json,
}

/// Says everything that is wrong with the workspace; exit code 0 if nothing is, 1 if something is.
pub fn run(args: &Check) -> ExitCode {
    let folder = args.workspace.workspace.as_deref();
    let loaded = Workspace::load(folder);
    let code = match loaded {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    };
    if args.output == Output::Json {
        return print(&format!("{:#}\n", as_json(&loaded)), code);
    }
    match loaded {
        Ok(workspace) => {
            let fine = format!(
                "the workspace {:?} ({}) is fine: {} files, version {}\n",
                workspace.name,
                workspace.origin(),
                workspace.files.0.len(),
                workspace.hash
            );
            let missing = workspace.files.missing_parts();
            let built_in = match missing.is_empty() {
                true => String::new(),
                false => format!(
                    "built in, as the folder has none of its own: {}\n",
                    missing.join(", ")
                ),
            };
            print(&format!("{fine}{built_in}"), code)
        }
        Err(problems) => {
            let lines: String = problems.0.iter().map(|line| format!("{line}\n")).collect();
            let code = print(&lines, code);
            let folder = folder.map_or("built in".into(), |folder| folder.display().to_string());
            complain(&format!("{problems} {folder}"));
            code
        }
    }
}

/// What a program reads: the version of a workspace that loads, and what is wrong with one that
/// does not.
fn as_json(loaded: &Result<Workspace, Problems>) -> serde_json::Value {
    match loaded {
        Ok(workspace) => json!({
            "name": workspace.name,
            "version": workspace.hash,
            "files": workspace.files.0.len(),
            "built_in": workspace.files.missing_parts(),
            "problems": [],
        }),
        Err(problems) => {
            let problems: Vec<WorkspaceProblem> = problems.0.iter().map(Into::into).collect();
            json!({ "problems": problems })
        }
    }
}
