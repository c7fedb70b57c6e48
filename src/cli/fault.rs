use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::check::Output;
use super::failed::failed;
use super::output::{complain, print};
use super::server_args::ServerArgs;
use super::table;
use super::terminal::{harmless, harmless_json};
use crate::fault::{Fault, PRESETS, parse, preset};
use crate::platform::Platform;

/// Where the API has the faults.
const FAULTS: &str = "/faults";

/// What to do with the faults of a running server.
#[derive(Debug, Clone, Args)]
pub struct FaultArgs {
    #[command(subcommand)]
    command: FaultCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum FaultCommand {
    /// Show which faults are armed, and what each did so far.
    List(List),
    /// Arm a fault: it takes the place of the platform's answer.
    Arm(Box<Arm>),
    /// Disarm a fault, or all.
    Disarm(Disarm),
}

/// Which eventpit is asked, and for whom the answer is.
#[derive(Debug, Clone, Args)]
struct Asked {
    #[command(flatten)]
    server: ServerArgs,
    /// For whom the answer is: a person, or a program.
    #[arg(long, value_enum, default_value_t = Output::Human)]
    output: Output,
}

#[derive(Debug, Clone, Args)]
struct List {
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Args)]
struct Arm {
    /// A status (503) or a kind (half-body) and its parameters: "429; retry-after=2",
    /// "503; latency=100..300", "timeout=5000" (docs/FAULTS.md has them all).
    #[arg(value_name = "FAULT", required_unless_present = "preset")]
    fault: Option<String>,
    /// One that is ready made.
    #[arg(long, value_name = "NAME", conflicts_with = "fault", value_parser = PossibleValuesParser::new(PRESETS.map(|preset| preset.name)))]
    preset: Option<String>,
    /// What it is called in lists and on requests.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Only requests to this platform: jentis, jitsu, commanders-act or datafly.
    #[arg(long, value_name = "PLATFORM", value_parser = super::plan::platform)]
    platform: Option<Platform>,
    /// Only requests of this source.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Only requests of this test session.
    #[arg(long, value_name = "NAME")]
    session: Option<String>,
    /// Only requests with this method; * for any. Without it, all but OPTIONS.
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Only requests with this path on the platform; a * at its end stands for any rest.
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Only requests that match (docs/QUERY.md), as in name:purchase.
    #[arg(long = "query", value_name = "QUERY")]
    q: Option<String>,
    /// With what probability it acts on a request that matches.
    #[arg(long, value_name = "0..1")]
    probability: Option<f64>,
    /// Acts on every so-manieth request that matches.
    #[arg(long, value_name = "N")]
    every: Option<u64>,
    /// How often it acts before it is used up.
    #[arg(long, value_name = "N")]
    times: Option<u64>,
    /// What its draws are made from; with the same seed, the same requests are hit.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Clone, Args)]
struct Disarm {
    /// Its id, as in f1; `eventpit fault list` has them.
    #[arg(value_name = "ID", required_unless_present = "all")]
    id: Option<String>,
    /// All of them.
    #[arg(long, conflicts_with = "id")]
    all: bool,
    #[command(flatten)]
    asked: Asked,
}

/// Runs a subcommand of `fault`.
pub fn run(args: &FaultArgs) -> ExitCode {
    match &args.command {
        FaultCommand::List(list) => list.asked.ask("GET", FAULTS, None, listed),
        FaultCommand::Arm(arm) => match arm.fault() {
            Ok(fault) => {
                let armed = |armed: &Value| one("armed", armed);
                arm.asked.ask("POST", FAULTS, Some(&json!(fault)), armed)
            }
            Err(why) => {
                complain(&format!("the fault cannot be read: {why}"));
                ExitCode::from(2)
            }
        },
        FaultCommand::Disarm(disarm) => match &disarm.id {
            Some(id) => {
                let id =
                    percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC);
                let path = format!("{FAULTS}/{id}");
                let gone = |gone: &Value| one("disarmed", gone);
                disarm.asked.ask("DELETE", &path, None, gone)
            }
            None => disarm.asked.ask("DELETE", FAULTS, None, |answer| {
                format!("{} disarmed\n", answer["disarmed"])
            }),
        },
    }
}

impl Arm {
    fn fault(&self) -> Result<Fault, String> {
        let fault = match (&self.fault, self.preset.as_deref().and_then(preset)) {
            (Some(spec), _) => parse(spec)?,
            (None, Some(preset)) => preset.fault()?,
            (None, None) => return Err("there is none".into()),
        };
        Ok(Fault {
            name: self.name.clone().or(fault.name),
            platform: self.platform,
            source: self.source.clone(),
            session: self.session.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            q: self.q.clone(),
            probability: self.probability.or(fault.probability),
            every: self.every,
            times: self.times.or(fault.times),
            seed: self.seed.or(fault.seed),
            ..fault
        })
    }
}

impl Asked {
    /// Asks the server, and prints what `shown` makes of its answer.
    fn ask(
        &self,
        method: &str,
        path: &str,
        fault: Option<&Value>,
        shown: impl Fn(&Value) -> String,
    ) -> ExitCode {
        match self.server.client().document(method, path, fault) {
            Ok(answer) => match self.output {
                Output::Human => print(&shown(&answer), ExitCode::SUCCESS),
                Output::Json => {
                    let json = harmless_json(&format!("{answer:#}"));
                    print(&format!("{json}\n"), ExitCode::SUCCESS)
                }
            },
            Err(error) => failed(&error),
        }
    }
}

/// One line for a fault. What it is called comes from whoever armed it: nothing in it may steer the
/// terminal.
fn one(what: &str, fault: &Value) -> String {
    let text = |key: &str| fault[key].as_str().unwrap_or_default();
    let line = format!(
        "{what} {}: {}, on {} (seed {})",
        text("id"),
        text("title"),
        text("when"),
        fault["seed"]
    );
    format!("{}\n", harmless(&line))
}

fn listed(list: &Value) -> String {
    let items = list["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if items.is_empty() {
        return "no fault is armed\n".into();
    }
    let row = |fault: &Value| {
        let text = |key: &str| fault[key].as_str().unwrap_or_default().to_string();
        let did = format!(
            "{}, on {}; acted on {} of {}, seed {}",
            text("state"),
            text("when"),
            fault["acted"],
            fault["matched"],
            fault["seed"]
        );
        [text("id"), text("title"), did]
    };
    let rows: Vec<[String; 3]> = items.iter().map(row).collect();
    table::render(["id", "fault", "state"], &rows)
}
