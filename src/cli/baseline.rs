use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::ask::{Asked, Question};
use super::baseline_file::{read, read_if_there, text, write};
use super::output::{complain, print};
use super::query_args::{QueryArgs, ScopeArgs, readable};
use super::source::{Source, SourceArgs, SourceError};
use super::terminal::harmless;
use crate::api::BaselineParameters;
use crate::baseline::Baseline;
use crate::client::{Client, ClientError, with_parameters};
use crate::compare::Ignored;
use crate::told::counted;

/// What to do with a baseline.
#[derive(Debug, Clone, Args)]
pub struct BaselineArgs {
    #[command(subcommand)]
    command: BaselineCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum BaselineCommand {
    /// Write what was recorded to a file, without what differs each time.
    Save(Save),
    /// Ask whether what was recorded is as in a file, and say what differs.
    Diff(Diff),
}

#[derive(Debug, Clone, Args)]
struct Save {
    /// File to write, or - for standard output. A baseline that is there is replaced; its query and
    /// what it ignores stay, unless others are given.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// A field that differs each time and is left out; may be repeated. A member's name (cart_id), or
    /// a JSON pointer into the payload in which * stands for any one step (/items/*/id).
    #[arg(long, value_name = "FIELD")]
    ignore: Vec<String>,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Args)]
struct Diff {
    /// The baseline.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// As that of the baseline, if there is none.
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// One more field that is not compared, as for `baseline save`; may be repeated.
    #[arg(long, value_name = "FIELD")]
    ignore: Vec<String>,
    /// The events may come in any order. Without it, those of each platform have to come in the
    /// order of the baseline.
    #[arg(long)]
    any_order: bool,
    #[command(flatten)]
    asked: Asked,
}

/// Runs a subcommand of `baseline`.
pub fn run(args: &BaselineArgs) -> ExitCode {
    let done = match &args.command {
        BaselineCommand::Save(save) => save.run(),
        BaselineCommand::Diff(diff) => diff.question().map(|question| diff.asked.ask(question)),
    };
    done.unwrap_or_else(|code| code)
}

impl Save {
    fn run(&self) -> Result<ExitCode, ExitCode> {
        let to_stdout = self.file == Path::new("-");
        let before = match to_stdout {
            true => None,
            false => read_if_there(&self.file)?,
        };
        let baseline = self.taken(before)?;
        let events = baseline.events.len();
        if events == 0 {
            complain(
                "no event matches, and a baseline is of something\n  hint: send some first, or ask for others",
            );
            return Err(ExitCode::FAILURE);
        }
        if to_stdout {
            return Ok(print(&text(&baseline), ExitCode::SUCCESS));
        }
        write(&self.file, &baseline)?;
        eprintln!(
            "a baseline of {}. Read it, and commit it.",
            counted(events, "event", "events")
        );
        Ok(ExitCode::SUCCESS)
    }

    /// What was recorded, asked as the baseline `before` was unless something else is said.
    fn taken(&self, before: Option<Baseline>) -> Result<Baseline, ExitCode> {
        checked(&self.ignore)?;
        let typed = Some(self.query.text()?).filter(|query| !query.is_empty());
        let (mut query, mut ignore) = (typed, self.ignore.clone());
        if let Some(before) = before {
            query = query.or(before.query);
            if ignore.is_empty() {
                ignore = before.ignore;
            }
        }
        let asked = BaselineParameters {
            q: query,
            session: self.scope.session.clone(),
            since: self.scope.since.clone(),
            ignore: Some(ignore.join(",")),
            mask: None,
        };
        let taken = self.source.open().and_then(|source| {
            let taken = match &source {
                Source::Server(client) => ask(client, &asked).map_err(SourceError::Server),
                Source::Recording(recording) => recording.baseline(asked),
            };
            source.close();
            taken
        });
        taken.map_err(SourceError::told)
    }
}

impl Diff {
    fn question(&self) -> Result<Question, ExitCode> {
        checked(&self.ignore)?;
        let query = self.query.text()?;
        let mut baseline = read(&self.file)?;
        baseline.ignore.extend(self.ignore.iter().cloned());
        if query.is_empty()
            && let Some(query) = &baseline.query
        {
            readable(query)?;
        }
        let mut body = json!({"baseline": baseline, "order": !self.any_order});
        if !query.is_empty() {
            body["q"] = Value::from(query);
        }
        self.scope.narrow(&mut body);
        Ok(Question {
            path: "/assert/baseline",
            name: format!("baseline {}", self.file.display()),
            body,
            patience: Duration::ZERO,
        })
    }
}

/// Says what is wrong with fields that are to be ignored.
fn checked(ignore: &[String]) -> Result<(), ExitCode> {
    Ignored::read(ignore).map(drop).map_err(|error| {
        let wrong = harmless(&error.to_string());
        complain(&format!("{wrong}\n  hint: as in --ignore cart_id"));
        ExitCode::from(2)
    })
}

/// What a server has recorded.
fn ask(client: &Client, asked: &BaselineParameters) -> Result<Baseline, ClientError> {
    let parameters = [
        ("q", &asked.q),
        ("session", &asked.session),
        ("since", &asked.since),
        ("ignore", &asked.ignore),
    ];
    let given = parameters
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)));
    let answer = client.api(&with_parameters("/baseline", given))?;
    Baseline::read(answer.to_string().as_bytes()).map_err(|_| ClientError::Strange {
        url: client.url().to_string(),
        status: 200,
    })
}
