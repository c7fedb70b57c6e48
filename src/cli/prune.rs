use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::WorkspaceArgs;
use super::failed::failed;
use super::output::{complain, print, refuse};
use super::progress::Progress;
use super::server_args::{TokenArgs, server_url};
use crate::client::{Client, ClientError};
use crate::store::{Control, DataFolder, PrunePlan, Store, StoreError};
use crate::told::counted;
use crate::workspace::{Limits, Workspace, parse_age, parse_size};

/// How much of a recording is kept.
#[derive(Debug, Clone, Args)]
pub struct Prune {
    /// Only so many requests, the newest.
    #[arg(long, value_name = "COUNT")]
    requests: Option<u64>,
    /// Only what is younger than this: 30d, 12h, 90m, 20s.
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    age: Option<Duration>,
    /// Only so much on disk, the newest: 500MB, 2GB.
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    size: Option<u64>,
    /// Only say what would be pruned.
    #[arg(long)]
    dry_run: bool,
    /// The eventpit whose recording it is.
    #[arg(
        long,
        env = "EVENTPIT_URL",
        value_name = "URL",
        default_value = "http://localhost:8484",
        value_parser = server_url
    )]
    url: String,
    #[command(flatten)]
    token: TokenArgs,
    /// Folder of a recording that no eventpit has open, instead of --url.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    workspace: WorkspaceArgs,
}

/// What is pruned, or would be.
struct Done {
    requests: i64,
    events: i64,
}

/// Prunes a recording; exit code 0 also if there was nothing to prune.
pub fn run(args: &Prune) -> ExitCode {
    let done = match &args.data {
        None => args.on_server(),
        Some(data) => args.on_folder(data.clone()),
    };
    let done = match done {
        Ok(done) => done,
        Err(code) => return code,
    };
    let Done { requests, events } = done;
    let what = format!(
        "{} with {}",
        counted(requests, "request", "requests"),
        counted(events, "event", "events")
    );
    let said = match (requests, args.dry_run) {
        (0, _) => "nothing is beyond these limits\n".into(),
        (_, true) => format!("{what} would be pruned\n"),
        (1, false) => format!("{what} is pruned\n"),
        (_, false) => format!("{what} are pruned\n"),
    };
    print(&said, ExitCode::SUCCESS)
}

impl Prune {
    fn on_server(&self) -> Result<Done, ExitCode> {
        let failed = |error: ClientError| failed(&error);
        let client = self.token.client(&self.url);
        let pruned = |client: &Client| -> Result<i64, ClientError> {
            let health = client.api("/health")?;
            Ok(health["pruned"]["requests"].as_i64().unwrap_or_default())
        };
        let before = pruned(&client).map_err(failed)?;
        let answer = client.change(&self.query()).map_err(failed)?;
        let done = Done {
            requests: answer["requests"].as_i64().unwrap_or_default(),
            events: answer["events"].as_i64().unwrap_or_default(),
        };
        let mut progress = Progress::new("pruned", done.requests);
        let mut removed = 0;
        while !self.dry_run && removed < done.requests {
            progress.pause();
            removed = pruned(&client).map_err(failed)? - before;
            progress.reached(removed);
        }
        Ok(done)
    }

    fn query(&self) -> String {
        let requests = self.requests.map(|it| format!("&requests={it}"));
        let age = self.age.map(|it| format!("&age={}s", it.as_secs()));
        let size = self.size.map(|it| format!("&size={}KB", it / 1000));
        let limits: String = [requests, age, size].into_iter().flatten().collect();
        format!("/prune?dry_run={}{limits}", self.dry_run)
    }

    fn on_folder(&self, data: PathBuf) -> Result<Done, ExitCode> {
        let workspace = super::workspace(&self.workspace)?;
        let said = Limits {
            requests: self.requests,
            age: self.age,
            size: self.size,
        };
        let limits = match said.is_none() {
            true => workspace.retention.limits(),
            false => said,
        };
        if limits.is_none() {
            complain(
                "there is nothing to prune by\n  hint: say how much is kept: --requests 10000, --age 30d or --size 500MB; or name a --workspace with a retention",
            );
            return Err(ExitCode::from(2));
        }
        let failed = |error: StoreError| refuse(&error.into());
        prune(data, workspace, &limits, self.dry_run).map_err(failed)
    }
}

/// Prunes a recording that nobody has open, and waits until all of it is removed.
fn prune(
    data: PathBuf,
    workspace: Workspace,
    limits: &Limits,
    dry_run: bool,
) -> Result<Done, StoreError> {
    let store = Store::open_as_it_is(DataFolder::existing(&data)?, workspace)?;
    let pruned = pruned(&store, limits, dry_run);
    store.close();
    let plan = pruned?;
    Ok(Done {
        requests: plan.map_or(0, |plan| plan.requests),
        events: plan.map_or(0, |plan| plan.events),
    })
}

fn pruned(store: &Store, limits: &Limits, dry_run: bool) -> Result<Option<PrunePlan>, StoreError> {
    super::reindex::follow(store)?;
    let Some(plan) = store.reader.prune_plan(limits)? else {
        return Ok(None);
    };
    if dry_run {
        return Ok(Some(plan));
    }
    store
        .journal
        .appender()
        .control_blocking(Control::Prune(plan.upto))?;
    let mut progress = Progress::new("pruned", plan.requests);
    loop {
        let left = store.reader.left_up_to(plan.upto)?;
        progress.reached(plan.requests - left);
        if left == 0 {
            return Ok(Some(plan));
        }
        progress.pause();
    }
}
