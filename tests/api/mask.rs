//! What is not shown while masking is on, and what is never.

use crate::support::{Builder, Server};

/// With masking on, as the inspector's own switch leaves it in a browser.
fn masked_page(server: &Server, path: &str) -> String {
    let port = server.inspector.rsplit(':').next().expect("a port");
    let cookie = format!("eventpit_mask_{port}=1");
    page(server, path, &[("Cookie", &cookie)])
}

const WORKSPACE: &[(&str, &str)] = &[
    (
        "sources/jentis.json",
        r#"{"sources":[{"name":"je","keys":["je-zebra-1"]}]}"#,
    ),
    (
        "sources/jitsu.json",
        r#"{"sites":[{"id":"ji","browser_keys":["jb:zebra-2"],"server_keys":["js:zebra-3"],"private_keys":["zebra-4"]},
            {"id":"jt","server_keys":["jt:zebra-5"]}]}"#,
    ),
    (
        "sources/commanders-act.json",
        r#"{"sources":[{"name":"ca","site":"1","keys":["ca-zebra-6"]}]}"#,
    ),
    (
        "sources/datafly.json",
        r#"{"sources":[{"name":"da","keys":["dk_zebra-7"],"secret":"sk_zebra-8"}]}"#,
    ),
];

fn page(server: &Server, path: &str, headers: &[(&str, &str)]) -> String {
    let answer = server.request("GET", path, headers, b"");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[test]
fn no_key_is_shown_while_masking_is_on() {
    let server = Builder::new().workspace(WORKSPACE).start();
    let json = ("Content-Type", "application/json");
    let act = br#"{"event_name":"page_view","token":"ca-zebra-6"}"#;
    server.request(
        "POST",
        "/commanders-act/events?tc_s=1&token=ca-zebra-6",
        &[json],
        act,
    );
    server.request(
        "GET",
        "/commanders-act/events?event_name=x&tc_s=1&token=not-zebra",
        &[],
        b"",
    );
    let jitsu = br#"{"event":"A","writeKey":"jb:zebra-2"}"#;
    server.request(
        "POST",
        "/jitsu/api/s/track?writekey=jb:zebra-2",
        &[json],
        jitsu,
    );
    let batch = br#"{"batch":[{"type":"track","event":"A"}],"writeKey":"not:zebra"}"#;
    server.request("POST", "/jitsu/v1/batch", &[json], batch);
    server.request("GET", "/jitsu/v1/projects/jb:zebra-2/settings", &[], b"");
    server.request("GET", "/datafly/v1/p.gif?wk=dk_zebra-7&e=A", &[], b"");
    let bearer = ("Authorization", "Bearer je-zebra-9");
    server.request("POST", "/jentis/", &[json, bearer], b"{}");
    server.wait_projected();
    let mut paths = vec!["/inspector/requests".to_string(), "/inspector".to_string()];
    for request in server.requests() {
        let id = request["id"].as_str().expect("an id");
        for tab in ["summary", "findings", "request", "answer", "raw"] {
            paths.push(format!("/inspector/requests/{id}?tab={tab}"));
        }
    }
    for event in server.events() {
        let id = event["id"].as_str().expect("an id");
        paths.push(format!("/inspector/events/{id}"));
        paths.push(format!("/inspector/events/{id}?tab=payload"));
    }
    assert!(paths.len() > 30, "{paths:?}");
    for path in &paths {
        let masked = masked_page(&server, path);
        assert!(!masked.contains("zebra"), "{path}: {masked}");
    }
    let list = page(&server, "/inspector/api/v1/requests?mask=1", &[]);
    assert!(!list.contains("zebra"), "{list}");
    assert!(page(&server, "/inspector/requests", &[]).contains("ca-zebra-6"));

    let path = "/inspector/workspace";
    let masked = masked_page(&server, path);
    assert!(
        !masked.contains("zebra") && masked.contains("YOUR-KEY"),
        "{masked}"
    );
    // While it is off, keys that pages and apps have are there to be copied.
    let shown = page(&server, path, &[]);
    for key in ["je-zebra-1", "jb:zebra-2", "ca-zebra-6", "dk_zebra-7"] {
        assert!(
            shown.contains(&format!("<bdi>{key}</bdi>")),
            "{key}: {shown}"
        );
    }
    for key in ["zebra-3", "zebra-4", "zebra-5", "zebra-8"] {
        assert!(!shown.contains(key), "{key}: {shown}");
    }
    assert!(
        shown.contains("<bdi>js:\u{2022}\u{2022}\u{2022}</bdi>"),
        "{shown}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn names_are_masked_where_sessions_are_compared() {
    let server = Server::start();
    let json = ("Content-Type", "application/json");
    let sent = [
        ("a", "Bought by jane@example.com"),
        ("b", "Bought by jane@example.com"),
    ];
    for (session, name) in sent {
        let path = format!("/~{session}/jitsu/api/s/track");
        let body = format!(r#"{{"event":"{name}"}}"#);
        server.request(
            "POST",
            &path,
            &[json, ("X-Write-Key", "a:b")],
            body.as_bytes(),
        );
    }
    server.wait_projected();
    let twin = "/inspector/api/v1/compare/sessions?a=a&b=b";
    let masked = page(&server, &format!("{twin}&mask=1"), &[]);
    assert!(
        !masked.contains("jane") && masked.contains("Bought by \u{2022}"),
        "{masked}"
    );
    let shown = masked_page(&server, "/inspector/compare?a=a&b=b");
    assert!(
        !shown.contains("jane") && shown.contains("Bought by \u{2022}"),
        "{shown}"
    );
    assert!(page(&server, twin, &[]).contains("jane@example.com"));
    assert_eq!(server.stop().code, Some(0));
}
