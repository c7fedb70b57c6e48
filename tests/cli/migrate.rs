//! Recordings that were made by an earlier eventpit.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::start_errors::assert_refused;
use crate::support::{Builder, recording};

/// A journal as the version with that format left it: six requests of three platforms, one of them
/// a duplicate.
fn recorded_by(format: i64) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join(format!("tests/recordings/format-{format}.db"))
}

fn format_of(journal: &Path) -> i64 {
    let db = recording::open(journal);
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("a format")
}

#[test]
fn a_journal_of_an_earlier_version_is_opened_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("journal.db");
    fs::copy(recorded_by(1), &journal).expect("a copy");
    assert_eq!(format_of(&journal), 1, "the file is what it is said to be");
    let server = Builder::new().data(folder.path()).start();
    let told = |events: Vec<Value>| -> Vec<Value> {
        let told =
            |it: &Value| json!([it["id"], it["session"], it["canonical_name"], it["outcome"]]);
        events.iter().map(told).collect()
    };
    let before = [
        json!(["1.0", "default", "add_to_cart", "accepted"]),
        json!(["2.0", "old", "identify", "accepted"]),
        json!(["3.0", "old", "A", "accepted"]),
        json!(["4.0", "old", "A", "dropped"]),
    ];
    assert_eq!(told(server.events()), before);
    assert_eq!(server.requests().len(), 6);
    assert_eq!(server.api("/requests/6")["body_base64"], "bmFtZTog/w==");
    let pruned = json!({"requests": 0, "events": 0, "upto": 0});
    assert_eq!(server.api("/health")["pruned"], pruned);
    // What only the new format has works in it.
    let cleared = server.request("POST", "/inspector/api/v1/clear?session=old", &[], b"");
    assert_eq!(cleared.json()["requests"], 3, "{}", cleared.text());
    assert_eq!(server.events().len(), 1);
    let undo = format!(
        "/inspector/api/v1/clear/{}/undo",
        cleared.json()["id"].as_str().expect("id")
    );
    assert_eq!(server.request("POST", &undo, &[], b"").status, 200);
    assert_eq!(told(server.events()), before);
    assert_eq!(server.stop().code, Some(0));
    assert!(format_of(&journal) > 1);
    let again = Builder::new().data(folder.path()).start();
    assert_eq!(told(again.events()), before);
    assert_eq!(again.stop().code, Some(0));
}

#[test]
fn a_journal_that_cannot_be_brought_to_the_new_format_stays_in_the_old() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal = folder.path().join("journal.db");
    fs::copy(recorded_by(1), &journal).expect("a copy");
    // A table of another program stands where one is to be made.
    rusqlite::Connection::open(&journal)
        .and_then(|db| db.execute_batch("CREATE TABLE pruned (x TEXT)"))
        .expect("a table");
    let ended = Builder::new().data(folder.path()).try_start().err();
    assert_refused(&ended.expect("an end"), 14, "recording-failed", &["pruned"]);
    assert_eq!(format_of(&journal), 1);
    let db = recording::open(&journal);
    let count = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).expect("a count") };
    assert_eq!(count("SELECT count(*) FROM entry"), 6);
    let made = "SELECT count(*) FROM sqlite_schema WHERE name = 'entry_control'";
    assert_eq!(count(made), 0, "half of it was made");
}
