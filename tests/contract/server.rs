use std::collections::HashMap;
use std::fs::{self, File};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(30);

type Slot = Arc<OnceLock<Result<Server, String>>>;

/// One running server per workspace, started when the first case needs it.
#[derive(Default)]
pub struct Servers(Mutex<HashMap<Option<String>, Slot>>);

/// The real binary, running in a folder of its own; killed when it is dropped.
pub struct Server {
    child: Child,
    _folder: TempDir,
    /// Where clients send to.
    pub ingest: SocketAddr,
    /// Where the inspector is, and the path it begins with.
    pub inspector: (SocketAddr, String),
}

impl Servers {
    /// Calls `with` with the server of a workspace.
    pub fn with<T>(
        &self,
        workspace: Option<&str>,
        with: impl FnOnce(&Server) -> Result<T, String>,
    ) -> Result<T, String> {
        let slot = {
            let mut slots = self.0.lock().map_err(|error| error.to_string())?;
            let slot = slots.entry(workspace.map(str::to_string)).or_default();
            Arc::clone(slot)
        };
        match slot.get_or_init(|| Server::start(workspace)) {
            Ok(server) => with(server),
            Err(error) => Err(error.clone()),
        }
    }
}

impl Server {
    fn start(workspace: Option<&str>) -> Result<Server, String> {
        let shown = |error: std::io::Error| format!("the server cannot start: {error}");
        let folder = TempDir::new().map_err(shown)?;
        let (ready, log) = (folder.path().join("ready.json"), folder.path().join("log"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_eventpit"));
        command
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .arg("--ready-file")
            .arg(&ready)
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).map_err(shown)?);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("EVENTPIT_") {
                command.env_remove(name);
            }
        }
        if let Some(workspace) = workspace {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces");
            command.arg("--workspace").arg(folder.join(workspace));
        }
        let mut child = command.spawn().map_err(shown)?;
        match wait(&mut child, &ready).and_then(|ready| addresses(&ready)) {
            Ok((ingest, inspector)) => Ok(Server {
                child,
                _folder: folder,
                ingest,
                inspector,
            }),
            Err(error) => {
                stop(&mut child);
                let log = fs::read_to_string(&log).unwrap_or_default();
                Err(format!("the server cannot start: {error}\n{log}"))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

fn stop(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits for the ready file, which appears all at once.
fn wait(child: &mut Child, ready: &Path) -> Result<Value, String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Ok(text) = fs::read_to_string(ready) {
            return serde_json::from_str(&text).map_err(|error| error.to_string());
        }
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("it ended with {status}"));
        }
        if Instant::now() > deadline {
            return Err(format!("not ready after {PATIENCE:?}"));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn addresses(ready: &Value) -> Result<(SocketAddr, (SocketAddr, String)), String> {
    let ingest = ready.pointer("/ingest_urls/0").and_then(Value::as_str);
    let inspector = ready.get("inspector_url").and_then(Value::as_str);
    let (ingest, _) = address(ingest.unwrap_or_default())?;
    Ok((ingest, address(inspector.unwrap_or_default())?))
}

fn address(url: &str) -> Result<(SocketAddr, String), String> {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let found = host.to_socket_addrs().ok().and_then(|mut all| all.next());
    let found = found.ok_or_else(|| format!("no address in the ready file's {url:?}"))?;
    Ok((found, format!("/{}", path.trim_end_matches('/'))))
}
