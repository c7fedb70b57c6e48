use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::json;

use super::ask::{Asked, Question};
use super::assert::{Plan, named_plan, run_plan};
use super::failed::failed;
use super::query_args::ScopeArgs;
use super::server_args::ServerArgs;
use crate::client::{ClientError, with_parameters};
use crate::event::Outcome;
use crate::plan::Inferred;
use crate::platform::Platform;
use crate::told::counted;

/// How many events are asked for at a time.
const PAGE: usize = 200;

/// What to do with tracking plans.
#[derive(Debug, Clone, Args)]
pub struct PlanArgs {
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum PlanCommand {
    /// Write a first tracking plan from what a running eventpit has recorded.
    Infer(Infer),
    /// Ask whether what came is as the tracking plans have it, as `assert plan` does.
    Check(Plan),
    /// Say how much of the tracking plans was seen.
    Coverage(Coverage),
}

/// Which events to make a plan from.
#[derive(Debug, Clone, Args)]
pub struct Infer {
    #[command(flatten)]
    server: ServerArgs,
    /// Only the events of this test session.
    #[arg(long, value_name = "NAME")]
    session: Option<String>,
    /// Only the events of this platform: jentis, jitsu, commanders-act or datafly. Needed if events
    /// of several were recorded.
    #[arg(long, value_name = "PLATFORM", value_parser = platform)]
    platform: Option<Platform>,
    /// File to write, such as WORKSPACE/plans/shop.json; it must not be there yet. Without it the
    /// plan is printed.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How much of the plans is expected to be seen.
#[derive(Debug, Clone, Args)]
pub struct Coverage {
    /// Only this plan, by the name of its file; all if there is none.
    #[arg(value_name = "PLAN")]
    plan: Option<String>,
    #[command(flatten)]
    scope: ScopeArgs,
    /// How many percent of each plan's events have to have come as planned, 0 to 100.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=100))]
    min: u8,
    #[command(flatten)]
    asked: Asked,
}

/// The platform of that word, for a flag.
///
/// # Errors
/// Which ones there are.
pub fn platform(word: &str) -> Result<Platform, String> {
    let known = "there are jentis, jitsu, commanders-act and datafly";
    Platform::parse(word).ok_or_else(|| known.into())
}

/// Runs a subcommand of `plan`.
pub fn run(args: &PlanArgs) -> ExitCode {
    match &args.command {
        PlanCommand::Infer(args) => infer(args),
        PlanCommand::Check(args) => run_plan(args, "plan check"),
        PlanCommand::Coverage(args) => args.asked.ask(args.question()),
    }
}

impl Coverage {
    fn question(&self) -> Question {
        let mut body = json!({"plan": self.plan, "min": self.min});
        self.scope.narrow(&mut body);
        Question {
            path: "/assert/coverage",
            name: named_plan("plan coverage", self.plan.as_deref()),
            body,
            patience: Duration::ZERO,
        }
    }
}

/// Writes the plan; exit code 1 if nothing was written.
fn infer(args: &Infer) -> ExitCode {
    let inferred = match recorded(args) {
        Ok(inferred) => inferred,
        Err(error) => return failed(&error),
    };
    let platforms: Vec<&str> = inferred.keys().copied().collect();
    let mut found = inferred.iter();
    let (Some((word, inferred)), None) = (found.next(), found.next()) else {
        match platforms.as_slice() {
            [] => eprintln!(
                "eventpit: nothing to infer a plan from: no such event was taken in\n  hint: send some first, as `eventpit send --all` does"
            ),
            several => eprintln!(
                "eventpit: events of {} were recorded, and a plan of what is sent is for one\n  hint: name it with --platform",
                several.join(", ")
            ),
        }
        return ExitCode::FAILURE;
    };
    let Some(platform) = Platform::parse(word) else {
        eprintln!("eventpit: there is no platform {word:?}");
        return ExitCode::FAILURE;
    };
    let plan = format!("{:#}\n", inferred.plan(platform));
    if let Err(error) = write(args.output.as_deref(), &plan) {
        let file = args.output.as_deref().unwrap_or(Path::new("the plan"));
        eprintln!("eventpit: cannot write {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    let events: usize = inferred.names().map(|(_, count)| count).sum();
    let once = inferred.names().filter(|(_, count)| *count == 1).count();
    eprintln!(
        "a plan of {}, from {events} recorded; {once} came only once. Read it, and make it the plan.",
        counted(inferred.names().count(), "event", "events")
    );
    if inferred.left_out() > 0 {
        eprintln!(
            "not in it: {} with further or very long names",
            counted(inferred.left_out(), "event", "events")
        );
    }
    ExitCode::SUCCESS
}

/// What was recorded and taken in, by platform.
fn recorded(args: &Infer) -> Result<BTreeMap<&'static str, Inferred>, ClientError> {
    let client = args.server.client();
    let head = client.head()?;
    let platform = args.platform.map(Platform::as_str);
    let narrowed = [("session", args.session.as_deref()), ("platform", platform)];
    let narrowed = narrowed.into_iter();
    let list = with_parameters(
        &format!("/events?order=asc&limit={PAGE}&at_least={head}"),
        narrowed.filter_map(|(name, value)| Some((name, value?))),
    );
    let mut inferred: BTreeMap<&'static str, Inferred> = BTreeMap::new();
    let mut after = String::from("0");
    loop {
        let page = client.api(&format!("{list}&after={after}"))?;
        for event in page["items"].as_array().into_iter().flatten() {
            let platform = Platform::parse(event["platform"].as_str().unwrap_or_default());
            let (Some(platform), Some(kind)) = (platform, event["type"].as_str()) else {
                continue;
            };
            // What was lost is no pattern for what should be sent.
            if event["outcome"] == Outcome::Accepted.as_str() {
                let of_platform = inferred.entry(platform.as_str()).or_default();
                of_platform.take(event["name"].as_str(), kind, &event["payload"]);
            }
        }
        match page["next"].as_str() {
            Some(next) => after = next.to_string(),
            None => return Ok(inferred),
        }
    }
}

fn write(file: Option<&Path>, plan: &str) -> io::Result<()> {
    let Some(path) = file else {
        return io::stdout().write_all(plan.as_bytes());
    };
    // Never over another one: somebody may have worked on it for a week.
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(plan.as_bytes())
}
