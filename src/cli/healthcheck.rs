use std::process::ExitCode;

use clap::Args;

use super::failed::failed;
use super::output::print;
use super::server_args::ServerArgs;

/// Which server to look at.
#[derive(Debug, Clone, Args)]
pub struct Healthcheck {
    #[command(flatten)]
    server: ServerArgs,
}

/// Says whether an eventpit answers, and how far its recording is; exit code 3 if none does.
pub fn run(args: &Healthcheck) -> ExitCode {
    match args.server.client().api("/health") {
        Ok(health) => {
            let said = format!(
                "eventpit {} answers; recorded up to {}, explained up to {}\n",
                health["version"].as_str().unwrap_or_default(),
                health["head"],
                health["projected_to"]
            );
            print(&said, ExitCode::SUCCESS)
        }
        Err(error) => failed(&error),
    }
}
