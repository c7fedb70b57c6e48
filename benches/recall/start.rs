use std::path::Path;
use std::time::Instant;

use crate::support::{Latencies, Server, standing};

/// How long it takes from the start to the first answer about a recording.
pub fn measure(recording: &Path, times: usize) -> Latencies {
    eprintln!("starting");
    let mut latencies = Latencies::default();
    for _ in 0..times {
        let started = Instant::now();
        let server = Server::on(recording);
        standing::get(&server, "/events?limit=100");
        latencies.add(started.elapsed());
        server.stop();
    }
    latencies.sort();
    latencies
}

/// In words.
pub fn told(starts: &Latencies) -> String {
    format!(
        "From its start to its first page of events it takes {:.0} ms ({} starts; the slowest {:.0} \
         ms; the files are in the system's cache).\n",
        starts.at(0.5),
        starts.len(),
        starts.at(1.0),
    )
}
