//! The vendors' own SDKs send to the real binary, and what they sent is read back.
//!
//! So do eventpit's own clients (`packages`), whose tests are run here.
//!
//! Needs Node 20 and `npm ci` in `tests/clients` and `clients/js/example`, Chromium, curl and
//! pytest; skipped with the reason where they are missing, and failed instead where
//! `EVENTPIT_TEST_REQUIRE` names it (`node`, `chromium`, `curl`, `pytest`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod attachment;
mod curl_again;
mod faults;
mod jitsu_js;
mod packages;
mod segment_node;
mod segment_rate;
mod tls;

use std::process::Command;

use serde_json::Value;

use support::{require, require::node};

/// Runs a script of this folder and gives the JSON that it prints; nothing if Node or the packages
/// are missing.
fn run(script: &str, args: &[&str]) -> Option<Value> {
    run_with(script, args, &[])
}

/// The same, with these variables.
fn run_with(script: &str, args: &[&str], variables: &[(&str, &str)]) -> Option<Value> {
    if !require("node", node("tests/clients")) {
        return None;
    }
    let output = Command::new("node")
        .arg(script)
        .args(args)
        .env_remove("NODE_EXTRA_CA_CERTS")
        .envs(variables.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients"))
        .output()
        .expect("node runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {stdout}{stderr}");
    let json = serde_json::from_str(&stdout);
    Some(json.unwrap_or_else(|error| panic!("{script}: {error}: {stdout}{stderr}")))
}

/// Fails unless every event's decisions are the two that the scripts send.
fn assert_consent(event: &Value) {
    let decisions: Vec<(&str, &str, &str)> = event["consent"]
        .as_array()
        .expect("decisions")
        .iter()
        .map(|decision| {
            let text = |key: &str| decision[key].as_str().expect("text");
            (text("kind"), text("id"), text("decision"))
        })
        .collect();
    let expected = [
        ("category", "analytics", "granted"),
        ("category", "advertising", "denied"),
    ];
    assert_eq!(decisions, expected, "{event:#}");
}
