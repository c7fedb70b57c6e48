//! Contract tests made of data: each file in `cases/` is a request to the real binary, the whole
//! answer that it must get, and what the inspector's API must say of it afterwards.
//!
//! `cargo test --test contract jitsu/` runs those of one platform.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod case;
mod expect;
mod inspector;
mod run;
mod server;
mod wire;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract/cases");
    let servers = Arc::new(server::Servers::default());
    let trials = match case::files(&folder) {
        Ok(files) => files
            .into_iter()
            .enumerate()
            .map(|(number, (name, path))| {
                let servers = Arc::clone(&servers);
                Trial::test(name, move || {
                    let case = case::read(&path)?;
                    run::run(&servers, &case, &format!("case-{number}")).map_err(Failed::from)
                })
            })
            .collect(),
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}
