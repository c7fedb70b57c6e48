//! Golden previews made of data: each file in `cases/` is a request as it comes in on a platform,
//! a connector, and all that the connector would have been sent. No socket is opened.
//!
//! `cargo test --test connector ga4/` runs those of one connector.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

mod case;
mod jitsu;
mod jitsu_legacy;

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/connector");
    let mut trials: Vec<Trial> = case::files(&folder.join("cases"))
        .into_iter()
        .map(|(name, path)| Trial::test(name, move || case::run(&path).map_err(Failed::from)))
        .collect();
    trials.extend(jitsu::trials(&folder.join("jitsu-golden-outputs.json")));
    trials.extend(jitsu_legacy::trials(
        &folder.join("jitsu-legacy-outputs.json"),
    ));
    libtest_mimic::run(&arguments, trials).exit_code()
}
