//! `eventpit wait`, `assert`, `events` and `healthcheck` against a running server.

use serde_json::{Value, json};

use crate::support::{Builder, Output, Server};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

fn send(server: &Server, event: &Value) {
    let body = event.to_string();
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn purchase(server: &Server, value: f64) {
    send(
        server,
        &json!({"event": "purchase", "properties": {"value": value}}),
    );
}

fn run(server: &Server, args: &[&str]) -> Output {
    let output = Builder::new()
        .args(args)
        .env("EVENTPIT_URL", server.url())
        .run();
    output.assert_no_panic();
    output
}

#[test]
fn the_exit_code_says_what_came_of_it() {
    let server = Server::start();
    purchase(&server, 12.5);
    let cases: [(&[&str], i32); 19] = [
        (&["healthcheck"], 0),
        (&["wait", "name:purchase"], 0),
        (&["wait", "name:refund", "--timeout", "10ms"], 4),
        (&["wait", "name:purchase", "--count", "0"], 1),
        (
            &[
                "wait",
                "name:purchase",
                "--since",
                "now",
                "--timeout",
                "10ms",
            ],
            4,
        ),
        (&["wait", "nmae:purchase"], 2),
        (&["wait", "--since", "yesterday"], 2),
        (&["wait", "--count", "many"], 2),
        (&["assert", "name:purchase", "properties.value>10"], 0),
        (&["assert", "name:purchase", "--count", "2.."], 1),
        (&["assert", "none", "name:refund"], 0),
        (&["assert", "none", "name:purchase", "--quiet", "10m"], 1),
        (&["assert", "sequence", "name:purchase"], 0),
        (&["assert", "sequence", "name:purchase", "name:purchase"], 1),
        (&["assert", "sequence", "--requests", "status:200"], 0),
        (
            &[
                "assert",
                "sequence",
                "--requests",
                "status:200",
                "status:200",
            ],
            1,
        ),
        (&["assert", "plan"], 0),
        (&["assert", "plan", "--complete"], 1),
        (&["assert", "plan", "none"], 2),
    ];
    for (args, code) in cases {
        let output = run(&server, args);
        assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
    }
    let url = server.url();
    assert_eq!(server.stop().code, Some(0));
    for args in [
        &["healthcheck", "--url", &url][..],
        &["wait", "--url", &url],
        &["assert", "--url", &url],
        &["events", "--url", &url],
        &["tail", "--url", &url],
    ] {
        let output = Builder::new().args(args).run();
        assert_eq!(output.code, Some(3), "{args:?}: {output:#?}");
        assert!(output.stderr.contains("hint: start one"), "{output:#?}");
    }
}

#[test]
fn a_miss_is_told_with_what_the_nearest_event_lacks() {
    let server = Server::start();
    purchase(&server, 9.5);
    let args = [
        "wait",
        "name:purchase",
        "properties.value=12.5",
        "--timeout",
        "10ms",
    ];
    let missed = run(&server, &args);
    assert_eq!(missed.code, Some(4));
    for said in [
        "timed out",
        "nearest",
        "purchase",
        "12.5",
        "9.5",
        "/inspector/events?q=",
    ] {
        assert!(missed.stdout.contains(said), "{said} in {}", missed.stdout);
    }
    let junit = run(&server, &[&args[..], &["--output", "junit"]].concat());
    assert_eq!(junit.code, Some(4));
    assert!(
        junit.stdout.contains("tests=\"1\" failures=\"1\""),
        "{}",
        junit.stdout
    );
    assert!(
        junit.stdout.contains("<failure message="),
        "{}",
        junit.stdout
    );
    let json = run(&server, &[&args[..], &["--output", "json"]].concat());
    let verdict: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(verdict["result"], "timed out");
    assert_eq!(verdict["missing"]["nearest"]["event"]["name"], "purchase");
    let bad = run(&server, &["assert", "platform:jitsu nmae:a"]);
    let lines: Vec<&str> = bad.stderr.lines().collect();
    assert_eq!(
        lines[1..3],
        ["  platform:jitsu nmae:a", "                 ^^^^"],
        "{bad:#?}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn events_are_listed_oldest_first_for_people_and_for_programs() {
    let server = Server::start();
    for value in [1.5, 2.5, 3.5] {
        purchase(&server, value);
    }
    send(&server, &json!({"event": "other"}));
    let human = run(&server, &["events", "name:purchase", "--limit", "2"]);
    assert_eq!(human.code, Some(0));
    let lines: Vec<&str> = human.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{human:#?}");
    assert!(
        lines[0].contains("2.5") && lines[1].contains("3.5"),
        "{human:#?}"
    );
    assert!(
        !human.stdout.contains('\u{1b}'),
        "no colour without a terminal"
    );
    let coloured = Builder::new()
        .args(["events", "--url", &server.url()])
        .env("CLICOLOR_FORCE", "1")
        .run();
    assert!(
        coloured.stdout.contains("\u{1b}[32maccepted"),
        "{coloured:#?}"
    );
    let rows = run(&server, &["events", "--output", "ndjson"]);
    let names: Vec<Value> = rows
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["name"].take())
        .collect();
    assert_eq!(names, ["purchase", "purchase", "purchase", "other"]);
    let all = run(&server, &["events", "--output", "json", "--since", "2"]);
    let all: Value = serde_json::from_str(&all.stdout).expect("JSON");
    assert_eq!(all.as_array().map(Vec::len), Some(2));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn requests_are_listed_from_a_server_and_from_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    purchase(&server, 1.5);
    server.request("GET", "/nowhere", &[], b"");
    let refused = ["events", "--requests", "status:404"];
    let human = run(&server, &refused);
    assert_eq!(human.code, Some(0), "{human:#?}");
    assert_eq!(human.stdout.lines().count(), 1, "{human:#?}");
    assert!(human.stdout.contains("GET /nowhere"), "{human:#?}");
    let asked = [&refused[..], &["--output", "json"]].concat();
    let listed = run(&server, &asked);
    let rows: Value = serde_json::from_str(&listed.stdout).expect("JSON");
    assert_eq!(rows[0]["path"], "/nowhere");
    let all = ["events", "--requests", "--output", "ndjson"];
    assert_eq!(run(&server, &all).stdout.lines().count(), 2);
    assert_eq!(server.stop().code, Some(0));
    let folder = data.to_str().expect("UTF-8");
    let read = Builder::new().args(asked).args(["--data", folder]).run();
    assert_eq!(read.stdout, listed.stdout, "{read:#?}");
}

#[test]
fn what_run_names_the_api_and_the_inspector_is_the_server_too() {
    let server = Server::start();
    purchase(&server, 1.5);
    for path in ["/inspector/api/v1", "/inspector", "/inspector/"] {
        let url = format!("{}{path}", server.url());
        for args in [&["healthcheck"][..], &["assert", "name:purchase"]] {
            let output = Builder::new().args(args).args(["--url", &url]).run();
            assert_eq!(output.code, Some(0), "{url}: {output:#?}");
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_time_may_be_nothing_and_ten_minutes_at_most() {
    let server = Server::start();
    let cases: [(&[&str], i32); 4] = [
        (&["wait", "--timeout", "0s"], 4),
        (&["assert", "none", "--quiet", "0s"], 0),
        (&["wait", "--timeout", "11m"], 2),
        (&["assert", "none", "--quiet", "11m"], 2),
    ];
    for (args, code) in cases {
        let output = run(&server, args);
        assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
        assert_eq!(
            output.stderr.contains("ten minutes at most"),
            code == 2,
            "{output:#?}"
        );
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn nothing_that_was_captured_steers_the_terminal() {
    let server = Server::start();
    let hostile = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}evil\u{200b}\r\nline";
    let event = json!({"event": hostile, "userId": hostile, "properties": {hostile: hostile}});
    send(&server, &event);
    let q = "name:missing";
    for args in [
        &["events"][..],
        &["events", "--output", "json"],
        &["events", "--output", "ndjson"],
        &["assert"],
        &["assert", "--output", "json"],
        &["assert", q],
        &["assert", q, "--output", "ndjson"],
        &["assert", q, "--output", "junit"],
        &["assert", "none"],
        &["assert", "sequence", q],
        &["wait", q, "--timeout", "1ms"],
    ] {
        let output = run(&server, args);
        let text = output.text();
        assert!(text.contains("evil"), "{args:?}: {text}");
        let steers = |letter: &char| {
            letter.is_control() && *letter != '\n'
                || matches!(letter, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let found: Vec<char> = text.chars().filter(steers).collect();
        assert!(found.is_empty(), "{args:?}: {found:?} in {text:?}");
    }
    let json = run(&server, &["events", "--output", "ndjson"]);
    let row: Value = serde_json::from_str(json.stdout.trim_end()).expect("JSON");
    assert_eq!(
        row["payload"]["properties"][hostile], hostile,
        "and nothing is lost"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn completions_and_the_manual_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = Builder::new().args(["completions", shell]).run();
        assert_eq!(script.code, Some(0));
        assert!(
            script.stdout.contains("healthcheck"),
            "{shell}: {}",
            script.stdout
        );
    }
    let page = Builder::new().args(["man"]).run();
    assert!(page.stdout.starts_with(".ie") || page.stdout.contains(".TH eventpit 1"));
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("man");
    let written = Builder::new()
        .args(["man", pages.to_str().expect("UTF-8")])
        .run();
    assert_eq!(written.code, Some(0), "{written:#?}");
    for page in ["eventpit.1", "eventpit-wait.1", "eventpit-assert-none.1"] {
        assert!(pages.join(page).is_file(), "{page}");
    }
}
