//! Whatever becomes of a request, it is recorded as it came, and its answer as it went.

use serde_json::Value;

use crate::support::recording::body_of;
use crate::support::{Connection, Response, Server};

/// Header lines; lines of one name keep their order.
fn sorted(mut headers: Vec<(String, String)>) -> Vec<(String, String)> {
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    headers
}

fn shown_headers(shown: &Value) -> Vec<(String, String)> {
    sorted(serde_json::from_value(shown["headers"].clone()).expect("pairs"))
}

/// The answer as it came over the wire is the one in the recording.
fn assert_answer(request: &Value, answer: &Response) {
    let recorded = &request["answer"];
    assert_eq!(recorded["status"], answer.status, "{request:#}");
    if request["method"] != "HEAD" {
        assert!(body_of(recorded) == answer.body, "{request:#}");
    }
    // The HTTP library adds these.
    let added = ["date", "content-length", "connection", "transfer-encoding"];
    let headers = answer.headers.iter().cloned();
    let headers = headers
        .filter(|(name, _)| !added.contains(&name.as_str()))
        .collect();
    assert_eq!(shown_headers(recorded), sorted(headers), "{request:#}");
}

#[test]
fn whatever_becomes_of_it() {
    let server = Server::start();
    let all: Vec<u8> = (0..=255).collect();
    let json = ("Content-Type", "application/json");
    type Sent<'a> = (&'a str, &'a str, Vec<(&'a str, &'a str)>, &'a [u8], &'a str);
    let sent: Vec<Sent> = vec![
        (
            "POST",
            "/jitsu/api/s/track?a=1&b=%20&&c",
            vec![json, ("X-Write-Key", "a:b")],
            b"{\"event\":\"e\"}",
            "accepted",
        ),
        (
            "POST",
            "/jitsu/api/s/track",
            vec![json],
            b"{\"event\":\"no key\"}",
            "dropped",
        ),
        (
            "POST",
            "/jitsu/api/s/track",
            vec![json, ("X-Write-Key", "a:b")],
            b"no JSON",
            "dropped",
        ),
        (
            "POST",
            "/jitsu/api/s/track",
            vec![("X-Write-Key", "a:b")],
            &all,
            "rejected",
        ),
        ("PUT", "/jitsu/api/s/track", vec![json], b"{}", "rejected"),
        ("BREW", "/jitsu/api/s/track", vec![], b"", "rejected"),
        (
            "OPTIONS",
            "/jitsu/api/s/track",
            vec![
                ("Origin", "https://shop.example"),
                ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "x-write-key"),
            ],
            b"",
            "served",
        ),
        ("GET", "/jitsu/health", vec![], b"", "served"),
        ("HEAD", "/jitsu/health", vec![], b"", "rejected"),
        ("GET", "/jitsu/v1/batch/", vec![], b"", "rejected"),
        ("POST", "/jitsu/no/such/path", vec![json], b"{}", "rejected"),
        (
            "POST",
            "/no%2Fsuch/p%C3%A4th/..;/x?q=%00",
            vec![],
            b"x=1",
            "unmatched",
        ),
        ("DELETE", "/elsewhere", vec![], &all, "unmatched"),
        (
            "GET",
            "/elsewhere",
            vec![
                ("Cookie", "a=1; b=2"),
                ("X-Twice", "first"),
                ("X-Twice", "second"),
                ("X-TWICE", "third"),
            ],
            b"",
            "unmatched",
        ),
        (
            "GET",
            "/elsewhere",
            vec![("X-Text", "Größe 42"), ("X-Empty", "")],
            b"a body in a GET",
            "unmatched",
        ),
    ];
    for (method, target, headers, body, outcome) in &sent {
        let answer = server.request(method, target, headers, body);
        let request = server.last_request();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        assert_eq!(request["method"], *method);
        assert_eq!(request["path"], path);
        assert_eq!(request["query"], query);
        assert_eq!(request["outcome"], *outcome, "{method} {target}");
        assert_eq!(request["peer"], "127.0.0.1");
        assert_eq!(request["body_state"], "complete");
        assert_eq!(request["body_length"], body.len());
        assert!(body_of(&request) == *body, "{request:#}");
        let mut expected = vec![("host".to_string(), server.address.clone())];
        if !body.is_empty() || !matches!(*method, "GET" | "HEAD" | "OPTIONS") {
            expected.push(("content-length".into(), body.len().to_string()));
        }
        expected.extend(
            headers
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_string())),
        );
        assert_eq!(shown_headers(&request), sorted(expected));
        assert_answer(&request, &answer);
    }
    assert_eq!(server.requests().len(), sent.len());
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn bytes_in_a_header_that_are_no_utf8_are_kept() {
    let server = Server::start();
    let mut connection = server.connect();
    connection
        .send(
            b"GET /elsewhere HTTP/1.1\r\nHost: x\r\nX-Latin: caf\xe9\r\nX-Utf: caf\xc3\xa9\r\n\r\n",
        )
        .expect("sent");
    let answer = connection.read_answer("GET").expect("an answer");
    let request = server.last_request();
    assert_answer(&request, &answer);
    let headers = shown_headers(&request);
    for name in ["x-latin", "x-utf"] {
        let value = headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str());
        assert_eq!(value, Some("café"), "{name}");
    }
}

#[test]
fn a_chunked_body_is_recorded_without_its_chunks() {
    let server = Server::start();
    let mut connection = server.connect();
    connection
        .send(
            b"POST /elsewhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
              5\r\nhello\r\n1;ext=1\r\n \r\n5\r\nworld\r\n0\r\n\r\n",
        )
        .expect("sent");
    let answer = connection.read_answer("POST").expect("an answer");
    let request = server.last_request();
    assert_answer(&request, &answer);
    assert_eq!(request["body"], "hello world");
    assert_eq!(request["body_length"], 11);
}

#[test]
fn requests_on_one_connection_are_recorded_one_by_one_in_order() {
    let server = Server::start();
    let mut connection = Connection::open(&server.address).expect("a connection");
    // Pipelined: all are sent before the first answer is read.
    for number in 0..20 {
        let body = format!("body {number}");
        let head = format!(
            "POST /elsewhere/{number} HTTP/1.1\r\nHost: x\r\nContent-Length: {}",
            body.len()
        );
        connection
            .send(format!("{head}\r\n\r\n{body}").as_bytes())
            .expect("sent");
    }
    for number in 0..20 {
        let answer = connection.read_answer("POST").expect("an answer");
        assert!(
            answer
                .text()
                .contains(&format!("POST /elsewhere/{number}\n")),
            "{}",
            answer.text()
        );
    }
    let paths: Vec<Value> = server
        .requests()
        .iter()
        .map(|row| row["path"].clone())
        .collect();
    let expected: Vec<String> = (0..20)
        .map(|number| format!("/elsewhere/{number}"))
        .collect();
    assert_eq!(paths, expected);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_restart_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut seen = Vec::new();
    for round in 0..3 {
        let server = crate::support::Builder::new().data(folder.path()).start();
        server.request("POST", &format!("/elsewhere/{round}"), &[], b"");
        seen.push(format!("/elsewhere/{round}"));
        let rows = server.requests();
        let paths: Vec<&str> = rows.iter().filter_map(|row| row["path"].as_str()).collect();
        assert_eq!(paths, seen);
        assert_eq!(server.stop().code, Some(0));
    }
}
