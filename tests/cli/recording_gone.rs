//! A recording whose files are taken away while the server runs: SQLite notices nothing, so
//! eventpit has to.

use crate::support::Builder;

#[cfg(unix)]
#[test]
fn what_went_into_a_removed_file_is_not_answered_with_success() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Builder::new().data(&data).start();
    server.expect_errors();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    let body = br#"{"event":"x"}"#;
    let send = |server: &crate::support::Server| {
        server.request("POST", "/jitsu/api/s/track", &headers, body)
    };
    assert_eq!(send(&server).status, 200);
    std::fs::remove_dir_all(&data).expect("the folder is removed");
    for _ in 0..2 {
        let answer = send(&server);
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert_eq!(answer.header("eventpit-recorded"), Some("no"));
        assert!(answer.text().contains("removed"), "{}", answer.text());
    }
    // A new recording in its place is none of this server's.
    let other = Builder::new().data(&data).start();
    assert_eq!(send(&server).status, 503);
    assert_eq!(send(&other).status, 200);
    assert_eq!(other.requests().len(), 1);
    assert_eq!(other.stop().code, Some(0));
    assert_eq!(server.stop().code, Some(0));
}
