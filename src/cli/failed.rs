use std::process::ExitCode;

use super::output::complain;
use super::terminal::harmless;
use crate::client::ClientError;

/// Says why a server could not be asked, and what to do about it; the exit code.
pub fn failed(error: &ClientError) -> ExitCode {
    let (what, hint) = (harmless(&error.to_string()), error.hint("--url"));
    complain(&format!("{what}\n  hint: {}", harmless(&hint)));
    ExitCode::from(error.exit_code())
}
