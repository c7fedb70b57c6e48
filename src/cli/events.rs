use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use super::output::print;
use super::query_args::{ListArgs, QueryArgs, ScopeArgs};
use super::recording::Asked;
use super::row_line::RowLines;
use super::row_output::RowOutput;
use super::source::{Source, SourceArgs, SourceError};
use super::terminal::{Terminal, harmless_json};
use crate::client::{Client, ClientError, with_parameters};

/// Which events to list.
#[derive(Debug, Clone, Args)]
pub struct Events {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    list: ListArgs,
    /// How many at most, the newest of them, 1000 at most; they are written oldest first.
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    #[command(flatten)]
    source: SourceArgs,
    /// How they are written.
    #[arg(long, value_enum, default_value_t = RowOutput::Human)]
    output: RowOutput,
}

/// Lists the newest events that match, or requests, of all that is recorded now.
pub fn run(args: &Events) -> ExitCode {
    let query = match args.query.text() {
        Ok(query) => query,
        Err(code) => return code,
    };
    let listed = args.source.open().and_then(|source| {
        let listed = match &source {
            Source::Server(client) => list(client, args, &query).map_err(SourceError::Server),
            Source::Recording(recording) => recording.newest(&args.asked(&query)),
        };
        source.close();
        listed
    });
    let mut rows = match listed {
        Ok(rows) => rows,
        Err(error) => return error.told(),
    };
    rows.reverse();
    let lines = RowLines {
        terminal: Terminal::of_stdout(),
        url: args.source.url().map(str::to_string),
    };
    let text = match args.output {
        RowOutput::Json => {
            let all = format!("{:#}", Value::Array(rows));
            format!("{}\n", harmless_json(&all))
        }
        output => rows.iter().map(|row| output.row(row, &lines)).collect(),
    };
    print(&text, ExitCode::SUCCESS)
}

impl Events {
    fn asked(&self, query: &str) -> Asked {
        Asked {
            query: query.to_string(),
            listing: self.list.listing(),
            session: self.scope.session.clone(),
            since: self.scope.since.clone(),
            limit: usize::from(self.limit),
        }
    }
}

fn list(client: &Client, args: &Events, query: &str) -> Result<Vec<Value>, ClientError> {
    let head = client.head()?;
    let list = args.list.list().as_str();
    let path = format!("/{list}?at_least={head}&limit={}", args.limit);
    let given = args
        .scope
        .parameters(query, || Ok::<_, ClientError>(head))?;
    let given = given.iter().map(|(name, value)| (*name, value.as_str()));
    let path = with_parameters(&path, given);
    let (mut rows, mut before) = (Vec::new(), None::<String>);
    loop {
        let page = match &before {
            None => client.api(&path)?,
            Some(before) => client.api(&format!("{path}&before={before}"))?,
        };
        let items = page["items"].as_array().into_iter().flatten();
        rows.extend(items.take(usize::from(args.limit) - rows.len()).cloned());
        // A page that took too long goes on from where it stopped.
        match page["next"].as_str() {
            Some(next) if page["incomplete"] == true && rows.len() < usize::from(args.limit) => {
                before = Some(next.to_string());
            }
            _ => return Ok(rows),
        }
    }
}
