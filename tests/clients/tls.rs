//! Clients that trust the local CA send over https, and the same clients without it refuse to.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use crate::run_with;
use crate::support::require::program;
use crate::support::{Builder, Server, require};

const VENDOR: &str = "collect.commander1.com";

fn server(folder: &Path) -> Server {
    Builder::new()
        .args(["--tls-listen", "0", "--tls-dir"])
        .args([folder])
        .start()
}

/// curl, as if a hosts file pointed the vendor's name here.
fn curl(server: &Server, more: &[&str]) -> Output {
    let port = server.https_port();
    let mut command = Command::new("curl");
    command
        .args(["--silent", "--show-error", "--include"])
        .args(["--resolve", &format!("{VENDOR}:{port}:127.0.0.1")])
        .args(["--header", "content-type: application/json"])
        .args([
            "--data",
            r#"{"event_name":"search","search_term":"by curl"}"#,
        ])
        .args(more)
        .arg(format!("https://{VENDOR}:{port}/events?tc_s=1&token=demo"));
    // What the machine trusts must not decide.
    command.env_remove("CURL_CA_BUNDLE");
    command.env_remove("SSL_CERT_FILE");
    command.output().expect("curl runs")
}

#[test]
fn curl_sends_to_a_vendors_host() {
    if !require("curl", program("curl", "curl")) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let server = server(folder.path());
    let ca = server.ca_file().display().to_string();
    for version in ["--http1.1", "--http2", "--tls-max=1.2"] {
        let version: Vec<&str> = version.split('=').collect();
        let recorded = server.head();
        let untrusted = curl(&server, &version);
        // CURLE_PEER_FAILED_VERIFICATION
        assert_eq!(untrusted.status.code(), Some(60), "{untrusted:#?}");
        assert_eq!(server.head(), recorded, "it came all the same");
        let trusted = curl(&server, &[&["--cacert", &ca], &version[..]].concat());
        let answer = String::from_utf8_lossy(&trusted.stdout);
        // Who offers HTTP/2 is answered by HTTP/1.1.
        assert!(answer.starts_with("HTTP/1.1 200"), "{trusted:#?}");
        let request = server.last_request();
        assert_eq!(request["platform"], "commanders-act");
        assert_eq!(request["outcome"], "accepted");
        let headers = request["headers"].as_array().expect("headers");
        let host = json!(["host", format!("{VENDOR}:{}", server.https_port())]);
        assert!(headers.contains(&host), "{headers:?}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn node_sends_and_reads_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = server(folder.path());
    let url = format!("https://localhost:{}", server.https_port());
    let Some(untrusted) = run_with("tls.mjs", &[&url], &[]) else {
        return;
    };
    assert_eq!(untrusted, json!({"error": "SELF_SIGNED_CERT_IN_CHAIN"}));
    assert_eq!(server.head(), 0);
    let ca = server.ca_file().display().to_string();
    let trusted = run_with("tls.mjs", &[&url], &[("NODE_EXTRA_CA_CERTS", &ca)]);
    let expected = json!({"status": 200, "names": ["search"]});
    assert_eq!(trusted, Some(expected));
    assert_eq!(server.stop().code, Some(0));
}
