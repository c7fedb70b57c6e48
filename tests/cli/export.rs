//! `eventpit export` and `eventpit import`: what comes out of a recording goes into another, whole.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::broken_clients::reset;
use crate::support::recording::dump_journal;
use crate::support::{Builder, Output, Server, head_bytes, until};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

fn run(args: &[&str]) -> Output {
    let output = Builder::new().bare().args(args).run();
    output.assert_no_panic();
    output
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn track(server: &Server, name: &str) {
    let body = format!(r#"{{"event":"{name}","messageId":"{name}"}}"#);
    server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
}

/// Everything that a journal can have in it: each kind of row, bodies of each state, moments with
/// something in them.
fn record(server: &Server) {
    track(server, "first");
    server.request(
        "POST",
        "/jitsu/api/s/track",
        JITSU,
        b"{\"event\":\"\xff\0\x1b\"}",
    );
    server.request(
        "POST",
        "/jitsu/api/s/track",
        JITSU,
        &vec![b'a'; 17 * 1024 * 1024],
    );
    let started = json!({"source": "demo", "version": "2", "code": "mine"});
    let started = server.ask("/jentis/debug-sessions", &started);
    assert_eq!(started.status, 201, "{}", started.text());
    let fault = [("X-Eventpit-Fault", "malformed-json")];
    server.request("POST", "/~run-7/jitsu/api/s/track", &fault, b"{}");
    unheard(server);
    track(server, "last");
    server.wait_projected();
}

/// A body that breaks off, and an answer that finds nobody.
fn unheard(server: &Server) {
    let mut gone = server.connect();
    let mut headers = JITSU.to_vec();
    headers.push(("Expect", "100-continue"));
    let head = head_bytes("POST", "/v1/t", &server.address, &headers, Some(100));
    gone.send(&head).expect("a head");
    assert_eq!(gone.read_answer("POST").expect("go on").status, 100);
    reset(gone);
    until("the row of the answer that was not delivered", || {
        let last = server.requests().pop()?;
        (last["delivered"] == false).then_some(())
    });
}

#[test]
fn a_recording_goes_through_a_file_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, copy) = (folder.path().join("data"), folder.path().join("copy"));
    let file = text(&folder.path().join("all.ndjson"));
    let workspace = [("workspace.json", "{}")];
    let server = Builder::new().data(&data).start();
    record(&server);
    let url = server.url();
    assert_eq!(server.stop().code, Some(0));
    // Another workspace: a row of its own, and rows of two workspaces.
    let server = Builder::new().data(&data).workspace(&workspace).start();
    track(&server, "other");
    server.wait_projected();
    assert_eq!(server.stop().code, Some(0));
    let kinds: Vec<String> = dump_journal(&data.join("journal.db"))
        .iter()
        .filter_map(|line| {
            line.strip_prefix("entry: ")?
                .split(" | ")
                .nth(1)
                .map(str::to_string)
        })
        .collect();
    for kind in ["0", "1", "2", "7"] {
        assert!(kinds.iter().any(|it| it == kind), "{kind} in {kinds:?}");
    }

    let exported = run(&["export", "--data", &text(&data), "--output", &file]);
    assert_eq!((exported.code, exported.text().as_str()), (Some(0), ""));
    let imported = run(&["import", &file, "--data", &text(&copy)]);
    assert_eq!(imported.code, Some(0), "{imported:#?}");
    let requests = kinds.iter().filter(|kind| *kind == "0").count();
    assert!(
        imported.stdout.starts_with(&format!(
            "{requests} requests are imported, with the cursors 1 to "
        )),
        "{imported:#?}"
    );
    assert_eq!(
        dump_journal(&copy.join("journal.db")),
        dump_journal(&data.join("journal.db")),
        "everything, byte for byte"
    );
    // What is no file is written to, and a link stays one: neither is replaced.
    let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let reader = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::read_to_string(pipe).expect("the pipe"))
    };
    let piped = run(&["export", "--data", &text(&data), "--output", &text(&pipe)]);
    assert_eq!(piped.code, Some(0), "{piped:#?}");
    let all = fs::read_to_string(&file).expect("the export");
    assert!(reader.join().expect("it is read") == all, "through a pipe");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let linked = run(&["export", "--data", &text(&data), "--output", &text(&link)]);
    assert_eq!(linked.code, Some(0), "{linked:#?}");
    assert!(link.is_symlink() && fs::read_to_string(&file).expect("it") == all);

    // And once more, but for the recording's own id: the copy is explained as the original was.
    let again = text(&folder.path().join("again.ndjson"));
    let exported = run(&["export", "--data", &text(&copy), "--output", &again]);
    assert_eq!(exported.code, Some(0), "{exported:#?}");
    let rest = |file: &str| {
        let text = fs::read_to_string(file).expect("the export");
        text.split_once('\n').expect("lines").1.to_string()
    };
    assert!(rest(&again) == rest(&file), "the export of the copy");
    let events = |data: &Path| {
        let listed = run(&["events", "--output", "ndjson", "--data", &text(data)]);
        assert_eq!(listed.code, Some(0), "{listed:#?}");
        listed.stdout
    };
    assert_eq!(events(&copy), events(&data));

    // Into one that has rows: appended, and what was done to the other one is left out.
    let imported = run(&["import", &file, "--data", &text(&copy)]);
    assert_eq!(imported.code, Some(0), "{imported:#?}");
    assert!(
        imported.stdout.contains("(they were 1 to "),
        "{imported:#?}"
    );
    assert!(
        imported
            .stdout
            .contains("; 2 rows of what was done to the other recording are left out"),
        "{imported:#?}"
    );
    let server = Builder::new().data(&copy).start();
    assert_eq!(server.requests().len(), 2 * requests);
    let undelivered = server
        .requests()
        .into_iter()
        .filter(|row| row["delivered"] == false);
    assert_eq!(undelivered.count(), 2);
    assert_eq!(server.stop().code, Some(0));
    let nobody = run(&["export", "--url", &url]);
    assert_eq!(nobody.code, Some(3), "{nobody:#?}");
}

#[test]
fn a_line_for_curl_has_a_whole_body_or_there_is_none() {
    let server = Server::start();
    record(&server);
    let output = run(&["export", "--format", "curl", "--url", &server.url()]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(output.stdout.len() < 100_000, "{}", output.stdout.len());
    let left_out = |state: &str| {
        let said = format!("is left out: no whole body is recorded ({state})\n");
        output.stdout.matches(&said).count()
    };
    assert_eq!((left_out("truncated"), left_out("incomplete")), (1, 1));
    assert_eq!(
        output.stdout.matches("curl -g ").count(),
        4,
        "{}",
        output.stdout
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_server_is_exported_and_takes_an_export_in() {
    let server = Server::start();
    track(&server, "yes");
    track(&server, "no");
    let on = |args: &[&str]| {
        let output = Builder::new()
            .bare()
            .args(args)
            .env("EVENTPIT_URL", server.url())
            .run();
        output.assert_no_panic();
        output
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("yes.ndjson");
    let exported = on(&["export", "name:yes", "--output", &text(&file)]);
    assert_eq!(exported.code, Some(0), "{exported:#?}");
    // One that has that name already is replaced by the whole new one.
    let exported = on(&["export", "name:yes", "--output", &text(&file)]);
    assert_eq!(exported.code, Some(0), "{exported:#?}");
    let stdout = on(&["export", "name:yes"]).stdout;
    assert_eq!(fs::read_to_string(&file).expect("the file"), stdout);
    let lines: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let kinds: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["recording", "workspace", "request", "end"]);
    let imported = on(&["import", &text(&file)]);
    assert_eq!(
        (imported.code, imported.stdout.as_str()),
        (
            Some(0),
            "1 request is imported, with the cursors 3 to 3 (they were 1 to 1)\n"
        ),
        "{imported:#?}"
    );
    let names: Vec<Value> = server
        .events()
        .into_iter()
        .map(|event| event["name"].clone())
        .collect();
    assert_eq!(names, ["yes", "no", "yes"]);
    // What comes later goes on behind it.
    track(&server, "after");
    assert_eq!(server.head(), 4);
    for (args, code) in [
        (&["export", "nmae:x"][..], 2),
        (&["export", "--format", "xml"], 2),
        (&["export", "--since", "yesterday"], 2),
        (&["export", "--output", "/nowhere/x"], 1),
        (&["export", "--data", &text(&server.data)], 11),
        (&["import"], 2),
        (&["import", "/nowhere/x"], 1),
        (&["import", &text(&file), "--data", &text(&server.data)], 11),
    ] {
        let output = on(args);
        assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_appended_gets_the_next_cursors_and_an_empty_recording_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| text(&folder.path().join(name));
    let (data, copy) = (path("data"), path("copy"));
    let server = Builder::new().data(&data).start();
    track(&server, "first");
    unheard(&server);
    track(&server, "last");
    let newest = server.head();
    assert_eq!(server.stop().code, Some(0));
    let all = run(&["export", "--data", &data]).stdout;
    // As if very much had come after the first, and was cleared.
    let apart = |cursor: &Value| {
        let cursor = cursor.as_i64().expect("a cursor");
        json!(if cursor > 1 {
            cursor + 5_000_000_000
        } else {
            cursor
        })
    };
    let mut requests = 0;
    let far: Vec<String> = all
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            for member in ["cursor", "refers"] {
                if line.get(member).is_some() {
                    line[member] = apart(&line[member]);
                }
            }
            requests += i64::from(line["kind"] == "request");
            line.to_string()
        })
        .collect();
    let (file, again) = (path("far.ndjson"), path("again.ndjson"));
    fs::write(&file, format!("{}\n", far.join("\n"))).expect("a file");
    let imported = run(&["import", &file, "--data", &copy]);
    assert!(imported.stdout.contains("(as they were)"), "{imported:#?}");
    let exported = run(&["export", "--data", &copy, "--output", &again]);
    assert_eq!(exported.code, Some(0), "{exported:#?}");
    let lines = |text: &str| -> Vec<Value> {
        let lines = text.lines().skip(1);
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    };
    assert_eq!(
        lines(&fs::read_to_string(&again).expect("the export")),
        lines(&far.join("\n")),
        "everything, with the cursors that it had"
    );
    // Five thousand million cursors that are not there are not looked at: there was time to count.
    let exported = fs::read_to_string(&again).expect("the export");
    let head: Value = serde_json::from_str(exported.lines().next().expect("a head")).expect("JSON");
    assert_eq!(head["requests"], json!(requests), "{head}");

    for times in 0..2 {
        let imported = run(&["import", &file, "--data", &data]);
        assert_eq!(imported.code, Some(0), "{imported:#?}");
        // A row for each request, and one that says that an answer was not delivered.
        let before = newest + times * (requests + 1);
        let (first, last) = (before + 1, before + requests + 1);
        let told = format!("with the cursors {first} to {last} (they were 1 to ");
        assert!(imported.stdout.contains(&told), "{told}: {imported:#?}");
    }
    let server = Builder::new().data(&data).start();
    let all = server.requests();
    let lost: Vec<&Value> = all.iter().filter(|row| row["delivered"] == false).collect();
    assert_eq!(lost.len(), 3);
    assert!(lost.iter().all(|row| row["path"] == lost[0]["path"]));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_wrong_line_is_named_and_nothing_is_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(&folder.path().join("data"));
    let server = Builder::new().data(&data).start();
    track(&server, "one");
    track(&server, "two");
    server.wait_projected();
    assert_eq!(server.stop().code, Some(0));
    let exported = run(&["export", "--data", &data]);
    let lines: Vec<Value> = exported
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 5, "head, workspace, two requests, end");
    // Of the second request, the fourth line, a member is another one.
    let with = |pointer: &str, value: Value| {
        let mut lines = lines.clone();
        *lines[3].pointer_mut(pointer).expect("a member") = value;
        lines
    };
    let at = |line: usize, value: Value| {
        let mut lines = lines.clone();
        lines[line - 1] = value;
        lines
    };
    let mut newer = lines[0].clone();
    newer["format"] = json!(2);
    let mut liar = lines[1].clone();
    liar["files"] = json!({"workspace.json": "{}"});
    let cases = [
        ("line 4: its cursor is \"1\"", with("/cursor", json!(1))),
        ("line 4: its cursor is \"-1\"", with("/cursor", json!(-1))),
        ("line 4: its at is \"today\"", with("/at", json!("today"))),
        (
            "line 4: its headers is ",
            with("/headers", json!({"a": "b"})),
        ),
        ("line 4: its moment is ", with("/moment", json!([]))),
        (
            "line 4: its session is \"a b\"",
            with("/session", json!("a b")),
        ),
        (
            "line 4: its outcome is \"fine\"",
            with("/outcome", json!("fine")),
        ),
        (
            "line 4: its platform is \"other\"",
            with("/platform", json!("other")),
        ),
        (
            "line 4: its body_state is \"half\"",
            with("/body_state", json!("half")),
        ),
        (
            "line 4: its body_length is \"-1\"",
            with("/body_length", json!(-1)),
        ),
        (
            "line 4: its answer.status is \"1000\"",
            with("/answer/status", json!(1000)),
        ),
        (
            "line 4: it has no workspace",
            with("/workspace", Value::Null),
        ),
        (
            "line 4: it is no line of an export: unknown variant",
            with("/kind", json!("clear")),
        ),
        (
            "line 4: it is no line of an export: unknown field",
            at(4, json!({"kind": "end", "x": 1})),
        ),
        (
            "line 4: its refers is \"4\"",
            at(
                4,
                json!({"kind": "undelivered", "cursor": 2, "at": lines[3]["at"], "refers": 4}),
            ),
        ),
        (
            "line 4: its moment is ",
            at(
                4,
                json!({"kind": "debug_session", "cursor": 2, "at": lines[3]["at"], "moment": {}}),
            ),
        ),
        (
            "line 4: it has no workspace",
            at(
                4,
                json!({"kind": "reload", "cursor": 2, "at": lines[3]["at"]}),
            ),
        ),
        (
            "line 4: its refers is \"3\"",
            at(
                4,
                json!({"kind": "reload", "cursor": 2, "at": lines[3]["at"], "refers": 3, "workspace": "w"}),
            ),
        ),
        ("line 2: its workspace is ", at(2, liar)),
        ("line 1: the export has the format 2", at(1, newer)),
        ("line 1: an export begins with", lines[1..].to_vec()),
        (
            "line 5: it stands after the line of the kind end",
            at(4, json!({"kind": "end", "requests": 1})),
        ),
        (
            "line 4: it says that 2 requests stand before it, and there are 1",
            [&lines[..3], &lines[4..]].concat(),
        ),
        (
            "line 4: its path is \"@evil.example/x\"; expected a path that begins with /",
            with("/path", json!("@evil.example/x")),
        ),
        (
            "line 4: its at is \"9999-12-30T22:00:00.999999Z\"",
            with("/at", json!("9999-12-30T22:00:00.999999Z")),
        ),
        ("it breaks off after line 4", lines[..4].to_vec()),
        ("it breaks off after line 0", Vec::new()),
    ];
    let copy = folder.path().join("copy");
    for (told, lines) in cases {
        let file = folder.path().join("wrong.ndjson");
        let written: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&file, written).expect("a file");
        let output = run(&["import", &text(&file), "--data", &text(&copy)]);
        assert_eq!(output.code, Some(1), "{told}: {output:#?}");
        let expected = format!("eventpit: {}: {told}", file.display());
        assert!(
            output.stderr.starts_with(&expected),
            "{expected}: {}",
            output.stderr
        );
        assert!(
            output.stderr.contains("\n  hint: ") && output.stderr.contains("[import-"),
            "{output:#?}"
        );
        assert!(
            !output.stderr.contains("at line 1"),
            "one place is told: {output:#?}"
        );
        assert!(!copy.exists(), "{told}: nothing was imported");
    }
}
