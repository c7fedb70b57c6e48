use std::io::BufRead;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use super::failed::failed;
use super::output::{complain, print_live};
use super::query_args::{ListArgs, QueryArgs, ScopeArgs};
use super::row_line::RowLines;
use super::row_output::RowOutput;
use super::server_args::ServerArgs;
use super::terminal::Terminal;
use crate::client::{Client, ClientError, with_parameters};

/// How long a lost connection is left alone before it is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// What to follow.
#[derive(Debug, Clone, Args)]
pub struct Tail {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    server: ServerArgs,
    /// How each is written.
    #[arg(long, value_enum, default_value_t = RowOutput::Human)]
    output: RowOutput,
}

/// Writes what comes as it comes, from now on or from a place on, until it is stopped. A server that
/// is gone is waited for.
pub fn run(args: &Tail) -> ExitCode {
    let query = match args.query.text() {
        Ok(query) => query,
        Err(code) => return code,
    };
    let client = args.server.client();
    let lines = RowLines {
        terminal: Terminal::of_stdout(),
        url: Some(client.url().to_string()),
    };
    let path = match path(&client, args, &query) {
        Ok(path) => path,
        Err(error) => return failed(&error),
    };
    let mut last = None;
    loop {
        match follow(&client, &path, &mut last, |row| {
            print_live(&args.output.row(row, &lines))
        }) {
            Ok(Ended::NobodyReads) => return ExitCode::SUCCESS,
            Ok(Ended::Lost) => complain("the connection is lost; trying again"),
            Err(ClientError::NoServer { .. }) if last.is_some() => {}
            Err(error) => return failed(&error),
        }
        std::thread::sleep(PAUSE);
    }
}

fn path(client: &Client, args: &Tail, query: &str) -> Result<String, ClientError> {
    let list = ("list", args.list.list().as_str());
    let given = args.scope.parameters(query, || client.head())?;
    let given = given.iter().map(|(name, value)| (*name, value.as_str()));
    Ok(with_parameters("/stream", [list].into_iter().chain(given)))
}

/// Why a stream ended.
enum Ended {
    /// The server closed it, or is gone.
    Lost,
    /// Nobody reads standard output any more.
    NobodyReads,
}

/// Follows the stream, and remembers the id of the last message.
fn follow(
    client: &Client,
    path: &str,
    last: &mut Option<String>,
    mut told: impl FnMut(&Value) -> bool,
) -> Result<Ended, ClientError> {
    let stream = client.stream(path, last.as_deref())?;
    let (mut id, mut name, mut data) = (String::new(), String::new(), String::new());
    // https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
    for line in stream.lines() {
        let Ok(line) = line else {
            return Ok(Ended::Lost);
        };
        match line.split_once(": ") {
            Some(("id", value)) => id = value.to_string(),
            Some(("event", value)) => name = value.to_string(),
            Some(("data", value)) => data.push_str(value),
            _ if line.is_empty() && !id.is_empty() => {
                match name.as_str() {
                    "row" => {
                        if let Ok(row) = row(&data)
                            && !told(&row)
                        {
                            return Ok(Ended::NobodyReads);
                        }
                    }
                    "resync" => complain("more came than can be followed; some are left out"),
                    _ => {}
                }
                *last = Some(std::mem::take(&mut id));
                name.clear();
                data.clear();
            }
            _ => {}
        }
    }
    Ok(Ended::Lost)
}

fn row(data: &str) -> serde_json::Result<Value> {
    let mut json = serde_json::Deserializer::from_str(data);
    json.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut json)
}
