use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use super::WorkspaceArgs;
use super::ask::{ask, millis};
use super::checked::{CheckOutput, CheckResult, Checked};
use super::child::{Ended, run_child};
use super::duration::patience;
use super::failed::failed;
use super::log::{self, LogFormat};
use super::output::{complain, refuse};
use super::query_args::readable;
use super::row_line::RowLines;
use super::served::Served;
use super::signals::{Signal, Signals, at_the_second};
use super::terminal::Terminal;
use super::wait::named;
use crate::client::{Client, ClientError};
use crate::server::StartError;
use crate::whole_file::{self, Readers};

/// What the command finds in its environment: the name, what is behind the server's address, and
/// what it is.
pub const VARIABLES: [(&str, &str, &str); 7] = [
    (
        "EVENTPIT_URL",
        "",
        "the server, as every command of eventpit reads it",
    ),
    ("EVENTPIT_INSPECTOR_URL", "/inspector", "the inspector"),
    ("EVENTPIT_API_URL", "/inspector/api/v1", "its API"),
    (
        "EVENTPIT_JENTIS_URL",
        "/jentis",
        "where to point a JENTIS client",
    ),
    (
        "EVENTPIT_JITSU_URL",
        "/jitsu",
        "where to point a Jitsu client",
    ),
    (
        "EVENTPIT_COMMANDERS_ACT_URL",
        "/commanders-act",
        "where to point a Commanders Act client",
    ),
    (
        "EVENTPIT_DATAFLY_URL",
        "/datafly",
        "where to point a Datafly client",
    ),
];

/// What to run, and what is expected of it.
#[derive(Debug, Clone, Args)]
pub struct Run {
    /// The command and its arguments, behind --.
    #[arg(value_name = "COMMAND", last = true, required = true)]
    command: Vec<String>,
    /// A matching event has to come (docs/QUERY.md); may be repeated.
    #[arg(long, value_name = "QUERY")]
    assert: Vec<String>,
    /// No matching event may come; may be repeated.
    #[arg(long, value_name = "QUERY")]
    none: Vec<String>,
    /// What comes has to be as the workspace's tracking plans have it.
    #[arg(long)]
    plan: bool,
    /// How long what is asserted may take to come after the command has ended.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = patience)]
    timeout: Duration,
    /// For how long after that nothing may come that must not; without it, what is recorded by then
    /// counts.
    #[arg(long, value_name = "TIME", value_parser = patience)]
    quiet: Option<Duration>,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// Keeps the recording in this folder; without it, it is deleted at the end. What is recorded there
    /// from before counts for nothing.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How the report of what was asserted is written.
    #[arg(long, value_enum, default_value_t = CheckOutput::Human)]
    output: CheckOutput,
    /// File to write the report to; without it, it goes to standard error, for standard output is
    /// the command's.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Runs a command beside a server of its own and checks what it sent; the command's exit code, or 1
/// if that is 0 and something does not hold. Where eventpit is asked to end and the command ends by
/// that, it is told what holds by then, and nothing is waited for; a command that outlives a Ctrl-C is
/// asked as usual. Who asks later is told nothing.
pub fn run(args: &Run) -> ExitCode {
    for query in args.assert.iter().chain(&args.none) {
        if let Err(code) = readable(query) {
            return code;
        }
    }
    log::start(LogFormat::Human, log::OF_A_RUN);
    // Before there is anything to tidy up.
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return refuse(&StartError::Server(error)),
    };
    let (folder, data) = (args.workspace.workspace.clone(), args.data.clone());
    let start = move || Served::start(folder, data);
    let served = match signals.during(start, at_the_second(|| {})) {
        Some(Ok(served)) => served,
        Some(Err(error)) => return refuse(&error),
        None => return signals.heard().map_or(ExitCode::FAILURE, Signal::exit_code),
    };
    let code = match signals.heard() {
        Some(signal) => signal.exit_code(),
        None => args.run_beside(served.url(), &mut signals),
    };
    match served.stop() {
        Ok(()) => code,
        Err(error) => refuse(&error),
    }
}

impl Run {
    /// Runs the command beside the server at `url`, and checks what it sent.
    fn run_beside(&self, url: &str, signals: &mut Signals) -> ExitCode {
        let variables = VARIABLES.map(|(name, path, _)| (name, format!("{url}{path}")));
        // What earlier runs left in the folder is not what this command sent.
        let begin = match Client::new(url).head() {
            Ok(head) => head,
            Err(error) => return failed(&error),
        };
        match run_child(&self.command, &variables, signals) {
            Ended::Code(code) => self.checked(code, (url, begin), signals),
            Ended::NotStarted(code, why) => {
                complain(&why);
                ExitCode::from(code)
            }
        }
    }

    /// Checks what the command sent after the cursor `begin`, and tells it; the exit code. It ended
    /// with `code`.
    fn checked(&self, code: u8, (url, begin): (&str, i64), signals: &mut Signals) -> ExitCode {
        let client = Client::new(url);
        let mut asked = self.clone();
        if let Some(signal) = signals.heard().filter(|_| self.checks_something()) {
            // A command may take Ctrl-C for itself, and live on.
            if signal == Signal::Interrupt && code != signal.code() {
                complain("the command is over; Ctrl-C ends the wait for what is asserted");
            } else {
                complain("asked to end: what came by now is checked, and nothing is waited for");
                asked.timeout = Duration::ZERO;
                asked.quiet = None;
            }
        }
        let checked = signals.during(
            move || asked.check(&client, begin),
            |_| ControlFlow::Break(()),
        );
        match checked {
            Some(Ok(checks)) => self.report(&checks, code),
            Some(Err(error)) => failed(&error),
            None => {
                complain("interrupted before it was known whether all holds");
                match (code, signals.heard()) {
                    (0, Some(signal)) => signal.exit_code(),
                    (0, None) => ExitCode::FAILURE,
                    (code, _) => ExitCode::from(code),
                }
            }
        }
    }

    fn checks_something(&self) -> bool {
        self.plan || !self.assert.is_empty() || !self.none.is_empty()
    }

    /// Asks what was asked for of what came after the cursor `begin`.
    fn check(&self, client: &Client, begin: i64) -> Result<Vec<Checked>, ClientError> {
        let mut checks = Vec::new();
        for query in &self.assert {
            let question = json!({"q": query, "since": begin, "timeout_ms": millis(self.timeout)});
            let name = named("assert", query);
            checks.push(ask(client, name, "/wait", &question, self.timeout)?.without_page());
        }
        let quiet = self.quiet.unwrap_or_default();
        for (n, query) in self.none.iter().enumerate() {
            // It is quiet for all of them at once, not for one after the other.
            let quiet = if n == 0 { quiet } else { Duration::ZERO };
            let question = json!({"q": query, "since": begin, "quiet_ms": millis(quiet)});
            let name = named("none", query);
            checks.push(ask(client, name, "/assert/none", &question, quiet)?.without_page());
        }
        if self.plan {
            let question = json!({"since": begin});
            let name = "plan".into();
            let asked = ask(client, name, "/assert/plan", &question, Duration::ZERO)?;
            checks.push(asked.without_page());
        }
        Ok(checks)
    }

    /// Where a person finds what came: the server, and its pages, are gone.
    fn where_to_look(&self) -> String {
        match &self.data {
            Some(folder) => format!("look at   eventpit --data {}", folder.display()),
            None => {
                "hint      --data DIR keeps what came, for `eventpit --data DIR` to show".into()
            }
        }
    }

    /// Tells what was checked; the exit code.
    fn report(&self, checks: &[Checked], code: u8) -> ExitCode {
        let all_hold = checks.iter().all(|it| it.result == CheckResult::Holds);
        let code = match (code, all_hold) {
            (0, false) => 1,
            (code, _) => code,
        };
        if checks.is_empty() {
            return ExitCode::from(code);
        }
        let lines = RowLines {
            terminal: match self.report {
                Some(_) => Terminal::PLAIN,
                None => Terminal::of_stderr(),
            },
            // The server is gone when the report is read.
            url: None,
        };
        let mut report = self.output.told(checks, &lines);
        if !all_hold && self.output == CheckOutput::Human {
            report.push_str(&format!("  {}\n", self.where_to_look()));
        }
        match &self.report {
            // Where it cannot be written, the exit code says it alone.
            None => drop(write!(io::stderr(), "{report}")),
            Some(file) => {
                let written = whole_file::write(file, Readers::Anyone, |out| {
                    out.write_all(report.as_bytes())
                });
                if let Err(error) = written {
                    complain(&format!("cannot write {}: {error}", file.display()));
                    return ExitCode::from(code.max(1));
                }
            }
        }
        ExitCode::from(code)
    }
}
