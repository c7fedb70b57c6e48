//! `eventpit prune`: on a server, and on a recording that nobody has open.

use crate::start_errors::assert_refused;
use crate::support::{Builder, Output, Server, recording};

fn record(server: &Server) {
    let headers = [("X-Write-Key", "a:b"), ("Content-Type", "application/json")];
    for at in 0..700 {
        let body = format!(r#"{{"event":"e{at}"}}"#);
        server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
    }
    server.wait_projected();
}

fn prune(args: &[&str]) -> Output {
    Builder::new().bare().args(["prune"]).args(args).run()
}

#[test]
fn a_server_prunes_its_recording() {
    let server = Server::start();
    record(&server);
    let url = ["--url", &server.url()].map(str::to_string);
    let on_server = |args: &[&str]| {
        let args: Vec<&str> = args
            .iter()
            .copied()
            .chain(url.iter().map(String::as_str))
            .collect();
        prune(&args)
    };
    let dry = on_server(&["--requests", "10", "--dry-run"]);
    assert_eq!(
        dry.stdout, "690 requests with 690 events would be pruned\n",
        "{dry:#?}"
    );
    assert_eq!(server.requests().len(), 700);
    let done = on_server(&["--requests", "10"]);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "690 requests with 690 events are pruned\n")
    );
    let left: Vec<_> = server
        .events()
        .into_iter()
        .map(|event| event["name"].clone())
        .collect();
    assert_eq!(left.len(), 10);
    assert_eq!(left[0], "e690");
    assert_eq!(
        server.api("/health")["pruned"]["requests"],
        690,
        "it waits until it is done"
    );
    let again = on_server(&["--requests", "10", "--age", "1h", "--size", "1GB"]);
    assert_eq!(again.stdout, "nothing is beyond these limits\n");
    let by_none = on_server(&[]);
    assert_eq!(by_none.code, Some(2), "{by_none:#?}");
    assert!(by_none.stderr.contains("hint: "), "{by_none:#?}");
    let open = prune(&[
        "--requests",
        "1",
        "--data",
        &server.data.display().to_string(),
    ]);
    assert_refused(&open, 11, "recording-locked", &[]);
    assert_eq!(server.stop().code, Some(0));
    let nobody = on_server(&["--requests", "1"]);
    assert_eq!(nobody.code, Some(3), "{nobody:#?}");
}

#[test]
fn a_recording_that_nobody_has_open_is_pruned_where_it_lies() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new().data(folder.path()).start();
    record(&server);
    assert_eq!(server.stop().code, Some(0));
    let journal = folder.path().join("journal.db");
    let size = || std::fs::metadata(&journal).expect("the journal").len();
    let before = size();
    let data = folder.path().display().to_string();
    let dry = prune(&["--requests", "5", "--data", &data, "--dry-run"]);
    assert_eq!(
        dry.stdout, "695 requests with 695 events would be pruned\n",
        "{dry:#?}"
    );
    assert_eq!(recording::bodies(&journal).len(), 700);
    // What is said beats what is set.
    let done = Builder::new()
        .bare()
        .args(["prune", "--requests", "5", "--data", &data])
        .env("EVENTPIT_URL", "http://localhost:1")
        .run();
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "695 requests with 695 events are pruned\n")
    );
    assert_eq!(recording::bodies(&journal).len(), 5);
    // The workspace's files stay: they explain what is left.
    assert!(size() < before * 2 / 3, "{} of {before} bytes", size());
    let none = prune(&["--data", &data]);
    assert_eq!(none.code, Some(2), "{none:#?}");
    assert!(none.stderr.contains("nothing to prune by"), "{none:#?}");
    for bad in [["--age", "soon"], ["--size", "5"], ["--requests", "-1"]] {
        assert_eq!(prune(&bad).code, Some(2), "{bad:?}");
    }
    let server = Builder::new().data(folder.path()).start();
    assert_eq!(server.events().len(), 5);
    assert_eq!(server.api("/health")["pruned"]["events"], 695);
    assert_eq!(server.stop().code, Some(0));
}
