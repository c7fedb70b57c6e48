//! The command line: one file per subcommand.

mod ask;
mod assert;
mod baseline;
mod baseline_file;
mod check;
mod checked;
mod child;
mod completions;
mod differences;
mod duration;
mod events;
mod export;
mod exported;
mod failed;
mod fault;
mod healthcheck;
mod import;
mod init;
mod junit;
mod log;
mod man;
mod output;
mod plan;
mod progress;
mod prune;
mod query_args;
mod recording;
mod reindex;
mod replay;
mod replayed;
mod row_output;
mod run;
mod send;
mod serve;
mod served;
mod server_args;
mod signals;
mod source;
mod table;
mod tail;
mod trust;
mod wait;

pub use run::VARIABLES;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::told::{row_line, terminal};
use crate::workspace::Workspace;

/// What the exit codes mean. A code above 9 is a server that could not start.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (
        0,
        "it went well; for `check`: nothing is wrong; for `wait`, `assert`, `baseline diff`: it holds",
    ),
    (
        1,
        "`wait`, `assert`, `run`, `baseline diff`, `plan check`, `plan coverage`: it does not hold; `check`: something is wrong; `fault`: the server refuses; `import`: it is no whole export; `replay`: an answer is not as recorded; `init`, `plan infer`, `baseline save`: no file was written; `serve`: the server failed while it ran; standard output cannot be written",
    ),
    (
        2,
        "the command line, or a query or a fault in it, cannot be read",
    ),
    (
        3,
        "no eventpit answers there, or it ends or fails before it is known; `replay`: nobody answers at --to, or who does is not trusted",
    ),
    (4, "`wait`: it did not come in time"),
    (10, "the address is in use, or cannot be listened on"),
    (11, "the recording is open in another eventpit"),
    (12, "the workspace does not load"),
    (13, "the recording was made by a newer eventpit"),
    (14, "the recording is damaged, or cannot be opened"),
    (15, "the ready file cannot be written"),
    (
        16,
        "the local CA, or a certificate of one's own, cannot be used",
    ),
];

/// A local stand-in for the event-ingestion APIs of JENTIS, Jitsu, Commanders Act and Datafly. It
/// answers as they do, records every request and shows what really happened.
#[derive(Debug, Parser)]
#[command(name = "eventpit", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until stopped (what `eventpit` alone does).
    Serve(serve::Serve),
    /// Send sample requests and show what the vendor answers beside what really happens.
    Send(send::Send),
    /// Write what comes as it comes.
    Tail(tail::Tail),
    /// Wait until matching events are there.
    Wait(wait::Wait),
    /// Ask whether something holds of what is recorded.
    Assert(assert::Assert),
    /// List recorded events, or requests.
    Events(events::Events),
    /// Write what is recorded as a file: NDJSON, HAR, CSV or lines for curl.
    Export(export::Export),
    /// Take what `export` wrote as NDJSON into another recording.
    Import(import::ImportArgs),
    /// Send recorded requests again, to where --to says, and compare the answers.
    Replay(replay::Replay),
    /// Keep what a run sends as a file, and say how another run differs from it.
    Baseline(baseline::BaselineArgs),
    /// Run a command beside a server of its own, and check what it sent.
    Run(run::Run),
    /// Write the built-in workspace, with its JSON Schemas, to edit.
    Init(init::Init),
    /// Print how to trust the local CA of `--tls` on each system; makes it if it is not there.
    Trust(trust::Trust),
    /// Arm faults in a running eventpit, and disarm them.
    Fault(fault::FaultArgs),
    /// Work with tracking plans.
    Plan(plan::PlanArgs),
    /// Remove the oldest requests beyond some limits for good.
    Prune(prune::Prune),
    /// Make the index of a recording again from its journal.
    Reindex(reindex::Reindex),
    /// Load the workspace and say everything that is wrong with it.
    Check(check::Check),
    /// Ask whether an eventpit answers.
    Healthcheck(healthcheck::Healthcheck),
    /// Print the script by which a shell completes commands and flags.
    Completions(completions::Completions),
    /// Print the manual page, or write the pages of all commands.
    Man(man::ManArgs),
}

/// The workspace that a command works with.
#[derive(Debug, Clone, Args)]
pub struct WorkspaceArgs {
    /// Folder of the workspace; without it the built-in one.
    #[arg(long, env = "EVENTPIT_WORKSPACE", value_name = "DIR")]
    pub workspace: Option<std::path::PathBuf>,
}

/// The workspace that a command works with; says what is wrong with it, and gives the exit code for
/// it.
fn workspace(args: &WorkspaceArgs) -> Result<Workspace, ExitCode> {
    Workspace::load(args.workspace.as_deref()).map_err(|problems| {
        output::complain(&format!("{problems}; `eventpit check` names them"));
        ExitCode::from(12)
    })
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        None => serve::run(cli.serve),
        Some(Command::Serve(serve)) => serve::run(serve),
        Some(Command::Send(send)) => send::run(&send),
        Some(Command::Tail(tail)) => tail::run(&tail),
        Some(Command::Wait(wait)) => wait::run(&wait),
        Some(Command::Assert(assert)) => assert::run(&assert),
        Some(Command::Events(events)) => events::run(&events),
        Some(Command::Export(export)) => export::run(&export),
        Some(Command::Import(import)) => import::run(&import),
        Some(Command::Replay(replay)) => replay::run(&replay),
        Some(Command::Baseline(baseline)) => baseline::run(&baseline),
        Some(Command::Run(run)) => run::run(&run),
        Some(Command::Init(init)) => init::run(&init),
        Some(Command::Trust(trust)) => trust::run(&trust),
        Some(Command::Fault(fault)) => fault::run(&fault),
        Some(Command::Plan(plan)) => plan::run(&plan),
        Some(Command::Prune(prune)) => prune::run(&prune),
        Some(Command::Reindex(reindex)) => reindex::run(&reindex),
        Some(Command::Check(check)) => check::run(&check),
        Some(Command::Healthcheck(healthcheck)) => healthcheck::run(&healthcheck),
        Some(Command::Completions(completions)) => completions::run(&completions),
        Some(Command::Man(man)) => man::run(&man),
    }
}
