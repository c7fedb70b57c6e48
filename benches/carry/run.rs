use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often it is looked how much memory a command has.
const LOOK: Duration = Duration::from_millis(10);

/// What a command took.
pub struct Ran {
    /// How long.
    pub time: Duration,
    /// The most memory that it had, in MiB; not known off Linux.
    pub peak: f64,
}

/// Runs a command of eventpit to its end, which has to be a good one.
pub fn run(command: &str, args: &[&str]) -> Ran {
    eprintln!("{command} {}", args.join(" "));
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_eventpit"))
        .arg(command)
        .args(args)
        .env_remove("EVENTPIT_URL")
        .stdout(Stdio::null())
        .spawn()
        .expect("eventpit runs");
    let mut peak = f64::NAN;
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        peak = peak.max(memory(child.id()));
        std::thread::sleep(LOOK);
    };
    assert!(status.success(), "{command}: {status}");
    Ran {
        time: started.elapsed(),
        peak,
    }
}

/// The most memory that a process had until now (`VmHWM`), in MiB.
fn memory(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    kib.map_or(f64::NAN, |kib: f64| kib / 1024.0)
}
