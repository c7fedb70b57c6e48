use std::process::ExitCode;

use super::output::complain;
use super::terminal::harmless;
use crate::client::ClientError;

/// Says why the server at --url could not be asked, and what to do about it; the exit code.
pub fn failed(error: &ClientError) -> ExitCode {
    failed_at(error, "--url")
}

/// The same where `flag` names the server's address.
pub fn failed_at(error: &ClientError, flag: &str) -> ExitCode {
    let (what, hint) = (harmless(&error.to_string()), error.hint(flag));
    complain(&format!("{what}\n  hint: {}", harmless(&hint)));
    ExitCode::from(error.exit_code())
}
