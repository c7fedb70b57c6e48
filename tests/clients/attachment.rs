//! What the fixture for Playwright adds to a test that fails.

use std::fs;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::packages::{folder, ran};
use crate::support::require;
use crate::support::require::node;

const FAILING: &str = r#"
import { expect, test } from "eventpit/playwright";

test("fails", async ({ eventpit }) => {
  await fetch(`${eventpit.urlOf("jitsu")}/api/s/track`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-write-key": "demo:secret" },
    body: JSON.stringify({ event: "Signed Up", anonymousId: "a1" }),
  });
  await eventpit.assert("name:\"Signed Up\"");
  expect(1).toBe(2);
});
"#;

#[test]
fn a_test_that_fails_has_what_came_beside_it() {
    let example = "clients/js/example";
    if !require("node", node(example)) {
        return;
    }
    // Beside the example's tests: there its packages are found.
    let tests = tempfile::tempdir_in(folder(example)).expect("a folder");
    let config = tests.path().join("playwright.config.mjs");
    fs::write(
        &config,
        "export default { reporter: \"json\", timeout: 60_000 };",
    )
    .expect("a file");
    fs::write(tests.path().join("failing.spec.mjs"), FAILING).expect("a file");
    let mut command = Command::new("npx");
    command
        .args(["playwright", "test", "--config"])
        .arg(&config)
        .current_dir(folder(example));
    let output = ran(command);
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let result = &report["suites"][0]["specs"][0]["tests"][0]["results"][0];
    assert_eq!(result["status"], "failed", "{report:#}");
    let message = result["error"]["message"].as_str().expect("an error");
    assert!(message.contains("toBe"), "it fails by its own: {message}");
    let attached = result["attachments"].as_array().expect("attachments");
    let came = attached
        .iter()
        .find(|it| it["name"] == "what came to eventpit")
        .expect("what came");
    assert_eq!(came["contentType"], "application/json");
    let body = came["body"].as_str().expect("a body");
    let body = STANDARD.decode(body).expect("base64");
    let came: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(came["events"][0]["name"], "Signed Up");
    assert_eq!(came["requests"].as_array().map(Vec::len), Some(1));
    let session = came["session"].as_str().expect("a session");
    assert!(session.starts_with("fails-"), "{session}");
    let inspector = came["inspector"].as_str().expect("an address");
    assert!(inspector.contains(session), "{inspector}");
}
