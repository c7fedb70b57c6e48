//! `eventpit reindex`: the index is made again from the journal.

use crate::start_errors::assert_refused;
use crate::support::{Builder, Server, recording};

#[test]
fn the_index_is_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new().data(folder.path()).start();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    for at in 0..50 {
        let body = format!(r#"{{"event":"e{at}"}}"#);
        server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
    }
    server.wait_indexed();
    assert_eq!(server.stop().code, Some(0));
    let index = folder.path().join("index.db");
    let before = recording::dump_index(&index);
    // Whatever is in it, it is thrown away.
    rusqlite::Connection::open(&index)
        .and_then(|db| db.execute_batch("DELETE FROM event; CREATE TABLE odd (x)"))
        .expect("another index");
    let data = folder.path().as_os_str();
    let ended = Builder::new()
        .bare()
        .args(["reindex".as_ref(), "--data".as_ref(), data])
        .run();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    assert!(ended.stdout.contains("50 rows"), "{ended:#?}");
    assert_eq!(
        recording::dump_index(&index),
        before,
        "words and destinations as well"
    );
    let again = Builder::new().data(folder.path()).start();
    assert_eq!(again.events().len(), 50);
    assert_eq!(again.stop().code, Some(0));
}

#[test]
fn a_recording_that_is_open_or_none_is_refused() {
    let server = Server::start();
    let reindex = |folder: &std::path::Path| {
        let args = ["reindex".as_ref(), "--data".as_ref(), folder.as_os_str()];
        Builder::new().bare().args(args).run()
    };
    assert_refused(
        &reindex(&server.data),
        11,
        "recording-locked",
        &["another eventpit"],
    );
    let folder = tempfile::tempdir().expect("a folder");
    assert_refused(&reindex(folder.path()), 14, "no-recording", &["--data"]);
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 0, "nothing is made");
    assert_eq!(server.stop().code, Some(0));
}
