//! `eventpit send`.

use std::collections::BTreeSet;

use crate::support::{Builder, Server};

/// The names of the built-in samples.
fn samples() -> BTreeSet<String> {
    let listed = Builder::new().args(["send"]).run();
    assert_eq!(listed.code, Some(0), "{listed:#?}");
    let names = listed
        .stdout
        .lines()
        .filter_map(|line| line.split(' ').next());
    names.map(str::to_string).collect()
}

#[test]
fn all_samples_are_sent_and_each_is_in_the_recording() {
    let samples = samples();
    for platform in ["jentis", "jitsu", "commanders-act", "datafly"] {
        let of_it = |name: &&String| name.starts_with(&format!("{platform}/"));
        assert!(
            samples.iter().filter(of_it).count() >= 2,
            "{platform}: {samples:?}"
        );
    }
    let server = Server::start();
    let sent = Builder::new()
        .args(["send", "--all", "--to", &server.url()])
        .run();
    assert_eq!(sent.code, Some(0), "{sent:#?}");
    for name in &samples {
        let lines = sent.stdout.lines();
        let rows = lines.filter(|line| line.split(' ').next() == Some(name));
        assert_eq!(rows.count(), 1, "{name} in\n{}", sent.stdout);
    }
    assert!(
        !sent.stdout.contains("not in the recording"),
        "{}",
        sent.stdout
    );
    let requests = server.requests();
    assert_eq!(requests.len(), samples.len());
    assert!(
        requests
            .iter()
            .all(|request| request["outcome"] != "unmatched")
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn one_sample_or_one_platform_is_sent_where_the_variable_says() {
    let server = Server::start();
    let send = |name: &str| {
        let sent = Builder::new()
            .args(["send", name])
            .env("EVENTPIT_URL", server.url())
            .run();
        assert_eq!(sent.code, Some(0), "{sent:#?}");
        server.requests()
    };
    let requests = send("jitsu/wrong-key");
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["platform"], "jitsu");
    let requests = send("datafly");
    let of_it = samples()
        .iter()
        .filter(|name| name.starts_with("datafly/"))
        .count();
    assert_eq!(requests.len(), 1 + of_it);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_sample_that_is_not_there_is_said_with_those_that_are() {
    let refused = Builder::new().args(["send", "jitsu/nothing"]).run();
    assert_eq!(refused.code, Some(2), "{refused:#?}");
    assert!(refused.stderr.contains("jitsu/nothing"), "{refused:#?}");
    assert!(refused.stdout.contains("jitsu/wrong-key"), "{refused:#?}");
}

#[test]
fn without_a_server_it_says_how_to_start_one() {
    // A port that was free a moment ago: nobody listens there.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let url = format!("http://{free}");
    let refused = Builder::new().args(["send", "--all", "--to", &url]).run();
    assert_eq!(refused.code, Some(3), "{refused:#?}");
    refused.assert_no_panic();
    assert!(
        refused.stderr.contains(&url) && refused.stderr.contains("hint: "),
        "{refused:#?}"
    );
}

#[test]
fn samples_of_a_broken_workspace_are_not_sent() {
    let server = Server::start();
    let refused = Builder::new()
        .args(["send", "--all", "--to", &server.url()])
        .workspace(&[("workspace.json", "{")])
        .run();
    assert_eq!(refused.code, Some(12), "{refused:#?}");
    assert_eq!(server.head(), 0);
}
