use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::failed::failed;
use super::output::{complain, print, refuse};
use super::progress::Progress;
use super::server_args::{TokenArgs, server_url};
use super::terminal::harmless;
use crate::client::Client;
use crate::import::{ImportError, ImportReport, check, import};
use crate::store::{DataFolder, Durability, Journal};

/// What to import, and into which recording.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// File that `eventpit export` wrote as NDJSON; - is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The eventpit whose recording takes it in.
    #[arg(
        long,
        env = "EVENTPIT_URL",
        value_name = "URL",
        default_value = "http://localhost:8484",
        value_parser = server_url
    )]
    url: String,
    #[command(flatten)]
    token: TokenArgs,
    /// Folder of a recording that no eventpit has open, instead of --url. It is made if it is not
    /// there.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// How much a line is read at once, in bytes.
const BUFFER: usize = 256 * 1024;

/// Checks all of it, and only then takes it in.
pub fn run(args: &ImportArgs) -> ExitCode {
    let told = |error: &ImportError| {
        let name = args.file.display();
        let what = harmless(&format!("{name}: {error}"));
        complain(&format!(
            "{what}\n  hint: {} [{}]",
            error.hint(),
            error.code()
        ));
        ExitCode::FAILURE
    };
    let mut file = match opened(&args.file) {
        Ok(file) => file,
        Err(error) => return told(&error.into()),
    };
    if let Err(error) = checked(&mut file) {
        return told(&error);
    }
    let report = match &args.data {
        None => on_server(&args.token.client(&args.url), &file),
        Some(folder) => on_folder(folder, &file).map_err(|error| match error {
            ImportError::Store(error) => refuse(&error.into()),
            error => told(&error),
        }),
    };
    match report {
        Ok(said) => print(&format!("{said}\n"), ExitCode::SUCCESS),
        Err(code) => code,
    }
}

/// The file; standard input is kept in one that nobody else sees, as it is read twice.
fn opened(name: &Path) -> io::Result<File> {
    if name != Path::new("-") {
        return File::open(name);
    }
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    file.rewind()?;
    Ok(file)
}

fn checked(file: &mut File) -> Result<(), ImportError> {
    check(BufReader::with_capacity(
        BUFFER,
        Told::new(file, "MB checked:"),
    ))?;
    file.rewind()?;
    Ok(())
}

fn on_server(client: &Client, file: &File) -> Result<String, ExitCode> {
    let report = client.upload("/import", Told::new(file, "MB imported:"));
    let report = report.map_err(|error| failed(&error))?;
    let report: ImportReport = serde_json::from_value(report).unwrap_or_default();
    Ok(report.told())
}

fn on_folder(folder: &Path, file: &File) -> Result<String, ImportError> {
    let folder = DataFolder::open(folder)?;
    let journal = Journal::open(&folder.journal(), Durability::Normal, None, |head| head)?;
    let is_empty = journal.head() == 0;
    let appender = journal.appender();
    let mut report = ImportReport::default();
    let from = BufReader::with_capacity(BUFFER, Told::new(file, "MB imported:"));
    let imported = import(from, &appender, is_empty, &mut report);
    drop(appender);
    journal.close();
    match imported {
        Ok(()) => Ok(report.told()),
        Err(error) => {
            if report.requests > 0 {
                complain(&format!("before it failed, {}", report.told()));
            }
            Err(error)
        }
    }
}

/// A file that tells how much of it was read.
struct Told<'a> {
    file: &'a File,
    progress: Progress,
    read: u64,
}

const MEGABYTE: u64 = 1_000_000;

impl Told<'_> {
    fn new<'a>(file: &'a File, what: &'static str) -> Told<'a> {
        let length = file.metadata().map_or(0, |it| it.len());
        let of = i64::try_from(length / MEGABYTE).unwrap_or(i64::MAX);
        Told {
            file,
            progress: Progress::new(what, of),
            read: 0,
        }
    }
}

impl Read for Told<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.read += read as u64;
        let done = i64::try_from(self.read / MEGABYTE).unwrap_or(i64::MAX);
        self.progress.reached(done);
        Ok(read)
    }
}
