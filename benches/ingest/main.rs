//! What recording costs: eventpit, recording on disk, against a bare actix-web handler that reads
//! the body and answers. One run, one machine, the same payload, the same load.
//!
//! `cargo bench --bench ingest -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod bare;
mod burst;
mod projection;
#[path = "../support/mod.rs"]
mod support;
mod throughput;

use std::time::Duration;

use clap::Parser;
use support::{Common, Demands, Kind, Report};

/// What recording costs, on disk, against a bare actix-web handler
#[derive(Debug, Parser)]
pub struct Options {
    /// What every measurement can be told.
    #[command(flatten)]
    pub common: Common,
    /// How long each measurement takes, in seconds
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// How often each is measured, in turns; the median counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long the long burst is, in seconds
    #[arg(long, default_value_t = 60)]
    burst: u64,
    /// How many events the projection catches up with
    #[arg(long, default_value_t = 150_000)]
    backlog: u64,
}

impl Options {
    /// How long each measurement takes.
    pub fn time(&self) -> Duration {
        Duration::from_millis(self.common.or_quick(self.seconds * 1000, 500))
    }

    /// How often each is measured.
    pub fn rounds(&self) -> usize {
        self.common.or_quick(self.rounds, 1)
    }

    /// How long the long burst is.
    pub fn burst(&self) -> Duration {
        Duration::from_secs(self.common.or_quick(self.burst, 1))
    }

    /// How many events the projection catches up with.
    pub fn backlog(&self) -> u64 {
        self.common.or_quick(self.backlog, 5000)
    }
}

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, argument, address] = arguments.as_slice()
        && argument == bare::ARGUMENT
    {
        return bare::serve(address.parse().expect("an address"));
    }
    let options = Options::parse();
    let report = Report::begin(&options.common);
    let mut demands = Demands::default();
    let singles = throughput::measure(&options, Kind::Single, &mut demands);
    report.tell_in("README.md", "bench", &singles);
    let mut parts = vec![
        singles,
        throughput::measure(&options, Kind::Batch, &mut demands),
    ];
    parts.push(burst::measure(&options, &mut demands));
    for kind in [Kind::Single, Kind::Batch] {
        parts.push(projection::measure(&options, kind, &mut demands));
    }
    parts.insert(0, demands.table());
    report.tell("ingest", &parts.join("\n"));
    Ok(())
}
