use std::io::{BufRead, BufReader};
use std::net::TcpStream;

use serde_json::json;

use crate::support::{Connection, Server, head_bytes};

/// The lines of a stream of server-sent events, chunk sizes and empty lines left out.
struct Lines(BufReader<TcpStream>);

impl Lines {
    fn open(server: &Server, path: &str, headers: &[(&str, &str)]) -> Lines {
        let mut connection = Connection::open(&server.inspector).expect("a connection");
        let head = head_bytes("GET", path, &server.inspector, headers, None);
        connection.send(&head).expect("the request goes out");
        let stream = connection.stream().try_clone().expect("the socket");
        Lines(BufReader::new(stream))
    }

    /// The next line that begins with one of these; nothing at the stream's end.
    fn next(&mut self, starts: &[&str]) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).expect("a line") == 0 {
                return None;
            }
            let line = line.trim_end();
            if starts.iter().any(|start| line.starts_with(start)) {
                return Some(line.to_string());
            }
        }
    }

    fn ids(&mut self, count: usize) -> Vec<String> {
        let mut id = || self.next(&["id: "]).expect("an id").replace("id: ", "");
        (0..count).map(|_| id()).collect()
    }
}

fn track(server: &Server, session: &str) {
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Write-Key", "demo:secret"),
        ("X-Eventpit-Session", session),
    ];
    let answer = server.request(
        "POST",
        "/api/s/track",
        &headers,
        br#"{"event":"Signed Up"}"#,
    );
    assert_eq!(answer.status, 200);
}

#[test]
fn it_resumes_where_it_was_left() {
    let server = Server::start();
    for _ in 0..3 {
        track(&server, "a");
    }
    server.wait_projected();
    let path = "/inspector/stream?view=events&after=0";
    let mut from_page = Lines::open(&server, path, &[]);
    assert_eq!(from_page.ids(3), ["1.0", "2.0", "3.0"]);
    let mut resumed = Lines::open(&server, path, &[("Last-Event-ID", "2.0")]);
    assert_eq!(resumed.ids(1), ["3.0"]);
    track(&server, "a");
    assert_eq!(resumed.ids(1), ["4.0"]);
    assert_eq!(from_page.ids(1), ["4.0"]);
}

#[test]
fn a_lost_event_has_its_reason_before_what_else_is_told_of_it() {
    let server = Server::start();
    let headers = [("Content-Type", "application/json")];
    let body = br#"{"event_name":"search"}"#;
    let answer = server.request("POST", "/events?tc_s=1", &headers, body);
    assert_eq!(answer.status, 200);
    let mut lines = Lines::open(&server, "/inspector/stream?view=events&after=0", &[]);
    let told = lines.next(&[r#"data: <td role="cell" class="findings">"#]);
    let told = told.expect("the row of the event");
    assert!(told.contains("the query has no token"), "{told}");
}

#[test]
fn it_keeps_to_its_filter() {
    let server = Server::start();
    let path = "/inspector/stream?view=requests&session=b&platform=jitsu&after=0";
    let mut lines = Lines::open(&server, path, &[]);
    for session in ["a", "b", "a", "b"] {
        track(&server, session);
    }
    assert_eq!(lines.ids(2), ["2", "4"]);
}

#[test]
fn who_is_far_behind_is_told_to_read_the_list() {
    let server = Server::start();
    for _ in 0..101 {
        track(&server, "a");
    }
    let head = server.wait_projected();
    let mut lines = Lines::open(&server, "/inspector/stream?view=events&after=0", &[]);
    assert_eq!(lines.ids(1), [head.to_string()]);
    assert_eq!(lines.next(&["event: "]).as_deref(), Some("event: resync"));
    track(&server, "a");
    assert_eq!(lines.next(&["event: "]).as_deref(), Some("event: row"));
    // A place that this recording has not reached is one of another recording.
    let other = "/inspector/stream?view=events&after=999";
    let mut lines = Lines::open(&server, other, &[]);
    for told in ["event: version", "event: faults", "event: resync"] {
        assert_eq!(lines.next(&["event: "]).as_deref(), Some(told));
    }
}

#[test]
fn it_tells_how_the_banner_of_the_faults_changes() {
    let server = Server::start();
    let mut lines = Lines::open(&server, "/inspector/stream?view=events", &[]);
    let mut banner = || {
        lines.next(&["event: faults"]).expect("the event");
        lines.next(&["data: "]).expect("its data")
    };
    assert_eq!(banner(), "data: <div id=\"faults-armed\"></div>");
    let fault = json!({"kind": "status", "status": 503, "name": "<b>"});
    assert_eq!(server.ask("/faults", &fault).status, 201);
    let told = banner();
    assert!(
        told.contains("A fault is armed") && !told.contains("<b>") && told.ends_with("</div>"),
        "{told}"
    );
    let path = "/inspector/api/v1/faults";
    let gone =
        Connection::open(&server.inspector).and_then(|mut it| it.request("DELETE", path, &[], b""));
    assert_eq!(gone.expect("an answer").status, 200);
    assert_eq!(banner(), "data: <div id=\"faults-armed\"></div>");
}

#[test]
fn it_is_not_held_back_and_ends_with_the_server() {
    let server = Server::start();
    let path = "/inspector/stream?view=events";
    let mut lines = Lines::open(&server, path, &[("Accept-Encoding", "gzip, br")]);
    let mut head = Vec::new();
    while let Some(line) = lines.next(&["content-", "cache-", "x-accel", "retry"]) {
        head.push(line.to_lowercase());
        if line.starts_with("retry") {
            break;
        }
    }
    for expected in [
        "content-type: text/event-stream",
        "cache-control: no-cache, no-transform",
        "x-accel-buffering: no",
        "retry: 1000",
    ] {
        assert!(
            head.iter().any(|line| line == expected),
            "{expected}: {head:?}"
        );
    }
    assert!(!head.iter().any(|line| line.starts_with("content-encoding")));
    let output = server.stop();
    assert_eq!(output.code, Some(0));
    // What it is of, and nothing that came.
    assert_eq!(lines.next(&["event"]).as_deref(), Some("event: version"));
    assert_eq!(lines.next(&["event"]).as_deref(), Some("event: faults"));
    assert_eq!(lines.next(&["event"]), None);
}
