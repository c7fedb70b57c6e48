//! What is printed where nobody reads it, or where there is no room for it.

use std::path::Path;

use crate::support::{Builder, Output};

/// Every command that prints, with the exit code that it has when it is heard.
const COMMANDS: &[(&[&str], i32)] = &[
    (&["check"], 0),
    (&["check", "--output", "json"], 0),
    (&["check", "--workspace", "nowhere"], 1),
    (&["send"], 0),
    (&["send", "nothing-of-that-name"], 2),
    (&["init", "made"], 0),
    (&["trust", "--tls-dir", "ca"], 0),
];

fn command(args: &[&str]) -> Builder {
    Builder::new().bare().args(args)
}

fn assert_code(output: &Output, code: i32, args: &[&str]) {
    output.assert_no_panic();
    assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    for (args, code) in COMMANDS {
        assert_code(&command(args).unheard().run(), *code, args);
    }
}

#[test]
fn what_there_is_no_room_for_is_a_failure_that_is_said() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    for (args, _) in COMMANDS {
        let output = command(args).shell("exec >/dev/full").run();
        assert_code(&output, 1, args);
        let said = "standard output cannot be written";
        assert!(output.stderr.contains(said), "{args:?}: {output:#?}");
    }
}

#[test]
fn a_failure_that_cannot_be_said_has_its_exit_code() {
    let output = command(&["check", "--workspace", "nowhere"]).unheard();
    let output = output.shell("exec 2>&1").run();
    assert_code(&output, 1, &["check"]);
}

#[test]
fn a_server_whose_banner_nobody_reads_serves() {
    let server = Builder::new().unheard().start();
    let answer = server.request("GET", "/jitsu/health", &[], b"");
    assert_eq!(answer.status, 200);
    let output = server.stop();
    assert_eq!(output.code, Some(0));
}
