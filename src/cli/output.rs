use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use crate::server::StartError;

/// Writes `text` to standard output; `code`, or 1 if it cannot be written. A reader that has read
/// enough (`| head -1`) is no failure.
pub fn print(text: &str, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("standard output cannot be written: {error}"));
            ExitCode::FAILURE
        }
        _ => code,
    }
}

/// Says on standard error what went wrong. Where even that cannot be written, the exit code says
/// it alone.
pub fn complain(text: &str) {
    drop(writeln!(io::stderr(), "eventpit: {text}"));
}

/// Says on standard error why it could not start, with a hint and the stable code; the exit code.
pub fn refuse(error: &StartError) -> ExitCode {
    let (hint, code) = (error.hint(), error.code());
    complain(&format!("{error}\n  hint: {hint} [{code}]"));
    ExitCode::from(error.exit_code())
}
