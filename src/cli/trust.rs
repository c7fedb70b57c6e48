use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::output::{complain, print};
use crate::tls::{AuthorityFolder, TlsError, how_to_trust};

/// Which CA is meant.
#[derive(Debug, Clone, Args)]
pub struct Trust {
    #[command(flatten)]
    folder: AuthorityArgs,
}

/// Where the local CA is.
#[derive(Debug, Clone, Args)]
pub struct AuthorityArgs {
    /// Folder of the local CA; without it `eventpit` in the system's folder for a user's data
    /// (~/.local/share on Linux).
    #[arg(long, env = "EVENTPIT_TLS_DIR", value_name = "DIR")]
    pub tls_dir: Option<PathBuf>,
}

/// Prints how to trust the local CA, which is made if it is not there.
pub fn run(args: &Trust) -> ExitCode {
    match certificate(args) {
        Ok(certificate) => print(&how_to_trust(&certificate), ExitCode::SUCCESS),
        Err(error) => {
            let (hint, code) = (error.hint(), error.code());
            complain(&format!("{error}\n  hint: {hint} [{code}]"));
            ExitCode::from(error.exit_code())
        }
    }
}

fn certificate(args: &Trust) -> Result<PathBuf, TlsError> {
    let folder = AuthorityFolder::new(args.folder.tls_dir.clone())?;
    folder.open()?;
    Ok(folder.certificate())
}
