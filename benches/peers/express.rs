use std::path::Path;
use std::process::Command;

use crate::support::Server;
use crate::support::folder;
use crate::support::server::free;

/// Starts the recorder in `express/`, whose packages are installed first.
///
/// # Errors
/// Node.js or its packages are missing.
pub fn start() -> Result<Server, String> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/express");
    if !project.join("node_modules").exists() {
        let installed = Command::new("npm").arg("ci").current_dir(&project).status();
        match installed {
            Ok(status) if status.success() => {}
            Ok(_) => return Err("npm ci failed in benches/peers/express".into()),
            Err(error) => return Err(format!("npm does not start ({error})")),
        }
    }
    let (address, folder) = (free(), folder::temporary());
    let mut command = Command::new("node");
    command
        .arg(project.join("recorder.mjs"))
        .arg(folder.path().join("requests.db"))
        .arg(address.port().to_string())
        .env("NODE_ENV", "production");
    Ok(Server::start(command, address, Some(folder)))
}
