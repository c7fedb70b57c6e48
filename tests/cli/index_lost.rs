//! An index that is taken away or damaged while the server runs: it is made again by itself.

use std::fs;

use serde_json::Value;

use crate::support::{Builder, Server, until};

fn send(server: &Server, name: &str) {
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    let body = format!(r#"{{"event":"{name}"}}"#);
    let answer = server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn names(server: &Server) -> Vec<Value> {
    let head = server.head();
    let path = format!("/inspector/api/v1/events?order=asc&at_least={head}");
    // While it is made again, the API says so.
    let page = until("the index", || {
        let answer = server.get(&path);
        assert!(matches!(answer.status, 200 | 503), "{}", answer.text());
        (answer.status == 200).then(|| answer.json())
    });
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["name"].clone()).collect()
}

fn wait_made_again(server: &Server, times: usize) {
    until("the index to be made again", || {
        let said = server
            .stderr()
            .matches("the index is gone or damaged")
            .count();
        (said >= times).then_some(())
    });
}

#[test]
fn one_that_is_taken_away_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new().data(folder.path()).start();
    for name in ["a", "b", "c"] {
        send(&server, name);
    }
    assert_eq!(names(&server), ["a", "b", "c"]);
    fs::remove_file(folder.path().join("index.db")).expect("removed");
    wait_made_again(&server, 1);
    send(&server, "d");
    assert_eq!(names(&server), ["a", "b", "c", "d"]);
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.path().join(format!("index.db{suffix}")));
    }
    send(&server, "e");
    wait_made_again(&server, 2);
    assert_eq!(names(&server), ["a", "b", "c", "d", "e"]);
    assert_eq!(server.stop().code, Some(0));
    assert!(folder.path().join("index.db").exists());
}

#[test]
fn one_that_is_damaged_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Builder::new().data(folder.path()).start();
    server.expect_errors();
    for at in 0..50 {
        send(&server, &format!("e{at}"));
    }
    assert_eq!(names(&server).len(), 50);
    // All pages, in place: the file is the same one, and no longer a database.
    for suffix in ["", "-wal"] {
        let file = folder.path().join(format!("index.db{suffix}"));
        let size = fs::metadata(&file).expect("a file").len();
        let garbage = vec![0xa5; usize::try_from(size).expect("a size")];
        fs::write(&file, garbage).expect("garbage");
    }
    until("all events, again", || {
        send(&server, "more");
        let answer = server.get("/inspector/api/v1/events?limit=1000");
        assert!(
            matches!(answer.status, 200 | 500 | 503),
            "{}",
            answer.text()
        );
        let items = answer.json()["items"].as_array().map(Vec::len);
        let made = server.stderr().contains("the index is gone or damaged");
        (made && items > Some(50)).then_some(())
    });
    assert_eq!(server.api("/health")["status"], "ok");
    assert_eq!(server.stop().code, Some(0));
}
