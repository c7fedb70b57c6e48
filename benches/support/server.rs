use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::folder;

/// How long a server may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(600);

/// A server in a process of its own. It is killed with the value, however that ends.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What is deleted with it.
    _folder: Option<TempDir>,
}

impl Server {
    /// What `command` starts, listening at `address`; `folder` is deleted with it.
    pub fn start(mut command: Command, address: SocketAddr, folder: Option<TempDir>) -> Server {
        let child = command.spawn().expect("the server starts");
        let mut server = Server {
            child,
            address,
            _folder: folder,
        };
        server.until("it listens", |_| TcpStream::connect(address).is_ok());
        server
    }

    /// eventpit, recording into a new folder.
    pub fn eventpit(args: &[&str]) -> Server {
        let folder = folder::temporary();
        let (command, address) = eventpit(&folder.path().join("recording"), args);
        Server::start(command, address, Some(folder))
    }

    /// eventpit on a recording that stays.
    pub fn on(recording: &Path) -> Server {
        let (command, address) = eventpit(recording, &[]);
        Server::start(command, address, None)
    }

    /// The most memory that the process had (`VmHWM`), in MiB; not known off Linux.
    pub fn peak(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kib.map_or(f64::NAN, |kib: f64| kib / 1024.0)
    }

    /// Asks it to stop, and waits for its end.
    pub fn stop(mut self) {
        // The shell's own `kill`: a slim machine has no other.
        let pid = self.child.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -s TERM \"$0\"", &pid])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -s TERM");
        let started = Instant::now();
        while self
            .child
            .try_wait()
            .expect("it can be waited for")
            .is_none()
        {
            assert!(started.elapsed() < PATIENCE, "it does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until something holds; not longer than the server runs.
    pub fn until(&mut self, what: &str, holds: impl Fn(&Server) -> bool) {
        let started = Instant::now();
        while !holds(self) {
            let ended = self.child.try_wait().expect("it can be waited for");
            assert!(ended.is_none(), "it ended before {what}");
            assert!(
                started.elapsed() < PATIENCE,
                "it takes too long until {what}"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command that serves `recording`, and where.
fn eventpit(recording: &Path, args: &[&str]) -> (Command, SocketAddr) {
    let address = free();
    let mut command = Command::new(env!("CARGO_BIN_EXE_eventpit"));
    command
        .args(["--log-format", "json", "--listen", &address.to_string()])
        .arg("--data")
        .arg(recording)
        .args(args);
    // What is set where this runs must not change it.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("EVENTPIT_") {
            command.env_remove(name);
        }
    }
    command.env("EVENTPIT_LOG", "warn");
    (command, address)
}

/// An address that nobody listens at.
pub fn free() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address")
}
