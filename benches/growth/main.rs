//! Whether ingestion slows down as the recording grows.
//!
//! `cargo bench --bench growth -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use support::demand::thousands;
use support::recording::Recording;
use support::standing::Standing;
use support::{Common, Kind, Load, Report, Seen, Server, Until, folder};

/// Whether ingestion slows down as the recording grows
#[derive(Debug, Parser)]
struct Options {
    #[command(flatten)]
    common: Common,
    /// How long each measurement takes, in seconds
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// How often each is measured, in turns; the median counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How many events are there already; each such recording is made once and kept
    #[arg(long, value_delimiter = ',', default_value = "1000000,5000000")]
    sizes: Vec<u64>,
    /// How long the largest recordings are explained at most when they are made, in seconds
    #[arg(long, default_value_t = 3600)]
    patience: u64,
    /// Only makes the recordings
    #[arg(long)]
    prepare: bool,
}

/// A recording of one size, and what was measured of it.
struct Size {
    /// How many events were there when it was measured last.
    there: u64,
    /// How many of them were explained, and their words indexed.
    explained: u64,
    folder: Option<PathBuf>,
    seen: Vec<Seen>,
}

fn main() {
    let options = Options::parse();
    let common = &options.common;
    let mut sizes = vec![Size {
        there: 0,
        explained: 0,
        folder: None,
        seen: Vec::new(),
    }];
    for size in common.or_quick(options.sizes.clone(), vec![5000, 10_000]) {
        let base = sizes.last().and_then(|smaller| smaller.folder.clone());
        let patience = Duration::from_secs(options.patience);
        let recording = Recording::of(
            "growth",
            size,
            base.as_deref(),
            common.connections,
            patience,
        );
        sizes.push(Size {
            there: recording.requests,
            explained: recording.explained,
            folder: Some(recording.folder),
            seen: Vec::new(),
        });
    }
    if options.prepare {
        return;
    }
    let report = Report::begin(common);
    let rounds = common.or_quick(options.rounds, 1);
    for round in 1..=rounds {
        for size in &mut sizes {
            eprintln!("round {round} of {rounds}: {} events there", size.there);
            let time = Duration::from_millis(common.or_quick(options.seconds * 1000, 500));
            measure(size, common, time);
        }
    }
    let medians: Vec<(u64, u64, Seen)> = sizes
        .into_iter()
        .map(|size| (size.there, size.explained, median(size.seen)))
        .collect();
    let empty = medians
        .first()
        .map_or(f64::NAN, |(_, _, seen)| seen.per_second());
    let mut table = format!(
        "{} connections, {} s each, {rounds} rounds in turns, the median counts:\n\n\
         | events there | of these explained | requests/s | p99 ms | of an empty recording | not 200 |\n\
         |---|---|---|---|---|---|\n",
        common.connections,
        common.or_quick(options.seconds as f64, 0.5),
    );
    for (there, explained, seen) in &medians {
        let _ = writeln!(
            table,
            "| {} | {} | {} | {:.1} | {:.2} | {} |",
            thousands(*there as f64),
            thousands(*explained as f64),
            thousands(seen.per_second()),
            seen.latencies.at(0.99),
            seen.per_second() / empty,
            seen.refused,
        );
    }
    report.tell("growth", &table);
}

/// How much is taken in on top of a recording, which grows by it.
fn measure(size: &mut Size, common: &Common, time: Duration) {
    let new = folder::temporary();
    let data = size.folder.clone();
    let server = Server::on(&data.unwrap_or_else(|| new.path().join("recording")));
    let before = Standing::of(&server);
    let load = Load::new(&server, Kind::Single, common.connections, Until::Time(time));
    let seen = load.run().expect("the load");
    let recorded = Standing::of(&server).head - before.head;
    assert_eq!(
        recorded,
        seen.answered + seen.refused,
        "each request is recorded"
    );
    server.stop();
    size.there = before.head;
    size.explained = before.words;
    size.seen.push(seen);
}

fn median(mut seen: Vec<Seen>) -> Seen {
    seen.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
    seen.swap_remove(seen.len() / 2)
}
