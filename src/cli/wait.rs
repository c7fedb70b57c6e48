use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::ask::{ask, millis};
use super::checked::{CheckOutput, Checked};
use super::duration::patience;
use super::failed::failed;
use super::output::print;
use super::query_args::{ListArgs, QueryArgs, ScopeArgs};
use super::row_line::RowLines;
use super::server_args::ServerArgs;
use super::terminal::Terminal;
use crate::expect::Count;

/// What to wait for.
#[derive(Debug, Clone, Args)]
pub struct Wait {
    #[command(flatten)]
    query: QueryArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    /// How many events: a number or a range (2, 1.., 1..3). It holds as soon as there are as many as
    /// the range begins with.
    #[arg(long, value_name = "COUNT", default_value = "1..")]
    count: Count,
    /// How long to wait, ten minutes at most.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = patience)]
    timeout: Duration,
    #[command(flatten)]
    server: ServerArgs,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = CheckOutput::Human)]
    output: CheckOutput,
}

/// Waits until matching events are there; exit code 4 if they do not come in time, 1 if more come
/// than expected.
pub fn run(args: &Wait) -> ExitCode {
    let query = match args.query.text() {
        Ok(query) => query,
        Err(code) => return code,
    };
    let mut question = json!({
        "q": query,
        "list": args.list.list(),
        "count": args.count,
        "timeout_ms": millis(args.timeout),
    });
    args.scope.narrow(&mut question);
    let name = named("wait", &query);
    match ask(
        &args.server.client(),
        name,
        "/wait",
        &question,
        args.timeout,
    ) {
        Ok(checked) => tell(&[checked], args.output, Some(&args.server.url)),
        Err(error) => failed(&error),
    }
}

/// What a check of `query` is called.
pub fn named(what: &str, query: &str) -> String {
    match query.trim() {
        "" => format!("{what} any"),
        query => format!("{what} {query}"),
    }
}

/// Prints what was checked; the exit code of the first that does not hold.
pub fn tell(all: &[Checked], output: CheckOutput, url: Option<&str>) -> ExitCode {
    let lines = RowLines {
        terminal: Terminal::of_stdout(),
        url: url.map(|url| url.trim_end_matches('/').to_string()),
    };
    let codes = all.iter().map(|checked| checked.result.exit_code());
    let code = codes.clone().find(|code| *code != 0).unwrap_or(0);
    print(&output.told(all, &lines), ExitCode::from(code))
}
