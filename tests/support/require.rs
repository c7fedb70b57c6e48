/// Decides what becomes of a test that needs something beyond Rust. `found` is whether it is
/// there, or why not, with the line that installs it. Where it is missing the test is skipped
/// with that reason (`false`), and fails instead if `EVENTPIT_TEST_REQUIRE` names it
/// (`node,chromium`).
pub fn require(name: &str, found: Result<(), String>) -> bool {
    let Err(reason) = found else { return true };
    let required = std::env::var("EVENTPIT_TEST_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|required| required.trim() == name),
        "EVENTPIT_TEST_REQUIRE names {name}: {reason}"
    );
    eprintln!("skipped: {reason}");
    false
}

/// Whether `program` can be run; `package` is Debian's, which has it.
pub fn program(program: &str, package: &str) -> Result<(), String> {
    match std::process::Command::new(program)
        .arg("--version")
        .output()
    {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("{program} is missing; apt-get install {package}")),
    }
}

/// Whether Node is there, and the packages of `folder` (such as `tests/clients`) are installed.
pub fn node(folder: &str) -> Result<(), String> {
    let install = format!("install Node 20 or newer, then: npm ci --prefix {folder}");
    let version = std::process::Command::new("node").arg("--version").output();
    match version {
        Ok(output) if output.status.success() => {}
        _ => return Err(format!("node is not installed; {install}")),
    }
    let modules = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join("node_modules");
    match modules.is_dir() {
        true => Ok(()),
        false => Err(format!("{folder}/node_modules is missing; {install}")),
    }
}

/// Where Chromium is, if nothing else is said.
const CHROMIUMS: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];

/// The browser: `EVENTPIT_TEST_CHROMIUM`, or where the packages put it.
pub fn chromium() -> Result<String, String> {
    let named = std::env::var("EVENTPIT_TEST_CHROMIUM").ok();
    let candidates = named.into_iter().chain(CHROMIUMS.map(String::from));
    candidates
        .into_iter()
        .find(|path| std::path::Path::new(path).is_file())
        .ok_or_else(|| {
            "Chromium is missing; apt-get install chromium, or name it in EVENTPIT_TEST_CHROMIUM"
                .into()
        })
}

/// Where Debian puts Chromium without what makes a window: a third of the work.
const HEADLESS: &str = "/usr/lib/chromium/chromium-headless-shell";

/// The browser for tests that need no window: `EVENTPIT_TEST_CHROMIUM`, or the smallest there is.
pub fn headless() -> Result<String, String> {
    let is_named = std::env::var_os("EVENTPIT_TEST_CHROMIUM").is_some();
    match !is_named && std::path::Path::new(HEADLESS).is_file() {
        true => Ok(HEADLESS.into()),
        false => chromium(),
    }
}

/// The Python that has pytest: `EVENTPIT_TEST_PYTHON`, or `python3`.
pub fn pytest() -> Result<String, String> {
    let named = std::env::var("EVENTPIT_TEST_PYTHON");
    let python = named.unwrap_or_else(|_| "python3".into());
    let found = std::process::Command::new(&python)
        .args(["-c", "import pytest"])
        .output();
    match found {
        Ok(output) if output.status.success() => Ok(python),
        _ => Err(format!(
            "{python} has no pytest; apt-get install python3-pytest, or name a Python that has it \
             in EVENTPIT_TEST_PYTHON"
        )),
    }
}
