use crate::support::{Connection, Response, Server};

const SAMPLE: &str = "/inspector/samples/jitsu/track";

fn ask(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut connection = Connection::open(&server.inspector).expect("a connection");
    connection
        .request(method, path, headers, b"")
        .expect("an answer")
}

#[test]
fn a_foreign_host_gets_no_page() {
    let server = Server::start();
    for path in [
        "/inspector",
        "/inspector/events",
        "/inspector/stream?view=events",
        "/inspector/static/x/main.js",
        "/inspector/api/v1/health",
    ] {
        // A name that a hostile site has bound to this machine; Origin and Host agree then.
        let headers = [
            ("Host", "rebound.example:8484"),
            ("Origin", "http://rebound.example:8484"),
        ];
        let answer = ask(&server, "GET", path, &headers);
        assert_eq!(answer.status, 403, "{path}: {}", answer.text());
    }
    let own = ask(&server, "GET", "/inspector", &[("Host", "localhost")]);
    assert_eq!(own.status, 200);
}

#[test]
fn a_page_of_a_public_site_may_send_to_this_machine() {
    let server = Server::start();
    for path in ["/jentis", "/api/s/track", "/events?tc_s=1", "/v1/t"] {
        let headers = [
            ("Host", "collect.shop.example"),
            ("Origin", "https://staging.shop.example"),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Private-Network", "true"),
        ];
        let answer = ask(&server, "OPTIONS", path, &headers);
        assert!(matches!(answer.status, 200 | 204), "{path}");
        for (name, value) in [
            ("access-control-allow-private-network", "true"),
            (
                "access-control-allow-origin",
                "https://staging.shop.example",
            ),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_sample_is_sent_only_from_the_inspectors_own_pages() {
    let server = Server::start();
    let own = format!("http://{}", server.inspector);
    for (headers, status) in [
        (vec![("Origin", "http://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Sec-Fetch-Site", "same-site")], 403),
        (vec![("Origin", own.as_str())], 303),
        (
            vec![("Sec-Fetch-Site", "same-origin"), ("Origin", "null")],
            303,
        ),
    ] {
        let recorded = server.head();
        let answer = ask(&server, "POST", SAMPLE, &headers);
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text());
        let sent = server.head() - recorded;
        assert_eq!(sent, i64::from(status == 303), "{headers:?}");
    }
    let by_link = ask(&server, "GET", SAMPLE, &[]);
    assert!(matches!(by_link.status, 404 | 405), "{}", by_link.status);
    assert_eq!(server.head(), 2);
}

#[test]
fn what_a_list_does_is_done_only_from_the_inspectors_own_pages() {
    let server = Server::start();
    for path in [
        "/inspector/clear?view=events",
        "/inspector/clear/1/undo?view=events",
        "/inspector/recording",
        "/inspector/recording/stop",
    ] {
        for headers in [
            [("Origin", "http://evil.example")],
            [("Sec-Fetch-Site", "cross-site")],
        ] {
            let answer = ask(&server, "POST", path, &headers);
            assert_eq!(answer.status, 403, "{path}: {}", answer.text());
        }
        let by_link = ask(&server, "GET", path, &[]);
        assert!(
            matches!(by_link.status, 404 | 405),
            "{path}: {}",
            by_link.status
        );
    }
}

#[test]
fn a_sample_leads_to_the_event_it_made() {
    let server = Server::start();
    let answer = ask(&server, "POST", SAMPLE, &[]);
    assert_eq!(answer.status, 303);
    let event = answer.header("location").expect("location").to_string();
    assert_eq!(event, "/inspector/events/1.0");
    assert_eq!(server.get(&event).status, 200);
    let recorded = server.last_request();
    assert_eq!(recorded["path"], "/jitsu/api/s/track");
    let unknown = ask(&server, "POST", "/inspector/samples/jitsu/none", &[]);
    assert_eq!(unknown.status, 404);
}

#[test]
fn a_body_is_handed_out_to_save_never_to_show() {
    let server = Server::start();
    let hostile = b"<!doctype html><script>alert(1)</script>";
    server.request(
        "POST",
        "/nowhere",
        &[("Content-Type", "text/html")],
        hostile,
    );
    server.wait_projected();
    let answer = server.get("/inspector/requests/1/body");
    assert_eq!(answer.body, hostile);
    let header = |name: &str| answer.header(name).unwrap_or_default().to_string();
    assert_eq!(header("content-type"), "text/plain; charset=utf-8");
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
}

#[test]
fn every_page_forbids_what_is_inline() {
    let server = Server::start();
    for (path, status) in [
        ("/inspector", 200),
        ("/inspector/requests", 200),
        ("/inspector/samples", 200),
        ("/inspector/events/9.0", 404),
        ("/inspector/events/x", 404),
        ("/inspector/requests/9", 404),
        ("/inspector/nothing", 404),
        ("/inspector/events?platform=none", 400),
        ("/inspector/events?before=x", 400),
        ("/inspector/events?before=1&before=2", 400),
        ("/inspector/stream", 400),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(
            answer.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
        let text = answer.text();
        assert_eq!(text.matches("<h1").count(), 1, "{path}");
        assert!(
            !text.contains(" style=") && !text.contains(" onclick="),
            "{path}"
        );
    }
}
