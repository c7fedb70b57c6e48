//! Faults on the wire, as a socket sees them; in the workspace; and on the command line.

use std::io::{self, ErrorKind, Read};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Builder, Connection, Server, head_bytes, until};

const JITSU: [(&str, &str); 2] = [
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

const BODY: &[u8] = br#"{"event":"Signed Up","anonymousId":"a"}"#;

/// Sends an event that asks for a fault, and reads what comes until the connection ends: the bytes,
/// and how it ended.
fn broken(server: &Server, fault: &str) -> (String, io::Result<usize>) {
    let mut connection = server.connect();
    send(&mut connection, &server.address, fault);
    let mut bytes = Vec::new();
    let end = connection.stream().read_to_end(&mut bytes);
    (String::from_utf8_lossy(&bytes).into_owned(), end)
}

fn send(connection: &mut Connection, host: &str, fault: &str) {
    let headers = [JITSU[0], JITSU[1], ("X-Eventpit-Fault", fault)];
    let mut message = head_bytes("POST", "/api/s/track", host, &headers, Some(BODY.len()));
    message.extend_from_slice(BODY);
    connection.send(&message).expect("sent");
}

fn is_reset(end: &io::Result<usize>) -> bool {
    matches!(end, Err(error) if error.kind() == ErrorKind::ConnectionReset)
}

#[test]
fn a_connection_is_reset_or_closed_where_the_fault_says() {
    let server = Server::start();
    let (sent, end) = broken(&server, "reset-peer");
    assert!(sent.is_empty() && is_reset(&end), "{sent:?} {end:?}");

    let (sent, end) = broken(&server, "reset-mid-answer");
    assert!(sent.starts_with("HTTP/1.1 200 OK\r\n"), "{sent}");
    assert!(sent.ends_with("\r\n\r\n{\"ok\""), "{sent}");
    assert!(is_reset(&end), "{end:?}");

    let (sent, end) = broken(&server, "half-body");
    assert!(sent.contains("\r\nContent-Length: 11\r\n"), "{sent}");
    assert!(sent.ends_with("\r\n\r\n{\"ok\""), "{sent}");
    assert!(end.is_ok(), "a close, and no reset: {end:?}");

    let (sent, end) = broken(&server, "timeout=50");
    assert!(sent.is_empty() && end.is_ok(), "{sent:?} {end:?}");

    // What was acknowledged or not: all of it is on disk, with what went over the wire.
    let kept: Vec<_> = (1..=4)
        .map(|cursor| {
            let row = server.api(&format!("/requests/{cursor}"));
            let answer = &row["answer"];
            assert_eq!(row["outcome"], "faulted");
            json!([
                row["fault"]["kind"],
                answer["status"],
                answer["body"],
                row["fault"]["announced_length"]
            ])
        })
        .collect();
    assert_eq!(
        kept,
        [
            json!(["reset-peer", 0, "", null]),
            json!(["reset-mid-answer", 200, "{\"ok\"", 11]),
            json!(["half-body", 200, "{\"ok\"", 11]),
            json!(["timeout", 0, "", null]),
        ]
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_a_fault_breaks_is_recorded_before_it_breaks_and_outlives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Builder::new().data(folder.path()).start();
    let (_, end) = broken(&server, "reset-peer");
    assert!(is_reset(&end), "{end:?}");
    server.kill();
    drop(server);
    let server = Builder::new().data(folder.path()).start();
    let row = server.last_request();
    assert_eq!(row["fault"]["kind"], "reset-peer");
    assert_eq!(row["events"], json!(["1.0"]));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_answer_without_a_body_can_be_broken_too() {
    let server = Server::start();
    for (fault, reset) in [("half-body", false), ("reset-mid-answer", true)] {
        let mut connection = server.connect();
        let headers = [("X-Eventpit-Fault", fault)];
        let target = "/events?tc_s=1&token=demo";
        let body = br#"{"event_name":"search","search_term":"a"}"#;
        let mut message = head_bytes("POST", target, &server.address, &headers, Some(body.len()));
        message.extend_from_slice(body);
        connection.send(&message).expect("sent");
        let mut bytes = Vec::new();
        let end = connection.stream().read_to_end(&mut bytes);
        let sent = String::from_utf8_lossy(&bytes).into_owned();
        assert!(
            sent.contains("Content-Length: 1\r\n") && sent.ends_with("\r\n\r\n"),
            "{sent:?}"
        );
        assert_eq!(is_reset(&end), reset, "{end:?}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_client_that_goes_away_ends_its_own_timeout() {
    let server = Server::start();
    let mut connection = server.connect();
    send(&mut connection, &server.address, "timeout=600000");
    until("the request", || (server.head() == 1).then_some(()));
    drop(connection);
    until("the end of its wait", || {
        (server.api("/requests/1")["delivered"] == false).then_some(())
    });
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_stop_does_not_wait_for_what_is_kept_back() {
    let server = Server::start();
    let mut late = server.connect();
    send(&mut late, &server.address, "latency=600000");
    let mut never = server.connect();
    send(&mut never, &server.address, "timeout=600000");
    until("both requests", || (server.head() == 2).then_some(()));
    assert_eq!(server.stop().code, Some(0));
    assert_eq!(late.read_answer("POST").expect("an answer").status, 200);
    assert!(never.read_answer("POST").is_err());
}

#[test]
fn latency_keeps_one_answer_back_and_no_other() {
    let server = Server::start();
    let mut slow = server.connect();
    let begun = Instant::now();
    send(&mut slow, &server.address, "latency=400");
    let mut quick = server.connect();
    let answer = quick.request("POST", "/api/s/track", &JITSU, BODY);
    assert_eq!(answer.expect("an answer").status, 200);
    let answer = slow.read_answer("POST").expect("an answer");
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "{\"ok\":true}")
    );
    assert!(begun.elapsed() >= Duration::from_millis(400));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn faults_in_the_workspace_are_armed_and_follow_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("faults.json");
    let write = |text: &str| std::fs::write(&file, text).expect("faults.json");
    write(
        r#"{"faults":[{"name":"down","kind":"status","status":503,"times":1},{"kind":"latency","latency_ms":1}]}"#,
    );
    let mut server = Builder::new()
        .args(["--workspace"])
        .args([folder.path()])
        .start();
    let send = |server: &Server| server.request("POST", "/api/s/track", &JITSU, BODY).status;
    assert_eq!([send(&server), send(&server)], [503, 200]);
    let list = server.api("/faults");
    let shown = |place: usize| list["items"][place]["title"].as_str().map(str::to_string);
    assert_eq!(
        (shown(0).as_deref(), shown(1).as_deref()),
        (Some("1 ms late"), Some("down"))
    );
    assert_eq!(list["items"][0]["origin"], "workspace");
    let log = server.stderr();
    assert!(
        log.contains("a fault is armed") && log.contains("a fault is used up"),
        "{log}"
    );

    // What is used up stays so when another fault is changed.
    write(
        r#"{"faults":[{"name":"down","kind":"status","status":503,"times":1},{"name":"teapot","kind":"status","status":418}]}"#,
    );
    until("the reload", || (send(&server) == 418).then_some(()));
    let list = server.api("/faults");
    assert_eq!(
        (&list["armed"], &list["items"][0]["title"]),
        (&json!(1), &json!("teapot"))
    );

    server.expect_errors();
    write(
        r#"{"faults":[{"kind":"status","status":77},{"kind":"timeout","status":500},{"kind":"slow"}]}"#,
    );
    until("the refusal", || {
        server.stderr().contains("is not taken").then_some(())
    });
    assert_eq!(send(&server), 418, "the last good one stays");
    write(r#"{"faults":[]}"#);
    until("the end of the fault", || {
        (send(&server) == 200).then_some(())
    });
    assert!(server.stderr().contains("a fault is disarmed"));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_wrong_with_the_faults_of_a_workspace_is_said_with_its_place() {
    let text =
        "{\"faults\":[\n  {\"kind\":\"status\"},\n  {\"kind\":\"half-body\",\"retry_after\":3}\n]}";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("faults.json"), text).expect("a file");
    let output = Builder::new()
        .args(["check", "--workspace"])
        .args([folder.path()])
        .run();
    assert_eq!(output.code, Some(1), "{output:?}");
    for line in [
        "at /faults/0/status: status is missing here",
        "faults.json:3:23 at /faults/1/retry_after: retry_after is for too-many-requests, rate-limit, not for half-body",
    ] {
        assert!(output.stdout.contains(line), "{line}\n{}", output.stdout);
    }
}

#[test]
fn the_command_line_arms_lists_and_disarms() {
    let server = Server::start();
    let run = |args: &[&str]| {
        let url = server.url();
        let all = [&["fault"], args, &["--url", url.as_str()]].concat();
        Builder::new().args(all).run()
    };
    let empty = run(&["list"]);
    assert_eq!(
        (empty.code, empty.stdout.as_str()),
        (Some(0), "no fault is armed\n")
    );
    let armed = run(&[
        "arm",
        "429; retry-after=3",
        "--session",
        "a",
        "--times",
        "2",
        "--seed",
        "7",
        "--name",
        "busy",
    ]);
    assert_eq!(armed.code, Some(0), "{armed:?}");
    assert_eq!(
        armed.stdout,
        "armed f1: busy, on the next 2, test session a (seed 7)\n"
    );
    let answer = server.request("POST", "/~a/api/s/track", &JITSU, BODY);
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (429, Some("3"))
    );
    let preset = run(&[
        "arm",
        "--preset",
        "flaky",
        "--platform",
        "datafly",
        "--output",
        "json",
    ]);
    let preset: serde_json::Value = serde_json::from_str(&preset.stdout).expect("JSON");
    assert_eq!(
        (&preset["id"], &preset["fault"]["platform"]),
        (&json!("f2"), &json!("datafly"))
    );
    let list = run(&["list"]).stdout;
    assert!(
        list.contains("f1 | busy") && list.contains("acted on 1 of 1, seed 7"),
        "{list}"
    );
    assert_eq!(run(&["disarm", "f1"]).code, Some(0));
    assert_eq!(
        server
            .request("POST", "/~a/api/s/track", &JITSU, BODY)
            .status,
        200
    );
    assert_eq!(run(&["disarm", "--all"]).stdout, "1 disarmed\n");

    let gone = run(&["disarm", "f1"]);
    assert_eq!(gone.code, Some(1));
    assert!(
        gone.stderr.contains("no fault has the id \"f1\""),
        "{gone:?}"
    );
    let wrong = run(&["arm", "503; retries=2"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("there is no parameter \"retries\""),
        "{wrong:?}"
    );
    assert_eq!(run(&["arm"]).code, Some(2));
    for flags in [
        ["--query", "name:("],
        ["--times", "0"],
        ["--probability", "2"],
    ] {
        let wrong = run(&[&["arm", "503"], &flags[..]].concat());
        assert_eq!(wrong.code, Some(2), "{flags:?}: {wrong:?}");
        assert!(wrong.stderr.contains("[bad-fault]"), "{wrong:?}");
    }
    let nobody = Builder::new()
        .args(["fault", "list", "--url", "http://127.0.0.1:1"])
        .run();
    assert_eq!(nobody.code, Some(3));
    assert_eq!(server.stop().code, Some(0));
}

/// Each connection takes two files, which must not halve how many clients there can be.
#[test]
fn the_systems_low_limit_of_open_files_is_raised() {
    let server = Builder::new().shell("ulimit -Sn 128").start();
    let mut open: Vec<Connection> = (0..200).map(|_| server.connect()).collect();
    for connection in &mut open {
        let answer = connection.request("POST", "/api/s/track", &JITSU, BODY);
        assert_eq!(answer.expect("an answer").status, 200);
    }
    assert_eq!(server.stop().code, Some(0));
}
