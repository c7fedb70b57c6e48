use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use super::output::complain;
use super::terminal::{harmless, harmless_json};
use crate::baseline::Baseline;
use crate::whole_file::{self, Readers};

/// The baseline in a file.
///
/// # Errors
/// It cannot be read; that was said. The exit code.
pub fn read(file: &Path) -> Result<Baseline, ExitCode> {
    let (why, hint) = match fs::read(file) {
        Ok(bytes) => match Baseline::read(&bytes) {
            Ok(baseline) => return Ok(baseline),
            Err(error) => (
                harmless(&error.to_string()),
                "name a file that `eventpit baseline save` wrote, or mend this one".to_string(),
            ),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => (
            error.to_string(),
            format!("`eventpit baseline save {}` writes one", file.display()),
        ),
        Err(error) => (error.to_string(), "may it be read?".to_string()),
    };
    complain(&format!(
        "cannot read the baseline {}: {why}\n  hint: {hint}",
        file.display()
    ));
    Err(ExitCode::from(2))
}

/// The baseline that a file has already; none if there is no file.
///
/// # Errors
/// It is something else, which is not written over; that was said. The exit code.
pub fn read_if_there(file: &Path) -> Result<Option<Baseline>, ExitCode> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(not_written(file, &error.to_string())),
    };
    Baseline::read(&bytes).map(Some).map_err(|error| {
        let why = harmless(&error.to_string());
        not_written(file, &format!("what is there is no baseline: {why}"))
    })
}

/// Writes a baseline in place of one that is there, which stays if that fails.
///
/// # Errors
/// It cannot be written; that was said. The exit code.
pub fn write(file: &Path, baseline: &Baseline) -> Result<(), ExitCode> {
    let written = whole_file::write(file, Readers::Anyone, |out| {
        out.write_all(text(baseline).as_bytes())
    });
    written.map_err(|error| not_written(file, &error.to_string()))
}

/// The file: nothing in it steers a terminal that shows it.
pub fn text(baseline: &Baseline) -> String {
    harmless_json(baseline)
}

fn not_written(file: &Path, why: &str) -> ExitCode {
    complain(&format!(
        "cannot write {}: {why}\n  hint: name another file",
        file.display()
    ));
    ExitCode::FAILURE
}
