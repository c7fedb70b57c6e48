//! A request that the index cannot take: it costs its own explanation and nothing else.

use crate::support::Builder;

#[test]
fn what_cannot_be_indexed_does_not_hold_up_what_comes_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let first = Builder::new().data(&data).start();
    first.wait_projected();
    assert_eq!(first.stop().code, Some(0));
    // The place of the first event of the first request is taken.
    let index = rusqlite::Connection::open(data.join("index.db")).expect("the index");
    let taken = "INSERT INTO event (ord, id, received_at, session, platform, type, \
                 canonical_name, outcome, status, duplicate, double, consent, findings, plan, \
                 payload, canonical) \
                 VALUES (1 << 40, 1 << 24, 0, '', '', '', '', '', 0, 0, 0, '[]', '[]', '[]', \
                 '{}', '{}')";
    index.execute(taken, []).expect("a row");
    drop(index);
    let mut server = Builder::new().data(&data).start();
    server.expect_errors();
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    for event in ["first", "second"] {
        let body = format!("{{\"event\":\"{event}\"}}");
        let answer = server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0]["findings"][0]["code"], "not-explained");
    assert_eq!(requests[0]["events"], 0);
    assert_eq!(requests[1]["events"], 1);
    assert_eq!(server.stop().code, Some(0));
}
