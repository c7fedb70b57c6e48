//! The stream of rows as JSON.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::send::{batch, track};
use crate::support::{Connection, Server, head_bytes};

/// A stream of server-sent events.
struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(server: &Server, path: &str, headers: &[(&str, &str)]) -> Stream {
        let mut connection = Connection::open(&server.inspector).expect("a connection");
        let path = format!("/inspector/api/v1/stream{path}");
        let head = head_bytes("GET", &path, &server.inspector, headers, None);
        connection.send(&head).expect("the request goes out");
        let stream = connection.stream().try_clone().expect("the socket");
        let mut stream = Stream(BufReader::new(stream));
        // It follows from here on once this is there.
        assert_eq!(stream.field("retry"), "1000");
        stream
    }

    /// The value of the next field of that name.
    fn field(&mut self, name: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("a line");
            assert!(read > 0, "the stream ended before {name}");
            if let Some(value) = line.trim_end().strip_prefix(&format!("{name}: ")) {
                return value.to_string();
            }
        }
    }

    /// The next message: its id, its name, its data.
    fn message(&mut self) -> (String, String, String) {
        (self.field("id"), self.field("event"), self.field("data"))
    }

    fn row(&mut self) -> Value {
        let (id, name, data) = self.message();
        assert_eq!(name, "row");
        let row: Value = serde_json::from_str(&data).expect("JSON");
        assert_eq!(row["id"], *id);
        row
    }
}

#[test]
fn what_matches_comes_as_json_and_it_resumes_where_it_was_left() {
    let server = Server::start();
    track(&server, "before");
    server.wait_projected();
    let mut stream = Stream::open(&server, "?q=name%3Aa*", &[]);
    for name in ["a1", "b", "a2"] {
        track(&server, name);
    }
    let first = stream.row();
    assert_eq!(
        (&first["name"], &first["payload"]["event"]),
        (&json!("a1"), &json!("a1"))
    );
    drop(stream);
    track(&server, "a3");
    let id = first["id"].as_str().expect("an id");
    let mut resumed = Stream::open(&server, "?q=name%3Aa*&after=0", &[("Last-Event-ID", id)]);
    assert_eq!(resumed.row()["name"], "a2");
    assert_eq!(resumed.row()["name"], "a3");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn none_is_left_out_however_many_there_are() {
    let server = Server::start();
    for round in 0..4 {
        batch(&server, &format!("r{round}"), 600);
    }
    server.wait_projected();
    let mut stream = Stream::open(&server, "?after=0", &[]);
    for round in 0..4 {
        for at in 0..600 {
            assert_eq!(stream.row()["name"], format!("r{round}-{at}"));
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn requests_are_followed_too_and_another_recording_is_said() {
    let server = Server::start();
    let mut stream = Stream::open(&server, "?list=requests&q=status%3A404", &[]);
    track(&server, "taken");
    server.request("GET", "/nowhere", &[], b"");
    let row = stream.row();
    assert_eq!(
        (&row["path"], &row["outcome"]),
        (&json!("/nowhere"), &json!("unmatched"))
    );
    let mut lost = Stream::open(&server, "", &[("Last-Event-ID", "999999.0")]);
    let (_, name, _) = {
        let id = lost.field("id");
        (id, lost.field("event"), String::new())
    };
    assert_eq!(name, "resync");
    for bad in ["?list=all", "?q=(", "?after=x", "?platform=x", "?limit=1"] {
        let answer = server.get(&format!("/inspector/api/v1/stream{bad}"));
        assert_eq!(answer.status, 400, "{bad}: {}", answer.text());
    }
    assert_eq!(server.stop().code, Some(0));
}
