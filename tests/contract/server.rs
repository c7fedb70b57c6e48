use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use crate::support::{Builder, Server};

type Slot = Arc<OnceLock<Server>>;

/// One running server per workspace, started when the first case needs it.
#[derive(Default)]
pub struct Servers(Mutex<HashMap<Option<String>, Slot>>);

impl Servers {
    /// Calls `with` with the server of a workspace; none is the built-in one.
    pub fn with<T>(&self, workspace: Option<&str>, with: impl FnOnce(&Server) -> T) -> T {
        let slot = {
            let mut slots = self.0.lock().expect("no case fails while it holds this");
            let slot = slots.entry(workspace.map(str::to_string)).or_default();
            Arc::clone(slot)
        };
        with(slot.get_or_init(|| start(workspace)))
    }
}

fn start(workspace: Option<&str>) -> Server {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspaces");
    // One address, so that what an answer says of it (`[domain: 127.0.0.1]`) is known.
    let builder = Builder::new().listen("127.0.0.1:0");
    match workspace {
        Some(name) => builder
            .args(["--workspace".as_ref(), folder.join(name).as_os_str()])
            .start(),
        None => builder.start(),
    }
}
