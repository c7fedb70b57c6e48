use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use super::WorkspaceArgs;
use super::failed::failed_at;
use super::output::{complain, print};
use super::server_args::server_url;
use super::table;
use super::terminal::harmless;
use crate::client::{Answered, Client, ClientError, MARK, deliver};
use crate::workspace::{Sample, Workspace};

/// Which samples to send, and where to.
#[derive(Debug, Clone, Args)]
pub struct Send {
    /// A sample (jitsu/wrong-key) or all of a platform (jitsu); without it they are listed.
    #[arg(conflicts_with = "all")]
    name: Option<String>,
    /// Send them all.
    #[arg(long)]
    all: bool,
    /// The eventpit to send to.
    #[arg(
        long,
        visible_alias = "url",
        env = "EVENTPIT_URL",
        value_name = "URL",
        default_value = "http://localhost:8484",
        value_parser = server_url
    )]
    to: String,
    #[command(flatten)]
    workspace: WorkspaceArgs,
}

/// Sends samples and prints what the vendor answers beside what really happens.
pub fn run(args: &Send) -> ExitCode {
    let workspace = match super::workspace(&args.workspace) {
        Ok(workspace) => workspace,
        Err(code) => return code,
    };
    let chosen: Vec<&Sample> = workspace
        .samples
        .iter()
        .filter(|sample| args.wants(sample))
        .collect();
    if chosen.is_empty() {
        return list(&workspace, args.name.as_deref());
    }
    match send_all(&Client::new(&args.to), &chosen) {
        Ok(rows) => {
            let header = ["sample", "the vendor answers", "what really happens"];
            print(&table::render(header, &rows), ExitCode::SUCCESS)
        }
        Err(error) => failed_at(&error, "--to"),
    }
}

impl Send {
    fn wants(&self, sample: &Sample) -> bool {
        match self.name.as_deref() {
            _ if self.all => true,
            Some(name) => {
                sample.name == name
                    || sample
                        .name
                        .split_once('/')
                        .is_some_and(|(platform, _)| platform == name)
            }
            None => false,
        }
    }
}

fn list(workspace: &Workspace, wanted: Option<&str>) -> ExitCode {
    let line = |sample: &Sample| format!("{:<34} {}\n", sample.name, sample.title);
    let lines: String = workspace.samples.iter().map(line).collect();
    match wanted {
        Some(name) => {
            let code = print(&lines, ExitCode::from(2));
            complain(&format!("no sample is called {name:?}; these are there"));
            code
        }
        None => print(&lines, ExitCode::SUCCESS),
    }
}

fn send_all(client: &Client, samples: &[&Sample]) -> Result<Vec<[String; 3]>, ClientError> {
    let mut cursor = client.head()?;
    let mut rows = Vec::new();
    for sample in samples {
        let mark = uuid::Uuid::new_v4().to_string();
        let answer = deliver(client, sample, &mark)?;
        let truth = match find(client, &mut cursor, &mark)? {
            Some(request) => truth(client, &request)?,
            None => "it is not in the recording".into(),
        };
        rows.push([sample.name.clone(), brief(&answer), truth]);
    }
    Ok(rows)
}

/// Finds the marked request among those that came after `cursor`, which moves on.
fn find(client: &Client, cursor: &mut i64, mark: &str) -> Result<Option<Value>, ClientError> {
    let head = client.head()?;
    let path = format!("/requests?order=asc&limit=1000&after={cursor}&at_least={head}");
    let page = client.api(&path)?;
    for row in page["items"].as_array().into_iter().flatten() {
        *cursor = row["cursor"].as_i64().unwrap_or(*cursor);
        let request = client.api(&format!("/requests/{cursor}"))?;
        let marked = |pair: &Value| pair[0] == MARK && pair[1] == mark;
        if request["headers"]
            .as_array()
            .is_some_and(|headers| headers.iter().any(marked))
        {
            return Ok(Some(request));
        }
    }
    Ok(None)
}

/// The outcome, and the finding that matters most.
fn truth(client: &Client, request: &Value) -> Result<String, ClientError> {
    let mut findings: Vec<Value> = request["findings"].as_array().cloned().unwrap_or_default();
    let mut names = Vec::new();
    for id in request["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let event = client.api(&format!("/events/{id}"))?;
        findings.extend(event["findings"].as_array().cloned().unwrap_or_default());
        names.push(
            event["canonical_name"]
                .as_str()
                .unwrap_or_default()
                .to_string(),
        );
    }
    let weight = |finding: &Value| match finding["severity"].as_str() {
        Some("error") => 0,
        Some("warning") => 1,
        _ => 2,
    };
    findings.sort_by_key(weight);
    let outcome = request["outcome"].as_str().unwrap_or_default();
    let events = if names.is_empty() {
        String::new()
    } else {
        format!(" ({})", names.join(", "))
    };
    let why = match findings.first() {
        Some(finding) if weight(finding) < 2 => {
            let more = findings
                .iter()
                .filter(|finding| weight(finding) < 2)
                .count()
                - 1;
            let more = if more == 0 {
                String::new()
            } else {
                format!(" (+{more})")
            };
            format!(
                ": {}{more}",
                finding["message"].as_str().unwrap_or_default()
            )
        }
        _ => String::new(),
    };
    Ok(format!("{outcome}{events}{why}"))
}

fn brief(answer: &Answered) -> String {
    let body = harmless(&answer.body);
    match body.trim() {
        // An image, such as a pixel.
        body if body.contains(char::REPLACEMENT_CHARACTER) => format!("{} (binary)", answer.status),
        "" => format!("{} (empty)", answer.status),
        body => format!("{} {body}", answer.status),
    }
}
