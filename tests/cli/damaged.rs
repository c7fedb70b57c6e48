//! Damage to the journal: it is said, the file is kept, and what is not damaged goes on.

use std::fs;
use std::os::unix::fs::FileExt;

use rusqlite::Connection;

use crate::start_errors::assert_refused;
use crate::support::{Builder, Server, recording, until};

const JITSU: &[(&str, &str)] = &[("X-Write-Key", "a:b"), ("Content-Type", "application/json")];

fn send(server: &Server, name: &str) {
    let body = format!(r#"{{"event":"{name}","filler":"{}"}}"#, "x".repeat(6000));
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn damage_in_the_middle_is_said_and_requests_are_recorded_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("journal.db");
    let server = Builder::new().data(folder.path()).start();
    for at in 0..200 {
        send(&server, &format!("e{at}"));
    }
    assert_eq!(server.stop().code, Some(0));
    let size = fs::metadata(&journal).expect("the journal").len();
    let (page, garbage) = (size / 2 / 4096 * 4096, [0xa5; 8 * 4096]);
    let file = fs::File::options().write(true).open(&journal);
    file.and_then(|file| file.write_all_at(&garbage, page))
        .expect("garbage");
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.path().join(format!("index.db{suffix}")));
    }
    let mut server = Builder::new().data(folder.path()).start();
    server.expect_errors();
    let health = until("the damage to be found", || {
        let health = server.api("/health");
        (health["status"] == "failing").then_some(health)
    });
    let why = health["trouble"].as_str().expect("why");
    assert!(why.contains("journal.db is damaged"), "{why}");
    // What stands before the damage is there.
    let reached = health["projected_to"].as_i64().expect("how far it is");
    assert!((10..200).contains(&reached), "{health}");
    let oldest = server.api("/events?order=asc&limit=10");
    assert_eq!(oldest["items"][9]["name"], "e9", "{oldest}");
    let behind = server.get("/inspector/api/v1/events?at_least=1&limit=1");
    assert!(matches!(behind.status, 200 | 503), "{}", behind.text());
    send(&server, "after");
    let head = server.head();
    assert_eq!(
        server.api(&format!("/requests/{head}"))["status"],
        serde_json::Value::Null
    );
    let last = server.api(&format!("/requests/{head}"));
    assert!(last["body"].as_str().expect("a body").contains("after"));
    assert_eq!(server.stop().code, Some(0));
    // Nothing was thrown away or written over.
    let bytes = fs::read(&journal).expect("the journal");
    let start = usize::try_from(page).expect("a place");
    assert_eq!(bytes[start..start + garbage.len()], garbage);
    let db = recording::open(&journal);
    let first: i64 = db
        .query_row("SELECT min(cursor) FROM entry", [], |row| row.get(0))
        .expect("the first");
    assert_eq!(first, 1);
}

#[test]
fn damage_to_the_journal_costs_nothing_of_the_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("journal.db");
    let server = Builder::new().data(folder.path()).start();
    for at in 0..200 {
        send(&server, &format!("e{at}"));
    }
    assert_eq!(server.events().len(), 200);
    assert_eq!(server.stop().code, Some(0));
    // As if the words of the rows were still to be indexed: the journal is read for them.
    let index = Connection::open(folder.path().join("index.db")).expect("the index");
    index
        .execute_batch("UPDATE progress SET text_to = 0, text_ord = 0; DELETE FROM text_part")
        .expect("an index without words");
    for list in ["event", "request"] {
        let _ = index.execute_batch(&format!("DROP TABLE text_{list}_0"));
    }
    drop(index);
    let size = fs::metadata(&journal).expect("the journal").len();
    let (page, garbage) = (size / 2 / 4096 * 4096, [0xa5; 8 * 4096]);
    let file = fs::File::options().write(true).open(&journal);
    file.and_then(|file| file.write_all_at(&garbage, page))
        .expect("garbage");
    let mut server = Builder::new().data(folder.path()).start();
    server.expect_errors();
    let why = until("the damage to be found", || {
        let health = server.api("/health");
        health["trouble"].as_str().map(str::to_string)
    });
    assert!(why.contains("journal.db is damaged"), "{why}");
    assert_eq!(server.events().len(), 200);
    assert_eq!(server.get("/inspector/events").status, 200);
    assert_eq!(server.stop().code, Some(0));
    // Nor does who tries to mend it lose what is left.
    let kept = fs::read(folder.path().join("index.db")).expect("the index");
    let data = folder.path().to_str().expect("a name");
    let reindex = Builder::new().bare().args(["reindex", "--data", data]);
    assert_refused(&reindex.run(), 14, "recording-damaged", &["journal.db"]);
    let left = fs::read(folder.path().join("index.db")).expect("the index");
    assert!(kept == left);
}

#[test]
fn a_journal_that_lacks_what_its_index_has_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let [journal, index] = ["journal.db", "index.db"].map(|file| folder.path().join(file));
    let server = Builder::new().data(folder.path()).start();
    send(&server, "one");
    assert_eq!(server.events().len(), 1);
    assert_eq!(server.stop().code, Some(0));
    let older = fs::read(&journal).expect("the journal");
    let server = Builder::new().data(folder.path()).start();
    send(&server, "two");
    assert_eq!(server.events().len(), 2);
    let head = server.head();
    assert_eq!(server.stop().code, Some(0));
    let [newer, kept] = [&journal, &index].map(|file| fs::read(file).expect("a file"));
    let refused = |mentions: &[&str]| {
        let ended = Builder::new().data(folder.path()).try_start().err();
        let mentions = [mentions, &["journal.db", "move index.db away"]].concat();
        assert_refused(&ended.expect("an end"), 14, "recording-damaged", &mentions);
    };
    let up_to = format!("rows up to {head}");
    fs::write(&journal, &older).expect("an older journal");
    refused(&["ends at row 1", &up_to]);
    assert_eq!(fs::read(&journal).expect("the journal"), older);
    let up_to = format!("up to row {head}");
    fs::write(&journal, b"").expect("an empty file");
    refused(&["gone or empty", &up_to]);
    fs::remove_file(&journal).expect("a file");
    refused(&["gone or empty", &up_to]);
    let data = folder.path().to_str().expect("a name");
    let read = Builder::new().bare().args(["events", "--data", data]).run();
    assert_refused(&read, 14, "recording-damaged", &["gone or empty", &up_to]);
    // One in which nothing was made: all that was in it was in a log that is gone.
    let made = Connection::open(&journal).expect("a file");
    made.execute_batch("PRAGMA journal_mode = WAL; VACUUM")
        .expect("a database without tables");
    drop(made);
    refused(&["gone or empty", &up_to]);
    assert_eq!(fs::read(&index).expect("the index"), kept);
    fs::remove_file(&journal).expect("a file");
    let damaged = [&kept[..100], &[0xa5; 4096]].concat();
    fs::write(&index, &damaged).expect("a damaged index");
    refused(&["gone or empty", "index.db cannot be read"]);
    assert_eq!(fs::read(&index).expect("the index"), damaged);
    // With the journal that it was made from, all is there again.
    fs::write(&journal, &newer).expect("the journal");
    let server = Builder::new().data(folder.path()).start();
    assert_eq!(server.events().len(), 2);
    assert_eq!(server.stop().code, Some(0));
    for file in [&journal, &index] {
        fs::remove_file(file).expect("a file");
    }
    let server = Builder::new().data(folder.path()).start();
    assert_eq!(server.events().len(), 0, "it is a new one");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_empty_file_is_a_new_recording() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("journal.db"), b"").expect("a file");
    let server = Builder::new().data(folder.path()).start();
    send(&server, "one");
    assert_eq!(server.events().len(), 1);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_folder_in_the_journals_place_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("journal.db")).expect("a folder");
    let ended = Builder::new().data(folder.path()).try_start().err();
    let mentions = ["cannot use", "journal.db", "Is a directory"];
    assert_refused(&ended.expect("an end"), 14, "recording-folder", &mentions);
}
