//! What keeps it from starting: an exit code, one message with a hint and a stable code, and
//! nothing harmed.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

use crate::support::builder::write_files;
use crate::support::{Builder, Output, Server};

/// One clear message: what, a hint, the stable code; and that is all.
pub fn assert_refused(output: &Output, exit: i32, code: &str, mentions: &[&str]) {
    assert_eq!(output.code, Some(exit), "{output:#?}");
    output.assert_no_panic();
    assert_eq!(output.stdout, "", "a banner in spite of it");
    let said = |text: &str| output.stderr.matches(text).count();
    let lines = |start: &str| {
        let lines = output.stderr.lines();
        lines.filter(|line| line.starts_with(start)).count()
    };
    assert_eq!(lines("eventpit: "), 1, "{output:#?}");
    assert_eq!(lines("  hint: "), 1, "{output:#?}");
    assert_eq!(said(&format!("[{code}]")), 1, "{output:#?}");
    assert!(
        output.stderr.trim_end().ends_with(&format!("[{code}]")),
        "{output:#?}"
    );
    for mention in mentions {
        assert!(
            output.stderr.contains(mention),
            "{mention:?} in {output:#?}"
        );
    }
}

/// The files of a folder with their content, the lock aside.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.file_name() != "lock")
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect()
}

/// A recording of one request in `data`.
fn record_one(data: &Path) {
    let server = Builder::new().data(data).start();
    server.request("POST", "/jitsu/api/s/track", &[], b"{\"event\":\"kept\"}");
    assert_eq!(server.stop().code, Some(0));
}

fn start_on(data: &Path) -> Output {
    match Builder::new().data(data).try_start() {
        Ok(_) => panic!("it started on {}", data.display()),
        Err(output) => output,
    }
}

#[test]
fn a_port_in_use_costs_the_recording_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    record_one(&data);
    let before = contents(&data);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    for flag in ["--listen", "--tls-listen", "--inspector-listen"] {
        let ended = Builder::new()
            .args(["--data".as_ref(), data.as_os_str()])
            .args([flag, &address])
            .args(match flag {
                "--listen" => vec![],
                _ => vec!["--listen", "127.0.0.1:0"],
            })
            .run();
        assert_refused(&ended, 10, "address-in-use", &[&address, "--listen"]);
        assert_eq!(contents(&data), before, "{flag}");
    }
}

#[test]
fn an_address_of_another_machine_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = Builder::new()
        .args(["--data".as_ref(), folder.path().as_os_str()])
        // TEST-NET-1 (RFC 5737): nobody's.
        .args(["--listen", "192.0.2.1:8484"])
        .run();
    assert_refused(&ended, 10, "cannot-listen", &["192.0.2.1:8484"]);
}

#[test]
fn a_recording_that_is_open_elsewhere_is_not_touched() {
    let running = Server::start();
    running.request("POST", "/jitsu/api/s/track", &[], b"{}");
    let ended = start_on(&running.data);
    let shown = running.data.display().to_string();
    assert_refused(
        &ended,
        11,
        "recording-locked",
        &[&shown, "--data", "--ephemeral"],
    );
    running.request("POST", "/jitsu/api/s/track", &[], b"{}");
    assert_eq!(running.requests().len(), 2);
    assert_eq!(running.stop().code, Some(0));
}

#[test]
fn a_killed_eventpit_leaves_no_lock_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut killed = Builder::new().data(folder.path()).start();
    killed.kill();
    let again = Builder::new().data(folder.path()).start();
    assert_eq!(again.stop().code, Some(0));
}

#[test]
fn a_broken_workspace_names_file_line_and_column() {
    let ended = Builder::new()
        .workspace(&[("workspace.json", "{\n  \"name\": oops\n}\n")])
        .try_start()
        .err()
        .expect("an end");
    let mentions = ["workspace.json:2:11", "eventpit check"];
    assert_refused(&ended, 12, "workspace-unreadable", &mentions);
}

#[test]
fn a_workspace_that_is_not_there_is_said() {
    let ended = Builder::new()
        .args(["--workspace", "no-such-folder"])
        .try_start()
        .err()
        .expect("an end");
    assert_refused(&ended, 12, "workspace-unreadable", &["no-such-folder"]);
}

#[test]
fn a_recording_of_a_newer_version_is_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    record_one(&data);
    let db = rusqlite::Connection::open(data.join("journal.db")).expect("the journal");
    let known: i64 = db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .expect("a format");
    db.execute_batch(&format!("PRAGMA user_version = {}", known + 1))
        .expect("a newer format");
    drop(db);
    let before = contents(&data);
    let ended = start_on(&data);
    let newer = format!("format {}", known + 1);
    assert_refused(&ended, 13, "recording-newer", &[&newer, "update eventpit"]);
    assert_eq!(contents(&data), before);
}

#[test]
fn a_file_that_is_no_database_is_left_byte_for_byte() {
    let text = "Dear diary, this is no database. ".repeat(500);
    let folder = tempfile::tempdir().expect("a folder");
    write_files(folder.path(), &[("journal.db", &text)]);
    let ended = start_on(folder.path());
    let mentions = ["journal.db", "left untouched"];
    assert_refused(&ended, 14, "recording-damaged", &mentions);
    let after = contents(folder.path());
    assert_eq!(
        after.get("journal.db").map(Vec::as_slice),
        Some(text.as_bytes())
    );
    assert_eq!(after.len(), 1, "{:?}", after.keys());
}

#[test]
fn a_database_of_another_program_is_left_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.db");
    rusqlite::Connection::open(&file)
        .and_then(|db| db.execute_batch("CREATE TABLE diary (dear TEXT)"))
        .expect("a database");
    let before = contents(folder.path());
    let ended = start_on(folder.path());
    assert_refused(
        &ended,
        14,
        "recording-damaged",
        &["journal.db", "another program"],
    );
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_journal_that_was_cut_off_is_left_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    record_one(&data);
    let file = data.join("journal.db");
    let whole = fs::read(&file).expect("the journal");
    // Its first page says what is in it; the rest is gone.
    fs::write(&file, &whole[..4096]).expect("a shorter journal");
    let before = contents(&data);
    let ended = start_on(&data);
    assert_refused(&ended, 14, "recording-damaged", &["journal.db"]);
    assert_eq!(contents(&data).get("journal.db"), before.get("journal.db"));
}

#[test]
fn a_recordings_folder_that_is_a_file_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data");
    fs::write(&file, "a file").expect("a file");
    let ended = start_on(&file);
    let shown = file.display().to_string();
    assert_refused(&ended, 14, "recording-folder", &[&shown, "--ephemeral"]);
    assert_eq!(fs::read(&file).expect("the file"), b"a file");
}
