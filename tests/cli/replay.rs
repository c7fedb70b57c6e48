//! `eventpit replay`: what is sent again, where to, and what is said of the answers.

use std::fs;
use std::io::Read;
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::support::deadline::until;
use crate::support::recording::body_of;
use crate::support::{Builder, Output, Server};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

fn replay(server: &Server, args: &[&str]) -> Output {
    let output = Builder::new()
        .bare()
        .args(["replay"])
        .args(args)
        .env("EVENTPIT_URL", server.url())
        .run();
    output.assert_no_panic();
    output
}

fn summary(server: &Server, args: &[&str]) -> Value {
    let output = replay(server, &[args, &["--output", "json"]].concat());
    serde_json::from_str(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:#?}"))
}

/// A server with requests of two platforms in it: with a session in front, with bytes that are no
/// text, a preflight, a broken key, an answer that was a fault, and a body that is not whole.
fn recorded() -> Server {
    let server = Server::start();
    let body =
        br#"{ "event":"A","messageId":"m1","timestamp":"2020-01-01T10:00:00.000Z", "n": 1.0 }"#;
    let named = [
        JITSU,
        &[("Cookie", "a=1"), ("Connection", "X-Hop"), ("X-Hop", "1")],
    ]
    .concat();
    server.request("POST", "/~run-7/jitsu/api/s/track?a=%20b", &named, body);
    server.request("POST", "/jitsu/api/s/track", JITSU, b"\xff\0");
    let preflight = [
        ("Origin", "http://a.example"),
        ("Access-Control-Request-Method", "POST"),
    ];
    server.request("OPTIONS", "/api/s/track", &preflight, b"");
    server.request(
        "GET",
        "/commanders-act/events?event_name=x&tc_s=1&token=demo",
        &[],
        b"",
    );
    let fault = [JITSU, &[("X-Eventpit-Fault", "503")]].concat();
    server.request(
        "POST",
        "/jitsu/api/s/track",
        &fault,
        br#"{"event":"faulted"}"#,
    );
    server.request(
        "POST",
        "/jitsu/api/s/track",
        JITSU,
        &vec![b'a'; 17 * 1024 * 1024],
    );
    server.wait_projected();
    server
}

#[test]
fn it_sends_what_was_sent_to_another_server_and_compares_the_answers() {
    let (from, to) = (recorded(), Server::start());
    // Addresses on which no platform is named: the paths at the root.
    let said = replay(&from, &["--to", &to.url()]);
    assert_eq!(said.code, Some(1), "the fault is not there: {said:#?}");
    let expected = format!(
        "5 requests sent to {}: 4 answered as recorded, 1 with another status\n  \
         5  POST /jitsu/api/s/track  was 503, is 200\n\
         1 was not sent: no whole body is recorded\n",
        to.url()
    );
    assert_eq!(said.stdout, expected);
    let (was, is) = (from.requests(), to.requests());
    assert_eq!(is.len(), 5);
    for (was, is) in was.iter().zip(&is) {
        let whole = |server: &Server, row: &Value| {
            server.api(&format!("/requests/{}", row["id"].as_str().expect("an id")))
        };
        let (was, is) = (whole(&from, was), whole(&to, is));
        for field in ["method", "query", "platform", "body_length"] {
            assert_eq!(is[field], was[field], "{field}");
        }
        assert_eq!(is["session"], "default");
        assert_eq!(body_of(&is), body_of(&was));
        let lines = |request: &Value| {
            let lines = request["headers"].as_array().expect("headers").clone();
            let own = [
                "host",
                "content-length",
                "connection",
                "x-hop",
                "x-eventpit-fault",
            ];
            let mut lines: Vec<String> = lines
                .iter()
                .filter(|line| !own.contains(&line[0].as_str().unwrap_or_default()))
                .map(Value::to_string)
                .collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&is), lines(&was), "and no header is added");
        let host = json!(["host", to.address]);
        assert!(
            is["headers"].as_array().expect("headers").contains(&host),
            "{is}"
        );
    }
    assert_eq!(is[0]["path"], "/api/s/track");
    assert_eq!(from.requests().len(), 6, "nothing is sent anywhere else");
    assert_eq!(to.stop().code, Some(0));

    // Here, under a platform and a session of its own; what it records meanwhile is not sent again.
    let query = ["--requests", "platform:jitsu", "NOT", "outcome:faulted"];
    let here = summary(&from, &[&query[..], &["--to", "/~again/jitsu"]].concat());
    let counts = ["sent", "same", "left_out"].map(|count| &here[count]);
    assert_eq!(counts, [&json!(3), &json!(3), &json!(1)], "{here}");
    let again = from.api("/requests?session=again&order=asc&at_least=9");
    let paths: Vec<&Value> = again["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|row| &row["path"])
        .collect();
    assert_eq!(paths, ["/~again/jitsu/api/s/track"; 3]);
    assert_eq!(from.head(), 9);
    assert_eq!(from.stop().code, Some(0));
}

#[test]
fn times_are_shifted_only_if_asked_for_and_the_pace_is_kept() {
    let server = Server::start();
    let sent = r#"{ "event":"A","timestamp":"2020-01-01T10:00:00.000Z", "n": 1.0 }"#;
    server.request("POST", "/jitsu/api/s/track", JITSU, sent.as_bytes());
    server.request("GET", "/nowhere", &[], b"");
    server.wait_projected();
    let body = |session: &str| {
        let head = server.wait_projected();
        let list = server.api(&format!(
            "/requests?session={session}&order=asc&at_least={head}"
        ));
        let id = list["items"][0]["id"].as_str().expect("an id").to_string();
        String::from_utf8(body_of(&server.api(&format!("/requests/{id}")))).expect("text")
    };
    let plain = summary(
        &server,
        &["--requests", "--session", "default", "--to", "/~plain"],
    );
    assert_eq!(
        (&plain["sent"], &plain["not_shifted"]),
        (&json!(2), &json!(0)),
        "{plain}"
    );
    assert_eq!(body("plain"), sent);
    let shifted = summary(
        &server,
        &[
            "--session",
            "default",
            "--to",
            "/~shifted",
            "--times",
            "shifted",
            "--speed",
            "1000",
        ],
    );
    assert_eq!(
        (&shifted["sent"], &shifted["not_shifted"]),
        (&json!(2), &json!(1)),
        "{shifted}"
    );
    let moved = body("shifted");
    let (before, rest) = moved
        .split_once("2020-01-01T10:00:0")
        .expect("it was sent a moment ago");
    let (_, after) = rest.split_once("Z\"").expect("a time");
    assert_eq!(
        (before, after),
        (r#"{ "event":"A","timestamp":""#, r#", "n": 1.0 }"#)
    );
    assert_ne!(moved, sent, "the clock has moved on");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn nothing_is_sent_without_a_target_and_a_wrong_one_is_refused() {
    let server = Server::start();
    server.request("GET", "/nowhere", &[], b"");
    server.wait_projected();
    for args in [
        &[][..],
        &["--to", "nowhere"],
        &["--to", "ftp://a.example"],
        &["--to", "/inspector/api/v1/clear"],
        &["--to", "/", "--speed", "0"],
        &["--to", "/", "--times", "later"],
        &["nmae:x", "--to", "/"],
    ] {
        let output = replay(&server, args);
        assert_eq!(output.code, Some(2), "{args:?}: {output:#?}");
    }
    let nobody = replay(&server, &["--to", "http://127.0.0.1:1"]);
    assert_eq!(nobody.code, Some(3), "{nobody:#?}");
    assert!(
        nobody
            .stderr
            .contains("nobody answers at http://127.0.0.1:1: "),
        "{nobody:#?}"
    );
    assert_eq!(server.head(), 1);
    let none = replay(&server, &["name:none", "--to", "/"]);
    assert_eq!(
        (none.code, none.stdout),
        (
            Some(0),
            "nothing matches: no request was sent\n".to_string()
        )
    );
    assert_eq!(server.stop().code, Some(0));
}

/// Who takes a connection and ends it is somebody: the next request may fare better.
#[test]
fn one_who_breaks_off_is_not_nobody() {
    let server = recorded();
    let breaks_off = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = breaks_off.local_addr().expect("its address");
    std::thread::spawn(move || {
        for connection in breaks_off.incoming() {
            let mut byte = [0];
            drop(connection.and_then(|mut it| it.read(&mut byte)));
        }
    });
    let said = replay(&server, &["--to", &format!("http://{address}")]);
    assert_eq!(said.code, Some(1), "{said:#?}");
    assert!(
        said.stdout.contains(": 5 not answered\n"),
        "each was sent: {said:#?}"
    );
    assert_eq!(server.stop().code, Some(0));
}

/// One that takes requests and never answers.
#[test]
fn asked_to_end_it_says_that_it_waits_and_asked_again_it_ends() {
    let server = recorded();
    let slow = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = slow.local_addr().expect("its address");
    let folder = tempfile::tempdir().expect("a folder");
    let [taken, said] = ["taken", "said"].map(|name| folder.path().join(name));
    let took = taken.clone();
    std::thread::spawn(move || {
        let connection = slow.accept();
        fs::write(took, "").expect("a file");
        slow.accept().map(|_| connection)
    });
    let ended = Builder::new()
        .bare()
        .args(["replay", "--to", &format!("http://{address}")])
        .env("EVENTPIT_URL", server.url())
        .shell(&format!(
            "exec 2>'{said}'; pid=$$; (until [ -e '{taken}' ]; do sleep 0.02; done; \
             kill -INT $pid; until grep -q 'a second Ctrl-C ends it' '{said}'; do sleep 0.02; done; \
             kill -INT $pid) & :",
            said = said.display(),
            taken = taken.display()
        ))
        .run();
    let said = fs::read_to_string(&said).expect("what was said");
    assert_eq!(ended.code, Some(130), "{ended:#?}: {said}");
    assert!(
        said.contains("waiting for the answer that is due"),
        "{said}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn asked_to_end_it_says_what_was_sent() {
    let (from, to) = (recorded(), Server::start());
    // The requests came some milliseconds apart, and are sent a thousand times as slowly.
    let replay = Builder::new()
        .bare()
        .args(["replay", "--speed", "0.001", "--to", &to.url()])
        .env("EVENTPIT_URL", from.url())
        .shell("pid=$$; (while [ ! -e sent ]; do sleep 0.02; done; kill -INT $pid) & :");
    let sent = replay.folder().join("sent");
    let said = std::thread::scope(|scope| {
        let replay = scope.spawn(|| replay.run());
        until("a request", || (to.head() > 0).then_some(()));
        fs::write(&sent, "").expect("a file");
        replay.join().expect("its output")
    });
    said.assert_no_panic();
    assert_eq!(said.code, Some(130), "{said:#?}");
    assert!(
        said.stdout.ends_with("\nstopped: the rest was not sent\n"),
        "{said:#?}"
    );
    for server in [from, to] {
        assert_eq!(server.stop().code, Some(0));
    }
}
