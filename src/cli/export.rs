use std::io::{self, BufRead, BufReader, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::exported::{AskedExport, Exported};
use super::output::complain;
use super::progress::Progress;
use super::query_args::{ListArgs, QueryArgs, ScopeArgs};
use super::source::SourceArgs;
use super::terminal::{harmless, harmless_json};
use crate::export::Format;
use crate::whole_file::{self, Readers};

/// What to export, and where to.
#[derive(Debug, Clone, Args)]
pub struct Export {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    source: SourceArgs,
    /// How it is written. All but csv have the requests that carried the events; csv has the events
    /// themselves, or with --requests the requests.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// File to write; one that is there is replaced once all of it is written. Standard output
    /// without it.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Masks personal data by the workspace's redaction, and keys and cookies.
    #[arg(long)]
    mask: bool,
}

/// Why an export was not written.
enum Failed {
    /// Nobody reads it any more.
    Unread,
    /// It cannot be read, or not written.
    Broken(io::Error),
}

/// Writes all that is recorded now and matches, oldest first.
pub fn run(args: &Export) -> ExitCode {
    let query = match args.query.text() {
        Ok(query) => query,
        Err(code) => return code,
    };
    let asked = AskedExport {
        query,
        listing: args.list.listing(),
        session: args.scope.session.clone(),
        since: args.scope.since.clone(),
        format: args.format,
        mask: args.mask,
    };
    let source = match args.source.open() {
        Ok(source) => source,
        Err(error) => return error.told(),
    };
    let base = args.source.client().url().to_string();
    let written = match asked.open(&source, &base) {
        Ok(exported) => args.write(exported),
        Err(error) => {
            source.close();
            return error.told();
        }
    };
    source.close();
    match written {
        Ok(()) | Err(Failed::Unread) => ExitCode::SUCCESS,
        Err(Failed::Broken(error)) => {
            complain(&format!("the export broke off: {error}"));
            ExitCode::FAILURE
        }
    }
}

impl Export {
    fn write(&self, exported: Exported) -> Result<(), Failed> {
        let Exported { bytes, requests } = exported;
        match &self.output {
            Some(file) => to_file(bytes, requests, file).map_err(Failed::Broken),
            None => {
                let out = io::stdout().lock();
                match out.is_terminal() {
                    true => to_terminal(bytes, self.format, out),
                    false => copied(bytes, requests, out),
                }
            }
        }
    }
}

fn to_file(bytes: BufReader<Box<dyn Read + Send>>, requests: i64, file: &Path) -> io::Result<()> {
    whole_file::write(file, Readers::Owner, |out| {
        match copied(bytes, requests, out) {
            Ok(()) => Ok(()),
            Err(Failed::Unread) => Err(ErrorKind::BrokenPipe.into()),
            Err(Failed::Broken(error)) => Err(error),
        }
    })
}

fn copied(
    mut bytes: BufReader<Box<dyn Read + Send>>,
    requests: i64,
    mut out: impl Write,
) -> Result<(), Failed> {
    let mut progress = Progress::new("exported", requests);
    let mut lines = 0;
    loop {
        let part = bytes.fill_buf().map_err(Failed::Broken)?;
        if part.is_empty() {
            return out.flush().map_err(failed);
        }
        out.write_all(part).map_err(failed)?;
        let ends = part.iter().filter(|byte| **byte == b'\n').count();
        lines += i64::try_from(ends).unwrap_or_default();
        let length = part.len();
        bytes.consume(length);
        // A line for each request, about: there is a first and a last one.
        progress.reached(lines.min(requests));
    }
}

/// Nothing in it steers the terminal: of JSON it means the same, of a table or a line for a shell
/// some signs stand for others.
fn to_terminal(
    bytes: BufReader<Box<dyn Read + Send>>,
    format: Format,
    mut out: impl Write,
) -> Result<(), Failed> {
    for line in bytes.lines() {
        let line = line.map_err(Failed::Broken)?;
        let line = match format {
            Format::Ndjson | Format::Har => harmless_json(&line),
            Format::Csv | Format::Curl => harmless(&line),
        };
        writeln!(out, "{line}").map_err(failed)?;
    }
    out.flush().map_err(failed)
}

fn failed(error: io::Error) -> Failed {
    match error.kind() {
        ErrorKind::BrokenPipe => Failed::Unread,
        _ => Failed::Broken(error),
    }
}
