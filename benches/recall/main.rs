//! How fast a large recording answers questions, and how large it is on disk.
//!
//! `cargo bench --bench recall -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod asked;
mod questions;
mod start;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use asked::{Asked, ask};
use clap::Parser;
use support::demand::thousands;
use support::recording::Recording;
use support::{Common, Demands, Kind, Load, Report, Seen, Server, Until, folder};

/// How fast a large recording answers questions
#[derive(Debug, Parser)]
struct Options {
    #[command(flatten)]
    common: Common,
    /// How many events are recorded; the recording is made once and kept
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// How many questions of each kind are asked
    #[arg(long, default_value_t = 96)]
    questions: usize,
    /// How many, while ingestion runs at full speed
    #[arg(long, default_value_t = 48)]
    busy_questions: usize,
    /// How often it is started
    #[arg(long, default_value_t = 10)]
    starts: usize,
}

fn main() {
    let options = Options::parse();
    let common = &options.common;
    let events = common.or_quick(options.events, 5000);
    let patience = Duration::from_secs(3600);
    let recording = Recording::of("recall", events, None, common.connections, patience);
    // After the recording is made: that takes the machine.
    let report = Report::begin(common);
    let starts = start::measure(&recording.folder, common.or_quick(options.starts, 2));
    let server = Server::on(&recording.folder);
    eprintln!("asking");
    let quiet = ask(&server, common.or_quick(options.questions, 16));
    server.stop();
    let (busy, seen) = while_busy(&options, &recording);
    let mut demands = Demands::default();
    demands.under("start to first answer, p95", 200.0, starts.at(0.95), "ms");
    for (when, all) in [("", &quiet), (", during ingestion", &busy)] {
        for asked in all {
            let p95 = asked.latencies.at(0.95);
            let what = format!("{}{when}, p95", asked.kind.name);
            demands.under(&what, asked.kind.wanted, p95, "ms");
        }
    }
    let text = format!(
        "{} events recorded by {} requests.\n\n{}\n{}\n{}\n{}\n{}",
        thousands(recording.explained as f64),
        thousands(recording.requests as f64),
        demands.table(),
        table("Nothing else going on:", &quiet),
        table(
            &format!(
                "While {} requests a second arrive ({} not 200):",
                thousands(seen.per_second()),
                seen.refused
            ),
            &busy
        ),
        start::told(&starts),
        size(&recording),
    );
    report.tell("recall", &text);
}

/// The same questions to a copy, while as much is sent to it as it takes.
fn while_busy(options: &Options, recording: &Recording) -> (Vec<Asked>, Seen) {
    let copy = folder::temporary();
    let data = copy.path().join("recording");
    folder::copy(&recording.folder, &data);
    let server = Server::on(&data);
    let over = Arc::new(AtomicBool::new(false));
    eprintln!("asking during ingestion");
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            let until = Until::Told(Arc::clone(&over));
            let load = Load::new(&server, Kind::Single, options.common.connections, until);
            load.run().expect("the load")
        });
        let busy = ask(&server, options.common.or_quick(options.busy_questions, 16));
        over.store(true, Ordering::Relaxed);
        (busy, sending.join().expect("the load ends"))
    })
}

fn table(title: &str, all: &[Asked]) -> String {
    let mut table = format!(
        "{title}\n\n| question | asked | p50 ms | p95 ms | slowest ms | which | a part or an estimate |\n\
         |---|---|---|---|---|---|---|\n"
    );
    for asked in all {
        let _ = writeln!(
            table,
            "| {} | {} | {:.1} | {:.1} | {:.1} | `{}` | {} |",
            asked.kind.name,
            asked.latencies.len(),
            asked.latencies.at(0.5),
            asked.latencies.at(0.95),
            asked.slowest.0,
            asked.slowest.1.trim(),
            asked.partial,
        );
    }
    table
}

/// How large the recording is.
fn size(recording: &Recording) -> String {
    let bytes = |name: &str| {
        let file = recording.folder.join(name);
        let length = std::fs::metadata(&file).expect("the file is there").len();
        thousands(length as f64 / recording.requests as f64)
    };
    format!(
        "On disk an event takes {} bytes in the journal, and {} in the index, which may be deleted \
         at any time and is made again.\n",
        bytes("journal.db"),
        bytes("index.db"),
    )
}
