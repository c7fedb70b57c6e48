//! Chromium, whose own store of trusted CAs has the local CA.

use std::fs;
use std::process::Command;

use crate::pages::run_against;
use crate::support::require::program;
use crate::support::{Builder, require};

#[test]
fn a_browser_that_trusts_the_ca_sends_over_https() {
    if !require("certutil", program("certutil", "libnss3-tools")) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let [trusting, other] = ["trusting", "other"].map(|name| {
        let home = folder.path().join(name);
        fs::create_dir(&home).expect("a home");
        home
    });
    let server = Builder::new()
        .args(["--tls-listen", "127.0.0.1:0", "--tls-dir"])
        .args([folder.path().join("ca")])
        .start();
    // By the very lines that `eventpit trust` prints.
    let recipes = eventpit::tls::recipes();
    let recipe = recipes
        .iter()
        .find(|recipe| recipe.who.contains("Chromium"));
    for line in recipe.expect("a recipe").lines(&server.ca_file()) {
        let ran = Command::new("sh")
            .args(["-c", &line])
            .env("HOME", &trusting)
            .output()
            .expect("sh runs");
        assert!(ran.status.success(), "{line}: {ran:#?}");
    }
    let variables = [
        ("EVENTPIT_HTTPS", server.https()),
        ("EVENTPIT_TRUSTING_HOME", trusting.display().to_string()),
        ("EVENTPIT_OTHER_HOME", other.display().to_string()),
    ];
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    if run_against(&server, "tls.test.mjs", &variables) {
        assert_eq!(server.stop().code, Some(0));
    }
}
