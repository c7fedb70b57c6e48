//! What all targets do: bytes become a request to one platform (`Case::parse`), and all that
//! holds of any request has to hold of it. The property tests check the same.

use std::path::Path;
use std::sync::OnceLock;

use eventpit::platform::Platform;
use eventpit::workspace::Workspace;

#[path = "../../tests/property/case.rs"]
mod case;
#[path = "../../tests/property/invariants.rs"]
mod invariants;
#[path = "../../tests/property/seeds.rs"]
mod seeds;

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests");

/// Loaded once: a target has one platform.
static WORKSPACES: OnceLock<Vec<Workspace>> = OnceLock::new();

/// Runs one input of a platform's target.
pub fn run(platform: Platform, input: &[u8]) {
    let load = || case::workspaces(platform, Path::new(TESTS));
    let case = case::Case::parse(platform, input);
    invariants::check(&case, WORKSPACES.get_or_init(load));
}

/// Runs the inputs that the command line names: what a target does that is built without a fuzzer.
pub fn run_files(platform: Platform) -> std::io::Result<()> {
    for file in std::env::args_os().skip(1) {
        println!("{}", file.display());
        run(platform, &std::fs::read(file)?);
    }
    Ok(())
}

/// Inputs to begin with.
pub fn seeds(platform: Platform) -> Vec<Vec<u8>> {
    let seeds = seeds::seeds(platform, Path::new(TESTS));
    seeds.iter().map(case::Case::text).collect()
}
