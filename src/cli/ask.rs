use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::Value;

use super::checked::{CheckOutput, CheckResult, Checked};
use super::source::SourceArgs;
use super::wait::tell;
use crate::client::{Client, ClientError};

/// Whom to ask, and how to tell.
#[derive(Debug, Clone, Args)]
pub struct Asked {
    #[command(flatten)]
    pub source: SourceArgs,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = CheckOutput::Human)]
    pub output: CheckOutput,
}

/// A question of the API.
pub struct Question {
    /// Where it goes.
    pub path: &'static str,
    /// What it is called.
    pub name: String,
    /// What is asked.
    pub body: Value,
    /// How long it may take.
    pub patience: Duration,
}

impl Asked {
    /// Asks, and tells the answer; the exit code.
    pub fn ask(&self, question: Question) -> ExitCode {
        let Question {
            path,
            name,
            body,
            patience,
        } = question;
        let begun = Instant::now();
        let answered = self.source.open().and_then(|source| {
            let answered = source.ask(path, &body, patience);
            source.close();
            answered
        });
        let (result, answer) = match answered {
            Ok(answered) => answered,
            Err(error) => return error.told(),
        };
        let checked = Checked {
            name,
            took: begun.elapsed(),
            result,
            answer,
        };
        tell(&[checked], self.output, self.source.url())
    }
}

/// Asks a server whether something holds; it may take `patience` to know.
///
/// # Errors
/// Nobody answers, or the question is refused.
pub fn ask(
    client: &Client,
    name: String,
    path: &str,
    question: &Value,
    patience: Duration,
) -> Result<Checked, ClientError> {
    let begun = Instant::now();
    let (status, answer) = client.ask(path, question, patience)?;
    Ok(Checked {
        name,
        took: begun.elapsed(),
        result: CheckResult::of(status),
        answer,
    })
}

/// A time as the API takes it, in milliseconds.
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
