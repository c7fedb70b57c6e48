use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Options, load};

/// How long each server is warmed up.
const WARM_UP: Duration = Duration::from_secs(2);

/// What was measured of one server.
pub struct Measured {
    /// Answers per second.
    pub per_second: f64,
    /// Half of the answers were faster, in microseconds.
    pub p50: u32,
    /// 99 of 100 were faster, in microseconds.
    pub p99: u32,
    /// The most memory that the process had, in MiB.
    pub peak: f64,
    /// Answers with another status than 200.
    pub failed: usize,
    /// Requests recorded and not yet projected when the load stopped.
    pub behind: i64,
    /// How long the projection took to catch up then.
    pub catch_up: Duration,
    /// How fast it did, in requests per second.
    pub drained: f64,
}

/// Kills the server when the measurement is over, however it ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Measures the bare handler, in a process of its own.
pub fn measure_bare(options: &Options) -> Measured {
    let program = std::env::current_exe().expect("this program has a path");
    let mut server = Server(
        Command::new(program)
            .arg("bare")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the bare handler starts"),
    );
    let mut line = String::new();
    let output = server.0.stdout.take().expect("its output is piped");
    BufReader::new(output)
        .read_line(&mut line)
        .expect("it prints its port");
    let address = SocketAddr::from(([127, 0, 0, 1], line.trim().parse().expect("a port")));
    measure(&server, address, options)
}

/// Measures eventpit, recording into a new folder on disk.
pub fn measure_eventpit(options: &Options) -> Measured {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on disk");
    let ready = folder.path().join("ready.json");
    let server = Server(
        Command::new(env!("CARGO_BIN_EXE_eventpit"))
            .args(["--listen", "127.0.0.1:0", "--log-format", "json"])
            .arg("--data")
            .arg(folder.path().join("recording"))
            .arg("--ready-file")
            .arg(&ready)
            .env("EVENTPIT_LOG", "warn")
            .spawn()
            .expect("eventpit starts"),
    );
    let started = Instant::now();
    while !ready.exists() && started.elapsed() < Duration::from_secs(10) {
        std::thread::yield_now();
    }
    let text = std::fs::read_to_string(&ready).expect("eventpit is ready");
    let json: serde_json::Value = serde_json::from_str(&text).expect("the ready file is JSON");
    let url = json["ingest_urls"][0].as_str().expect("an address");
    let address = url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let mut measured = measure(&server, address, options);
    let stopped = Instant::now();
    let standing = |key: &str| health(url)[key].as_i64().expect("a cursor");
    let (head, mut reached) = (standing("head"), standing("projected_to"));
    measured.behind = head - reached;
    while reached < head {
        std::thread::sleep(Duration::from_millis(20));
        reached = standing("projected_to");
    }
    measured.catch_up = stopped.elapsed();
    measured.drained = measured.behind as f64 / measured.catch_up.as_secs_f64();
    measured.peak = peak(&server);
    measured
}

fn measure(server: &Server, address: SocketAddr, options: &Options) -> Measured {
    load::run(address, options.connections, WARM_UP).expect("the warm-up runs");
    let seen = load::run(address, options.connections, options.time).expect("the load runs");
    let at = |share: f64| {
        let index = (seen.latencies.len() as f64 * share) as usize;
        seen.latencies.get(index).copied().unwrap_or_default()
    };
    Measured {
        per_second: seen.per_second,
        p50: at(0.5),
        p99: at(0.99),
        peak: peak(server),
        failed: seen.failed,
        behind: 0,
        catch_up: Duration::ZERO,
        drained: 0.0,
    }
}

fn health(url: &str) -> serde_json::Value {
    let mut answer = ureq::get(format!("{url}/inspector/api/v1/health"))
        .call()
        .expect("it is healthy");
    let text = answer.body_mut().read_to_string().expect("text");
    serde_json::from_str(&text).expect("JSON")
}

/// The most memory that a process had (`VmHWM`), in MiB; not known off Linux.
fn peak(server: &Server) -> f64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", server.0.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
