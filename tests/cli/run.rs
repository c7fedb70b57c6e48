//! `eventpit run -- COMMAND`.

use std::fs;

use serde_json::Value;

use crate::support::{Builder, Output, until};

/// Sends a Jitsu event of that name with curl's means only: bash has a socket of its own.
fn sends(name: &str) -> String {
    let body = format!(r#"{{"event":"{name}"}}"#);
    format!(
        "address=${{EVENTPIT_JITSU_URL#http://localhost:}}; port=${{address%%/*}}; \
         exec 3<>/dev/tcp/127.0.0.1/$port; \
         printf 'POST /jitsu/api/s/track HTTP/1.1\\r\\nHost: localhost\\r\\n\
         X-Write-Key: demo:secret\\r\\nContent-Type: application/json\\r\\n\
         Connection: close\\r\\nContent-Length: {}\\r\\n\\r\\n%s' '{body}' >&3; cat <&3 >/dev/null; ",
        body.len()
    )
}

fn run(flags: &[&str], script: &str) -> Output {
    let output = Builder::new()
        .args(["run"])
        .args(flags)
        .args(["--", "bash", "-c", script])
        .run();
    output.assert_no_panic();
    output
}

#[test]
fn the_command_finds_the_server_and_its_output_is_its_own() {
    let script = "echo $EVENTPIT_URL; echo $EVENTPIT_API_URL; echo told >&2; exit 7";
    let output = run(&[], script);
    assert_eq!(output.code, Some(7), "{output:#?}");
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("http://localhost:"), "{output:#?}");
    assert_eq!(lines[1], format!("{}/inspector/api/v1", lines[0]));
    assert_eq!(output.stderr, "told\n");
}

#[test]
fn what_was_asked_is_checked_when_the_command_is_over() {
    let both = format!("({}); ({})", sends("add"), sends("pay"));
    let holds = run(
        &[
            "--assert", "name:add", "--assert", "name:pay", "--none", "name:x",
        ],
        &both,
    );
    assert_eq!(holds.code, Some(0), "{holds:#?}");
    assert_eq!(holds.stderr.matches("holds").count(), 3, "{holds:#?}");
    let cases: [(&[&str], i32); 4] = [
        (&["--assert", "name:refund", "--timeout", "10ms"], 1),
        (&["--none", "name:pay"], 1),
        (&["--none", "nmae:pay"], 2),
        (&["--plan"], 0),
    ];
    for (flags, code) in cases {
        let output = run(flags, &both);
        assert_eq!(output.code, Some(code), "{flags:?}: {output:#?}");
        let hint = output.stderr.contains("--data DIR keeps what came");
        assert_eq!(hint, code == 1, "{flags:?}: {output:#?}");
        let gone = ["http://", "look at"].iter();
        assert!(
            gone.clone().all(|it| !output.text().contains(it)),
            "no page of a server that is gone: {output:#?}"
        );
    }
    let failing = run(&["--assert", "name:refund", "--timeout", "10ms"], "exit 9");
    assert_eq!(
        failing.code,
        Some(9),
        "the command's own code comes first: {failing:#?}"
    );
}

#[test]
fn it_is_held_against_the_plan_and_reported_in_a_file() {
    let plan = r#"{"title":"Shop","platforms":["jitsu"],"events":{"pay":{"schema":{
        "required":["properties"]}}}}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.xml");
    let output = Builder::new()
        .args(["run", "--plan", "--output", "junit", "--report"])
        .args([&report])
        .workspace(&[("plans/shop.json", plan)])
        .args(["--", "bash", "-c", &sends("pay")])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    let xml = fs::read_to_string(&report).expect("the report");
    assert!(
        xml.contains("failures=\"1\"") && xml.contains("invalid"),
        "{xml}"
    );
}

#[test]
fn the_recording_is_kept_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("kept");
    let flags = ["--data", data.to_str().expect("UTF-8")];
    let asked = [&flags[..], &["--none", "name:kept"]].concat();
    let output = run(&asked, &sends("kept"));
    assert_eq!(output.code, Some(1), "{output:#?}");
    let look = format!("  look at   eventpit --data {}\n", data.display());
    assert!(output.stderr.ends_with(&look), "{output:#?}");
    let events = Builder::new()
        .args(["events", "--output", "ndjson"])
        .args(flags)
        .run();
    assert_eq!(events.code, Some(0), "{events:#?}");
    let row: Value = serde_json::from_str(events.stdout.trim_end()).expect("JSON");
    assert_eq!(row["name"], "kept");
    let cases: [(&[&str], i32); 8] = [
        (&["assert", "name:kept"], 0),
        (&["assert", "name:gone"], 1),
        (&["assert", "name:kept", "--since", "now"], 1),
        (&["assert", "none", "name:kept"], 1),
        (&["assert", "sequence", "name:kept"], 0),
        (&["assert", "plan"], 0),
        (&["assert", "plan", "none"], 2),
        (&["events", "--since", "yesterday"], 2),
    ];
    for (args, code) in cases {
        let output = Builder::new().args(args).args(flags).run();
        assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
    }
    // Each waits for the one before it.
    std::thread::scope(|scope| {
        let read = || Builder::new().args(["events"]).args(flags).run();
        for reader in [(); 4].map(|()| scope.spawn(read)) {
            let output = reader.join().expect("its output");
            assert_eq!(output.code, Some(0), "{output:#?}");
        }
    });
    let server = Builder::new().data(&data).start();
    let locked = Builder::new().args(["events"]).args(flags).run();
    assert_eq!(locked.code, Some(11), "{locked:#?}");
    assert_eq!(server.events().len(), 1, "it was read, and left as it was");
    assert_eq!(server.stop().code, Some(0));
    let none = folder.path().join("none");
    let missing = Builder::new()
        .args(["events", "--data"])
        .args([&none])
        .run();
    assert!(missing.code.is_some_and(|code| code >= 10), "{missing:#?}");
}

#[test]
fn what_an_earlier_run_left_counts_for_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let earlier = ["--data", data, "--assert", "name:pay"];
    assert_eq!(run(&earlier, &sends("pay")).code, Some(0));
    let again = [&earlier[..], &["--timeout", "0s"]].concat();
    let output = run(&again, "true");
    assert_eq!(output.code, Some(1), "{output:#?}");
    let plan = r#"{"title":"Shop","platforms":["jitsu"],"events":{"pay":{"schema":{
        "required":["properties"]}}}}"#;
    for (script, code) in [(sends("pay"), 1), ("true".into(), 0)] {
        let output = Builder::new()
            .args(["run", "--data", data, "--plan"])
            .workspace(&[("plans/shop.json", plan)])
            .args(["--", "bash", "-c", &script])
            .run();
        assert_eq!(output.code, Some(code), "{output:#?}");
    }
    assert_eq!(
        run(&["--data", data, "--none", "name:pay"], "true").code,
        Some(0)
    );
    let output = run(&["--data", data, "--none", "name:pay"], &sends("pay"));
    assert_eq!(output.code, Some(1), "{output:#?}");
}

#[test]
fn a_command_that_is_none_and_one_that_is_killed_end_as_in_a_shell() {
    let nothing = Builder::new()
        .args(["run", "--", "eventpit-no-such-command"])
        .run();
    assert_eq!(nothing.code, Some(127), "{nothing:#?}");
    assert!(
        nothing.stderr.contains("eventpit-no-such-command"),
        "{nothing:#?}"
    );
    let killed = run(&[], "kill -TERM $$");
    assert_eq!(killed.code, Some(143), "{killed:#?}");
}

#[test]
fn who_asks_it_to_end_is_not_kept_waiting() {
    let patient = ["--assert", "name:x", "--timeout", "10m", "--quiet", "10m"];
    // The command gets the signal too, and what it sent until then counts.
    let asked = "trap 'exit 0' TERM; kill -TERM $PPID; while :; do sleep 0.1; done";
    let early = run(&patient, asked);
    assert_eq!(early.code, Some(1), "{early:#?}");
    assert!(early.stderr.contains("no event matches"), "{early:#?}");
    let sent = run(&patient, &format!("({}); {asked}", sends("x")));
    assert_eq!(sent.code, Some(0), "{sent:#?}");
    // Here the command is over.
    let later = "parent=$PPID; (while kill -0 $$; do sleep 0.1; done 2>/dev/null; \
                 while kill -TERM $parent; do sleep 0.1; done 2>/dev/null) >/dev/null 2>&1 & exit 0";
    let given_up = until("it to be asked once it waits, and not before", || {
        let given_up = run(&patient, later);
        (given_up.code != Some(1)).then_some(given_up)
    });
    assert_eq!(given_up.code, Some(143), "{given_up:#?}");
    assert!(
        given_up.stderr.contains("interrupted before it was known"),
        "{given_up:#?}"
    );
}

/// Runs `script` with a folder for temporary files of its own, which has to be empty at the end;
/// `before` runs where eventpit will.
fn run_tidily(before: &str, flags: &[&str], script: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Builder::new()
        .env("TMPDIR", folder.path())
        .shell(before)
        .args(["run"])
        .args(flags)
        .args(["--", "bash", "-c", script])
        .run();
    output.assert_no_panic();
    let left = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "{output:#?}");
    output
}

#[test]
fn a_command_may_take_ctrl_c_for_itself() {
    let later = format!(
        "trap 'echo taken' INT; kill -INT $PPID; ({}); trap - INT; command=$$; \
         (while kill -0 $command; do sleep 0.1; done; {}) >/dev/null 2>&1 & exit 0",
        sends("now"),
        sends("later")
    );
    let flags = ["--assert", "name:later", "--timeout", "60s"];
    let output = run_tidily(":", &flags, &later);
    assert_eq!(output.code, Some(0), "{output:#?}");
    let word = "the command is over; Ctrl-C ends the wait";
    assert!(output.stderr.contains(word), "{output:#?}");
}

#[test]
fn nothing_is_left_of_a_run_that_is_ended_at_any_time() {
    // SIGTERM is 15: it comes as soon as eventpit hears it, before there is a server.
    let at_once = "pid=$$; (until grep -Eq 'SigCgt:.*[4-7c-f]...$' /proc/$pid/status; do :; done; \
                   kill -TERM $pid) & :";
    let output = run_tidily(at_once, &[], "exec sleep 600");
    assert_eq!(output.code, Some(143), "{output:#?}");
    // The terminal is gone: the command is asked to end, and then all is tidied up.
    let hang_up = "trap 'exit 3' TERM; kill -HUP $PPID; while :; do sleep 0.1; done";
    let output = run_tidily(":", &[], hang_up);
    assert_eq!(output.code, Some(3), "{output:#?}");
    // As nohup has it.
    let output = run_tidily("trap '' HUP", &[], "kill -HUP $PPID; echo outlived");
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert_eq!(output.stdout, "outlived\n");
}

#[test]
fn a_report_on_standard_output_stands_behind_what_the_command_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("out");
    fs::write(&file, "before\n").expect("a file");
    let into = format!("exec >>'{}'", file.display());
    let flags = ["--plan", "--report", "/dev/stdout"];
    let output = run_tidily(&into, &flags, "echo hello");
    assert_eq!(output.code, Some(0), "{output:#?}");
    let said = fs::read_to_string(&file).expect("what was said");
    assert!(said.starts_with("before\nhello\n"), "{said}");
    assert!(said.contains("plan"), "{said}");
}
