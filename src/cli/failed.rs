use std::process::ExitCode;

use super::output::complain;
use super::terminal::harmless;
use crate::client::ClientError;

/// Says why a server could not be asked, and what to do about it; the exit code.
pub fn failed(error: &ClientError) -> ExitCode {
    match error {
        ClientError::Refused {
            detail, hint, code, ..
        } => {
            let (detail, hint) = (harmless(detail), harmless(hint));
            complain(&format!("{detail}\n  hint: {hint} [{code}]"));
        }
        ClientError::NoServer { .. } | ClientError::Strange { .. } => complain(&format!(
            "{error}\n  hint: start one with `eventpit`, or name its address with --url URL"
        )),
    }
    ExitCode::from(error.exit_code())
}
