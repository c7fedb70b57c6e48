//! eventpit against other ways to record requests: a naive recorder with Express and SQLite, and
//! httpmock's server, which keeps them in memory. The same payload, the same load, in turns.
//!
//! `cargo bench --bench peers -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod express;
mod httpmock;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write;
use std::time::Duration;

use clap::Parser;
use support::demand::thousands;
use support::{Common, Kind, Load, Report, Seen, Server, Until};

/// How long each server is warmed up.
const WARM_UP: Duration = Duration::from_secs(1);

/// eventpit against other ways to record requests
#[derive(Debug, Parser)]
struct Options {
    #[command(flatten)]
    common: Common,
    /// How long each measurement takes, in seconds
    #[arg(long, default_value_t = 6)]
    seconds: u64,
    /// How often each is measured, in turns; the median counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// What is compared.
struct Peer {
    name: String,
    records: &'static str,
    /// Starts it; or why it can't be.
    start: fn() -> Result<Server, String>,
    measured: Vec<(Seen, f64)>,
}

impl Peer {
    fn new(name: &str, records: &'static str, start: fn() -> Result<Server, String>) -> Peer {
        Peer {
            name: name.to_string(),
            records,
            start,
            measured: Vec::new(),
        }
    }
}

fn main() {
    let options = Options::parse();
    let mut left_out = Vec::new();
    let mut peers = vec![
        Peer::new("eventpit", "SQLite, on disk", || Ok(Server::eventpit(&[]))),
        Peer::new("httpmock, standalone", "in memory", httpmock::start),
        Peer::new("Express, better-sqlite3", "SQLite, on disk", express::start),
    ];
    // First all are installed and tried: that takes the machine.
    peers.retain(|peer| match (peer.start)() {
        Ok(_) => true,
        Err(why) => {
            left_out.push(format!("{} was not measured: {why}.\n", peer.name));
            false
        }
    });
    let report = Report::begin(&options.common);
    let rounds = options.common.or_quick(options.rounds, 1);
    for round in 1..=rounds {
        for peer in &mut peers {
            eprintln!("round {round} of {rounds}: {}", peer.name);
            peer.measured.push(measure(peer.start, &options));
        }
    }
    report.tell(
        "peers",
        &format!("{}{}", table(&options, peers), left_out.concat()),
    );
}

fn measure(start: fn() -> Result<Server, String>, options: &Options) -> (Seen, f64) {
    let time = Duration::from_millis(options.common.or_quick(options.seconds * 1000, 500));
    let server = start().expect("it started before");
    let load = |time| {
        let connections = options.common.connections;
        Load::new(&server, Kind::Single, connections, Until::Time(time))
    };
    load(WARM_UP.min(time)).run().expect("the warm-up");
    let seen = load(time).run().expect("the load");
    (seen, server.peak())
}

fn table(options: &Options, peers: Vec<Peer>) -> String {
    let mut table = format!(
        "{} connections, {} s each, {} rounds in turns, the median counts:\n\n\
         | server | records | requests/s | of eventpit | p50 ms | p99 ms | peak MiB | not 200 |\n\
         |---|---|---|---|---|---|---|---|\n",
        options.common.connections,
        options.common.or_quick(options.seconds as f64, 0.5),
        options.common.or_quick(options.rounds, 1),
    );
    let mut eventpit = None;
    for mut peer in peers {
        let measured = &mut peer.measured;
        measured.sort_by(|(a, _), (b, _)| a.per_second().total_cmp(&b.per_second()));
        let (seen, peak) = &measured[measured.len() / 2];
        let rate = seen.per_second();
        let _ = writeln!(
            table,
            "| {} | {} | {} | {:.2} | {:.1} | {:.1} | {peak:.0} | {} |",
            peer.name,
            peer.records,
            thousands(rate),
            rate / *eventpit.get_or_insert(rate),
            seen.latencies.at(0.5),
            seen.latencies.at(0.99),
            seen.refused,
        );
    }
    table
}
