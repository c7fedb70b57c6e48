use std::path::Path;
use std::process::Command;

use crate::support::Server;
use crate::support::folder;
use crate::support::server::free;

/// The version that is compared with.
const VERSION: &str = "0.9.0";

/// Any POST is answered as the recorder in `express/` answers.
const MOCK: &str = r#"
when:
  method: POST
then:
  status: 200
  header:
    - name: content-type
      value: application/json
  body: '{"ok":true}'
"#;

/// Starts httpmock's own server, which is installed first into cargo's folder. It keeps all requests:
/// by default it has only the last 100.
///
/// # Errors
/// It cannot be installed.
pub fn start() -> Result<Server, String> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers");
    let program = root.join("bin/httpmock");
    if !program.exists() {
        let package = ["install", "httpmock", "--version", VERSION, "--locked"];
        let installed = Command::new("cargo")
            .args(package)
            .args(["--features", "standalone", "--root"])
            .arg(&root)
            .status();
        match installed {
            Ok(status) if status.success() => {}
            _ => return Err("cargo install httpmock failed".into()),
        }
    }
    let (address, folder) = (free(), folder::temporary());
    std::fs::write(folder.path().join("any.yaml"), MOCK).expect("the mock is written");
    let mut command = Command::new(program);
    command
        .args(["--port", &address.port().to_string()])
        .args([
            "--disable-access-log",
            "--request-history-limit",
            "1000000000",
        ])
        .arg("--mock-files-dir")
        .arg(folder.path())
        .env("RUST_LOG", "error");
    Ok(Server::start(command, address, Some(folder)))
}
