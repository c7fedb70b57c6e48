//! eventpit's own clients, in `clients/`: their tests and their examples, as a user runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::require;
use crate::support::require::{chromium, node, program, pytest};

#[test]
fn the_client_for_javascript() {
    if !require("node", program("node", "nodejs")) {
        return;
    }
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec", "test/client.test.mjs"])
        .current_dir(folder("clients/js"));
    assert!(runs(command).contains("\u{2139} pass 8"));
}

#[test]
fn the_example_for_playwright() {
    let (browser, example) = (chromium(), "clients/js/example");
    let found = browser.as_ref().map(|_| ()).map_err(String::clone);
    if !require("node", node(example)) || !require("chromium", found) {
        return;
    }
    the_installed_copy_is_this_one();
    let mut types = Command::new("npx");
    types.args(["tsc", "--noEmit"]).current_dir(folder(example));
    runs(types);
    let mut tests = Command::new("npx");
    tests
        .args(["playwright", "test", "--workers=1"])
        .env("EVENTPIT_TEST_CHROMIUM", browser.unwrap_or_default())
        .current_dir(folder(example));
    let told = runs(tests);
    // Four tests a platform, of which one cannot send a beacon, and one of what a page may read.
    assert!(told.contains("16 passed"), "{told}");
    assert!(told.contains("1 skipped"), "{told}");
}

#[test]
fn the_client_for_python() {
    let python = pytest();
    let found = python.as_ref().map(|_| ()).map_err(String::clone);
    if !require("pytest", found) {
        return;
    }
    let project = folder("clients/python");
    let about = fs::read_to_string(project.join("pyproject.toml")).expect("pyproject.toml");
    // What pytest loads once the package is installed.
    let (_, plugin) = about
        .split_once("[project.entry-points.pytest11]\neventpit = \"")
        .expect("the entry point");
    let plugin = plugin.split('"').next().expect("its end");
    let mut command = Command::new(python.unwrap_or_default());
    command
        .args(["-B", "-m", "pytest", "-p", "no:cacheprovider", "-p", plugin])
        .args(["tests", "example"])
        .env("PYTHONPATH", "src")
        .current_dir(project);
    let told = runs(command);
    assert!(told.contains("7 passed"), "{told}");
}

/// npm has copied the client into the example: a copy of an earlier one tests nothing.
fn the_installed_copy_is_this_one() {
    let source = folder("clients/js/src");
    let copy = folder("clients/js/example/node_modules/eventpit/src");
    for file in fs::read_dir(source).expect("the client") {
        let file = file.expect("a file").path();
        let copied = copy.join(file.file_name().expect("a name"));
        assert!(
            fs::read(&file).ok() == fs::read(&copied).ok(),
            "{} is another one; npm ci --prefix clients/js/example",
            copied.display()
        );
    }
}

/// Runs a command against the program under test, and gives what it says; it has to go well.
fn runs(command: Command) -> String {
    let told = format!("{command:?}");
    let output = ran(command);
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{told}:\n{out}{error}");
    format!("{out}{error}")
}

/// Runs a command against the program under test, however it goes.
pub fn ran(mut command: Command) -> Output {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("EVENTPIT_") && !name.starts_with("EVENTPIT_TEST_") {
            command.env_remove(&*name);
        }
    }
    command
        .env("EVENTPIT_BIN", env!("CARGO_BIN_EXE_eventpit"))
        .output()
        .expect("it starts")
}

/// A folder of the repository.
pub fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
