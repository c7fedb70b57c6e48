//! The platforms' own functions, over requests that are generated.

use std::path::{Path, PathBuf};

use eventpit::platform::Platform;
use eventpit::workspace::Workspace;
use proptest::test_runner::{Config, TestError, TestRunner};

use crate::case::{Case, workspaces};
use crate::generate::case;
use crate::invariants::check;
use crate::large::large;
use crate::seeds::seeds;

fn holds(platform: Platform) {
    let tests = tests();
    let workspaces = workspaces(platform, &tests);
    // What was found once comes first, each with every workspace.
    let found = tests.join("property/found").read_dir().expect("a folder");
    for file in found.map(|file| file.expect("a file").path()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(platform.as_str()) {
            let case = Case::parse(platform, &std::fs::read(&file).expect("a case"));
            in_each(&case, &workspaces);
        }
    }
    let config = Config {
        // What is found is kept as a file in `found/`, which outlives a change of the generator.
        failure_persistence: None,
        ..Config::default()
    };
    let ran = TestRunner::new(config).run(&case(seeds(platform, &tests)), |case| {
        check(&case, &workspaces);
        Ok(())
    });
    match ran {
        Err(TestError::Fail(why, case)) => {
            panic!("{why}\n{}", case.text().escape_ascii())
        }
        ran => ran.expect("a run"),
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn in_each(case: &Case, workspaces: &[Workspace]) {
    for workspace in 0..workspaces.len() {
        let case = Case {
            workspace,
            ..case.clone()
        };
        check(&case, workspaces);
    }
}

/// Requests that would take long if anything grew faster than they do.
fn holds_of_large_ones(platform: Platform) {
    let workspaces = workspaces(platform, &tests());
    for case in large(platform) {
        check(&case, &workspaces);
    }
}

#[test]
fn any_request_to_jentis() {
    holds(Platform::Jentis);
}

#[test]
fn any_request_to_jitsu() {
    holds(Platform::Jitsu);
}

#[test]
fn any_request_to_commanders_act() {
    holds(Platform::CommandersAct);
}

#[test]
fn any_request_to_datafly() {
    holds(Platform::Datafly);
}

#[test]
fn large_requests_to_jentis() {
    holds_of_large_ones(Platform::Jentis);
}

#[test]
fn large_requests_to_jitsu() {
    holds_of_large_ones(Platform::Jitsu);
}

#[test]
fn large_requests_to_commanders_act() {
    holds_of_large_ones(Platform::CommandersAct);
}

#[test]
fn large_requests_to_datafly() {
    holds_of_large_ones(Platform::Datafly);
}
