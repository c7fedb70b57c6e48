//! How soon a wait answers, and what waits cost those who send.
//!
//! `cargo bench --bench wait -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod cost;
mod latency;
mod question;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use clap::Parser;
use support::{Common, Demands, Report};

/// How soon a wait answers, and what waits cost those who send
#[derive(Debug, Parser)]
pub struct Options {
    #[command(flatten)]
    common: Common,
    /// How many requests a second arrive while waits are measured
    #[arg(long, default_value_t = 5000.0)]
    rate: f64,
    /// How many waits are measured, one after the other
    #[arg(long, default_value_t = 500)]
    probes: usize,
    /// How many waits are open at once while their cost is measured
    #[arg(long, default_value_t = 1000)]
    waits: usize,
    /// How long each measurement of the cost takes, in seconds
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// How often the cost is measured, in turns; the median counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

impl Options {
    /// How many waits are measured.
    fn probes(&self) -> usize {
        self.common.or_quick(self.probes, 20)
    }

    /// How many waits are open at once.
    fn waits(&self) -> usize {
        self.common.or_quick(self.waits, 100)
    }

    /// How long each measurement of the cost takes.
    fn time(&self) -> Duration {
        Duration::from_millis(self.common.or_quick(self.seconds * 1000, 500))
    }

    /// How often the cost is measured.
    fn rounds(&self) -> usize {
        self.common.or_quick(self.rounds, 1)
    }
}

fn main() {
    let options = Options::parse();
    // A connection for each wait, here and in the server.
    rlimit::increase_nofile_limit(u64::MAX).expect("the limit of open files can be read");
    let report = Report::begin(&options.common);
    let mut demands = Demands::default();
    let latency = latency::measure(&options, &mut demands);
    let cost = cost::measure(&options, &mut demands);
    report.tell("wait", &format!("{}\n{latency}\n{cost}", demands.table()));
}
