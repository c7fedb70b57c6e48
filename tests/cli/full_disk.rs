//! A recording that can't be written any more: never a vendor's success.

use crate::support::{Builder, recording};

/// A client sends again what was answered with 503.
#[test]
fn an_event_that_could_not_be_recorded_is_no_duplicate_when_it_comes_again() {
    let source = r#"{"sources":[{"name":"loud","fail_silent_losses":true}]}"#;
    let mut server = Builder::new()
        .workspace(&[("sources/datafly.json", source)])
        .shell("trap '' XFSZ; ulimit -f 400")
        .start();
    server.expect_errors();
    let send = |filler: usize| {
        let filler = "x".repeat(filler);
        let body = format!(r#"{{"type":"track","event":"A","messageId":"1","f":"{filler}"}}"#);
        let headers = [("Authorization", "Bearer dk_loud")];
        let answer = server.request("POST", "/v1/t", &headers, body.as_bytes());
        (answer.status, answer.text())
    };
    assert_eq!(send(450_000).0, 503);
    let again = send(0);
    assert_eq!(again.0, 200, "{}", again.1);
    assert_eq!(send(0).0, 422);
}

#[test]
fn what_could_not_be_recorded_is_not_answered_with_success() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    // No file may grow beyond 600 KiB; without the trap the signal would end the process.
    let mut server = Builder::new()
        .data(&data)
        .shell("trap '' XFSZ; ulimit -f 600")
        .start();
    server.expect_errors();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for number in 0..100 {
        let body = format!(
            r#"{{"event":"{number}","filler":"{}"}}"#,
            "x".repeat(20_000)
        );
        let answer = server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
        match answer.status {
            200 => {
                assert!(answer.header("eventpit-recorded").is_none());
                taken.push(body.into_bytes());
            }
            503 => {
                assert_eq!(answer.header("eventpit-recorded"), Some("no"));
                assert!(answer.text().contains("disk full"), "{}", answer.text());
                refused.push(body.into_bytes());
            }
            other => panic!("{other} {}", answer.text()),
        }
    }
    assert!(taken.len() > 5, "{} taken", taken.len());
    assert!(refused.len() > 5, "{} refused", refused.len());
    // It goes on: the inspector answers, and what is there can be read.
    let health = server.api("/health");
    assert_eq!(health["head"], taken.len());
    let last = server.api(&format!("/requests/{}", taken.len()));
    let body = taken
        .last()
        .map(|body| String::from_utf8_lossy(body).into_owned());
    assert_eq!(last["body"].as_str().map(str::to_string), body);
    server.stop();
    // With room again, all that was answered with success is there, and nothing else.
    let server = Builder::new().data(&data).start();
    assert_eq!(server.requests().len(), taken.len());
    let answer = server.request("POST", "/jitsu/api/s/track", &headers, &refused[0]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    taken.push(refused[0].clone());
    assert_eq!(server.stop().code, Some(0));
    assert!(recording::bodies(&data.join("journal.db")) == taken);
}
