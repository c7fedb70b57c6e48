//! How fast a large recording goes through a file into another one, whole, and how much memory that
//! takes.
//!
//! `cargo bench --bench carry -- --help`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod compared;
mod run;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use clap::Parser;
use run::{Ran, run};
use support::demand::thousands;
use support::recording::Recording;
use support::standing::Standing;
use support::{Common, Demands, Report, Server, folder};

/// How fast a large recording goes through a file into another one
#[derive(Debug, Parser)]
struct Options {
    #[command(flatten)]
    common: Common,
    /// How many requests are recorded; the recording is made once and kept, and is that of the
    /// measurement `recall`
    #[arg(long, default_value_t = 1_000_000)]
    requests: u64,
}

/// A way that was measured.
struct Way {
    name: &'static str,
    ran: Ran,
}

fn main() {
    let options = Options::parse();
    let common = &options.common;
    let requests = common.or_quick(options.requests, 5000);
    let patience = Duration::from_secs(3600);
    let recording = Recording::of("recall", requests, None, common.connections, patience);
    // After the recording is made: that takes the machine.
    let report = Report::begin(common);
    let scratch = folder::temporary();
    let file = scratch.path().join("export.ndjson");
    let copy = scratch.path().join("copy");
    let mut ways = vec![
        Way {
            name: "export from a folder",
            ran: run(
                "export",
                &[
                    "--data",
                    &shown(&recording.folder),
                    "--output",
                    &shown(&file),
                ],
            ),
        },
        Way {
            name: "import into a folder",
            ran: run("import", &[&shown(&file), "--data", &shown(&copy)]),
        },
    ];
    let length = std::fs::metadata(&file).expect("the export").len();
    eprintln!("comparing");
    let same = compared::rows(&recording.folder, &copy);
    std::fs::remove_dir_all(&copy).expect("the copy goes");
    ways.extend(with_servers(&recording.folder, &file));
    let mut demands = Demands::default();
    for way in &ways {
        demands.under(
            &format!("peak memory, {}", way.name),
            96.0,
            way.ran.peak,
            "MiB",
        );
    }
    let mut text = format!(
        "{} requests, a file of {:.2} GB. Each of the {} rows of the journal came out of the copy as it \
         was, in every column.\n\n{}\n| what | s | requests/s | peak MiB |\n|---|---|---|---|\n",
        thousands(recording.requests as f64),
        length as f64 / 1e9,
        thousands(same as f64),
        demands.table(),
    );
    for Way { name, ran } in &ways {
        let seconds = ran.time.as_secs_f64();
        let rate = thousands(recording.requests as f64 / seconds);
        let _ = writeln!(text, "| {name} | {seconds:.1} | {rate} | {:.0} |", ran.peak);
    }
    report.tell("carry", &text);
}

/// The same from and into servers: the memory is that of both.
fn with_servers(recording: &Path, file: &Path) -> [Way; 2] {
    let server = Server::on(recording);
    let url = format!("http://{}", server.address);
    let mut from = run("export", &["--url", &url, "--output", &shown(file)]);
    from.peak = from.peak.max(server.peak());
    server.stop();
    let server = Server::eventpit(&[]);
    let url = format!("http://{}", server.address);
    let mut into = run("import", &[&shown(file), "--url", &url]);
    into.peak = into.peak.max(server.peak());
    assert!(Standing::of(&server).head > 0, "it is recorded");
    server.stop();
    [
        Way {
            name: "export from a server",
            ran: from,
        },
        Way {
            name: "import into a server",
            ran: into,
        },
    ]
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
