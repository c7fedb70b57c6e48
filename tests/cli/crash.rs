//! kill -9: nothing that was answered is lost, and what is derived comes out the same.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{Builder, Server, recording, until};

const CLIENTS: usize = 6;

/// Bursts of requests, each with an id of its own, from several clients at once, until the server
/// is killed; the ids of those that were answered.
fn burst_until_killed(mut server: Server, round: usize, answers: usize) -> Vec<String> {
    let address = server.address.clone();
    let answered = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (address, answered) = (&address, &answered);
                scope.spawn(move || send_until_it_breaks(address, round, client, answered))
            })
            .collect();
        until("answers", || {
            (answered.load(Ordering::Relaxed) >= answers).then_some(())
        });
        server.kill();
        clients
            .into_iter()
            .flat_map(|client| client.join().expect("a client"))
            .collect()
    })
}

fn send_until_it_breaks(
    address: &str,
    round: usize,
    client: usize,
    answered: &AtomicUsize,
) -> Vec<String> {
    let mut ids = Vec::new();
    let mut connection = crate::support::Connection::open(address).expect("a connection");
    for number in 0.. {
        let id = format!("{round}-{client}-{number}");
        let (target, headers, body) = message(&id, number);
        let answer = connection.request("POST", target, headers, body.as_bytes());
        match answer {
            Ok(answer) if answer.header("eventpit-recorded").is_none() => {
                ids.push(id);
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Ok(answer) => panic!("{} {}", answer.status, answer.text()),
            Err(_) => break,
        }
    }
    ids
}

/// Of each platform something, with ids and visitors that come again, so that the projection has
/// duplicates and identities to remember.
fn message(
    id: &str,
    number: usize,
) -> (
    &'static str,
    &'static [(&'static str, &'static str)],
    String,
) {
    let visitor = number % 7;
    match number % 4 {
        0 => (
            "/datafly/v1/t",
            &[
                ("Authorization", "Bearer dk_demo"),
                ("Content-Type", "application/json"),
            ],
            format!(
                r#"{{"type":"track","event":"Seen","anonymousId":"v{visitor}","messageId":"m{}","properties":{{"id":"{id}"}}}}"#,
                number % 40
            ),
        ),
        1 => (
            "/datafly/v1/i",
            &[
                ("Authorization", "Bearer dk_demo"),
                ("Content-Type", "application/json"),
            ],
            format!(
                r#"{{"type":"identify","userId":"u{visitor}","anonymousId":"v{visitor}","messageId":"{id}","traits":{{"id":"{id}"}}}}"#
            ),
        ),
        2 => (
            "/jitsu/v1/batch",
            &[
                ("Authorization", "Basic ZGVtbzpzZWNyZXQ="),
                ("Content-Type", "application/json"),
            ],
            format!(
                r#"{{"batch":[{{"type":"track","event":"A","messageId":"{id}"}},{{"type":"track","event":"B","messageId":"b{id}"}},{{"type":"page"}}]}}"#
            ),
        ),
        _ => (
            "/commanders-act/events?tc_s=1&token=demo",
            &[("Content-Type", "application/json")],
            format!(r#"{{"event_name":"search","search_term":"{id}"}}"#),
        ),
    }
}

/// How often each id is in the journal's bodies.
fn count_ids(journal: &Path) -> HashMap<String, usize> {
    let mut count = HashMap::new();
    for body in recording::bodies(journal) {
        let body = String::from_utf8(body).expect("UTF-8");
        // The id is the only string of the form 0-0-0.
        let id = body
            .split('"')
            .find(|text| {
                let parts: Vec<&str> = text.split('-').collect();
                parts.len() == 3 && parts.iter().all(|part| part.parse::<usize>().is_ok())
            })
            .unwrap_or_else(|| panic!("no id in {body}"));
        *count.entry(id.to_string()).or_default() += 1;
    }
    count
}

/// The index as it is once the server has caught up and stopped.
fn finished_index(data: &Path) -> Vec<String> {
    let server = Builder::new().data(data).start();
    server.wait_indexed();
    assert_eq!(server.stop().code, Some(0));
    recording::dump_index(&data.join("index.db"))
}

fn remove_index(data: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.join(format!("index.db{suffix}")));
    }
}

#[test]
fn killed_in_a_burst_nothing_answered_is_lost_and_the_index_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut answered = Vec::new();
    for round in 0..4 {
        let server = Builder::new().data(&data).start();
        answered.extend(burst_until_killed(server, round, 300));
    }
    let after_crashes = finished_index(&data);
    let count = count_ids(&data.join("journal.db"));
    for id in &answered {
        assert_eq!(count.get(id), Some(&1), "{id} was answered");
    }
    let twice: Vec<_> = count.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "recorded twice: {twice:?}");
    // A request whose answer was on its way is recorded too; there is at most one per client.
    assert!(count.len() <= answered.len() + 4 * CLIENTS);
    remove_index(&data);
    let undisturbed = finished_index(&data);
    assert!(undisturbed.len() >= answered.len());
    assert_eq!(after_crashes.len(), undisturbed.len());
    for (after, undisturbed) in after_crashes.iter().zip(&undisturbed) {
        assert_eq!(after, undisturbed);
    }
}

#[test]
fn killed_while_the_index_is_made_again_it_comes_out_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    burst_until_killed(server, 0, 2500);
    let undisturbed = finished_index(&data);
    let head = undisturbed
        .iter()
        .filter(|row| row.starts_with("request: "))
        .count() as i64;
    remove_index(&data);
    let mut in_the_middle = 0;
    for _ in 0..20 {
        let mut server = Builder::new().data(&data).start();
        let reached = server.api("/health")["projected_to"]
            .as_i64()
            .expect("a cursor");
        server.kill();
        in_the_middle += i64::from(reached < head);
        if reached >= head {
            break;
        }
    }
    assert!(in_the_middle > 0, "it was never killed in the middle");
    assert_eq!(finished_index(&data), undisturbed);
}

#[test]
fn an_index_that_is_garbage_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let server = Builder::new().data(&data).start();
    let (target, headers, body) = message("0-0-0", 2);
    server.request("POST", target, headers, body.as_bytes());
    assert_eq!(server.stop().code, Some(0));
    let whole = finished_index(&data);
    for garbage in [&b""[..], b"no database", &[0; 8192]] {
        fs::write(data.join("index.db"), garbage).expect("garbage");
        assert_eq!(finished_index(&data), whole);
    }
}

#[test]
fn a_stop_leaves_no_log_beside_the_recording() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 0..8 {
        let data = folder.path().join(format!("{round}"));
        let server = Builder::new().data(&data).start();
        let (target, headers, body) = message("0-0-0", 2);
        server.request("POST", target, headers, body.as_bytes());
        // What was asked leaves connections behind that wait for the next question.
        server.wait_indexed();
        assert_eq!(server.stop().code, Some(0));
        let left = fs::read_dir(&data).expect("the recording").map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.into_string().expect("UTF-8")
        });
        let logs: Vec<String> = left.filter(|name| name.contains('-')).collect();
        assert!(logs.is_empty(), "{logs:?}");
    }
}

#[test]
fn an_index_of_which_only_the_log_is_sound_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Builder::new().data(&data).start();
    let (target, headers, body) = message("0-0-0", 2);
    server.request("POST", target, headers, body.as_bytes());
    server.wait_indexed();
    server.kill();
    let log = fs::read(data.join("index.db-wal")).expect("a log");
    let whole = finished_index(&data);
    // From all of it in the log to its first page only.
    for frames in [log.len(), log.len() / 2, 32 + 24 + 4096] {
        for garbage in [&b"no database"[..], &[0; 8192]] {
            remove_index(&data);
            fs::write(data.join("index.db"), garbage).expect("garbage");
            fs::write(data.join("index.db-wal"), &log[..frames]).expect("a log");
            assert_eq!(finished_index(&data), whole, "{frames} bytes of the log");
        }
    }
}

#[test]
fn an_index_of_another_recording_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ours, other) = (folder.path().join("ours"), folder.path().join("other"));
    for (data, id) in [(&ours, "0-0-0"), (&other, "1-1-1")] {
        let server = Builder::new().data(data).start();
        let (target, headers, body) = message(id, 2);
        server.request("POST", target, headers, body.as_bytes());
        assert_eq!(server.stop().code, Some(0));
    }
    let whole = finished_index(&ours);
    finished_index(&other);
    fs::copy(other.join("index.db"), ours.join("index.db")).expect("a copy");
    assert_eq!(finished_index(&ours), whole);
}
