use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::checked::CheckResult;
use super::failed::failed;
use super::output::{complain, refuse};
use super::recording::Recording;
use super::server_args::ServerArgs;
use super::terminal::harmless;
use crate::api::Problem;
use crate::client::{Client, ClientError};
use crate::store::StoreError;

/// Where a command finds what is recorded.
#[derive(Debug, Clone, Args)]
pub struct SourceArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// Folder of a recording that no eventpit has open: it is read, and no server is asked.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// A server, or a recording that none has open.
pub enum Source {
    /// A server.
    Server(Client),
    /// A recording.
    Recording(Box<Recording>),
}

/// Why a source could not be asked.
pub enum SourceError {
    /// The server.
    Server(ClientError),
    /// The recording cannot be read.
    Recording(StoreError),
    /// The question cannot.
    Question(Problem),
}

impl SourceArgs {
    /// Opens it.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn open(&self) -> Result<Source, SourceError> {
        match &self.data {
            None => Ok(Source::Server(self.server.client())),
            Some(folder) => {
                let recording = Recording::open(folder).map_err(SourceError::Recording)?;
                Ok(Source::Recording(Box::new(recording)))
            }
        }
    }

    /// A client of the server, also where a recording is read.
    pub fn client(&self) -> Client {
        self.server.client()
    }

    /// The address of the server, if it is one.
    pub fn url(&self) -> Option<&str> {
        self.data.is_none().then_some(self.server.url.as_str())
    }
}

impl Source {
    /// Asks whether something holds; a server may take `patience` to know.
    ///
    /// # Errors
    /// It cannot be asked.
    pub fn ask(
        &self,
        path: &str,
        question: &Value,
        patience: Duration,
    ) -> Result<(CheckResult, Value), SourceError> {
        match self {
            Source::Server(client) => {
                let answered = client.ask(path, question, patience);
                let (status, answer) = answered.map_err(SourceError::Server)?;
                Ok((CheckResult::of(status), answer))
            }
            Source::Recording(recording) => recording.ask(path, question),
        }
    }

    /// Closes it.
    pub fn close(self) {
        if let Source::Recording(recording) = self {
            recording.close();
        }
    }
}

impl SourceError {
    /// Says why, and what to do about it; the exit code.
    pub fn told(self) -> ExitCode {
        match self {
            SourceError::Server(error) => failed(&error),
            SourceError::Recording(error) => refuse(&error.into()),
            SourceError::Question(problem) => {
                let (detail, hint) = (harmless(&problem.detail), harmless(&problem.hint));
                complain(&format!("{detail}\n  hint: {hint} [{}]", problem.code));
                ExitCode::from(2)
            }
        }
    }
}
