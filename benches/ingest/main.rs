//! What recording costs: eventpit, recording on disk, against a bare actix-web handler that reads
//! the body and answers. One run, one machine, the same payload, the same load.
//!
//! `cargo bench --bench ingest [-- --seconds 10 --connections 64 --rounds 3]`

#![expect(
    clippy::expect_used,
    reason = "a measurement that cannot go on should stop and say why"
)]

mod bare;
mod load;
mod process;
mod report;

use std::time::Duration;

/// How to measure.
pub struct Options {
    /// How long each measurement takes.
    pub time: Duration,
    /// How many connections send at once.
    pub connections: usize,
    /// How often each is measured, in turns; the median counts.
    pub rounds: usize,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "bare") {
        return bare::serve();
    }
    let number = |name: &str, otherwise: usize| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok())
            .unwrap_or(otherwise)
    };
    let options = Options {
        time: Duration::from_secs(number("--seconds", 10) as u64),
        connections: number("--connections", 64),
        rounds: number("--rounds", 3),
    };
    let (mut bare, mut recording) = (Vec::new(), Vec::new());
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}: bare handler", options.rounds);
        bare.push(process::measure_bare(&options));
        eprintln!("round {round} of {}: eventpit", options.rounds);
        recording.push(process::measure_eventpit(&options));
    }
    print!("{}", report::render(&options, bare, recording));
}
