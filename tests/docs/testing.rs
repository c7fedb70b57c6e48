use std::process::Command;

use crate::root;
use crate::support::Server;
use crate::support::require::{program, require};

/// The lines for curl in docs/TESTING.md are run as they stand, against a server on which a test
/// has sent what they ask for: each holds.
#[test]
fn the_lines_for_curl_hold() {
    if !require("curl", program("curl", "curl")) {
        return;
    }
    let page = std::fs::read_to_string(root().join("docs/TESTING.md")).expect("the page");
    let (_, rest) = page
        .split_once("<!-- curl -->\n```sh\n")
        .expect("the lines");
    let (lines, _) = rest.split_once("```\n<!-- /curl -->").expect("their end");
    // What the test does, after the place in the recording is known.
    let (place, asks) = lines.split_once("\n\n# Wait until").expect("the wait");
    let server = Server::start();
    let send = |name: &str| {
        format!(
            "curl -sf $EVENTPIT_URL/jitsu/api/s/track -H 'X-Write-Key: demo:secret' \
             -H 'Content-Type: application/json' \
             -d '{{\"event\":\"{name}\",\"properties\":{{\"value\":12}}}}'"
        )
    };
    let script = format!(
        "set -e -o pipefail\n{place}\n{}\n{}\n# Wait until{asks}",
        send("add_to_cart"),
        send("purchase")
    );
    let ran = Command::new("bash")
        .args(["-c", &script])
        .env("EVENTPIT_URL", server.url())
        .output()
        .expect("bash");
    let (out, error) = (
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr),
    );
    assert!(ran.status.success(), "{script}\n{out}\n{error}");
    assert_eq!(out.matches("\"holds\":true").count(), 4, "{out}");
    assert_eq!(server.stop().code, Some(0));
}
