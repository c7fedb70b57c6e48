//! What the API says when it is asked for something that it cannot give.

use crate::send::track;
use crate::support::{Connection, Response, Server};

fn assert_problem(answer: &Response, status: u16, code: &str, mentions: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{mentions}: {text}");
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("application/problem+json"), "{mentions}: {text}");
    let problem = answer.json();
    assert_eq!(problem["status"], status, "{text}");
    assert_eq!(problem["code"], code, "{text}");
    for key in ["title", "detail", "hint"] {
        assert!(
            problem[key].as_str().is_some_and(|said| !said.is_empty()),
            "{key} in {text}"
        );
    }
    assert!(text.contains(mentions), "{mentions} in {text}");
}

#[test]
fn a_body_that_is_not_what_its_header_says_is_a_problem() {
    let server = Server::start();
    let headers = [
        ("Content-Type", "application/json"),
        ("Content-Encoding", "gzip"),
    ];
    let target = "/inspector/api/v1/wait";
    let answer = Connection::open(&server.inspector)
        .and_then(|mut it| it.request("POST", target, &headers, b"no gzip"));
    let answer = answer.expect("an answer");
    assert_problem(&answer, 400, "bad-request", "cannot be read");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_bad_parameter_is_named_with_what_it_takes() {
    let server = Server::start();
    track(&server, "one");
    server.wait_projected();
    let bad = [
        ("order", "up"),
        ("order", "ASC"),
        ("order", ""),
        ("limit", "0"),
        ("limit", "1001"),
        ("limit", "-1"),
        ("limit", "many"),
        ("limit", "1e2"),
        ("limit", "99999999999999999999999"),
        ("after", "x"),
        ("after", "1."),
        ("after", ".1"),
        ("after", "1.2.3"),
        ("after", "1.-1"),
        ("after", ""),
        ("before", "x"),
        ("before", "0x10"),
        ("before", "99999999999999999999999"),
        ("platform", "jitsuka"),
        ("platform", "Jitsu"),
        ("at_least", "soon"),
        ("at_least", "1.0"),
        ("at_least", ""),
    ];
    for list in ["events", "requests"] {
        for (name, value) in bad {
            let answer = server.get(&format!("/inspector/api/v1/{list}?{name}={value}"));
            assert_problem(&answer, 400, "bad-parameter", name);
        }
        for (query, named) in [("limit=1&limit=2", "limit"), ("sesion=a", "sesion")] {
            let answer = server.get(&format!("/inspector/api/v1/{list}?{query}"));
            assert_problem(&answer, 400, "bad-parameter", named);
        }
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_id_that_is_not_there_is_not_found() {
    let server = Server::start();
    track(&server, "one");
    server.wait_projected();
    let long = "9".repeat(400);
    for id in [
        "0",
        "2",
        "-1",
        "999999999999",
        "9223372036854775808",
        "x",
        "1.0",
        "%ff",
        &long,
    ] {
        let answer = server.get(&format!("/inspector/api/v1/requests/{id}"));
        assert_problem(&answer, 404, "not-found", "request");
    }
    for id in [
        "1.1",
        "2.0",
        "0.0",
        "x",
        "1.x",
        "1.0.0",
        "1.-1",
        "-1.0",
        "1.99999999",
        &long,
    ] {
        let answer = server.get(&format!("/inspector/api/v1/events/{id}"));
        assert_problem(&answer, 404, "not-found", "event");
    }
    assert_eq!(server.get("/inspector/api/v1/requests/1").status, 200);
    assert_eq!(server.get("/inspector/api/v1/events/1.0").status, 200);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_route_that_is_not_there_is_said_with_where_they_are_described() {
    let server = Server::start();
    for path in [
        "",
        "/",
        "/event",
        "/events/",
        "/requests/1/body",
        "/v2/events",
        "/%ff",
    ] {
        let answer = server.get(&format!("/inspector/api/v1{path}"));
        assert!(answer.status == 404, "{path:?} {}", answer.text());
        if !path.is_empty() {
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json"),
                "{path:?}"
            );
            assert!(
                answer.text().contains("/inspector/api/v1/openapi.json"),
                "{path:?}"
            );
        }
    }
    let mut connection = Connection::open(&server.address).expect("a connection");
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let path = "/inspector/api/v1/health";
        let answer = connection
            .request(method, path, &[], b"")
            .expect("an answer");
        assert_problem(&answer, 405, "wrong-method", method);
        assert_eq!(answer.header("allow"), Some("GET"), "{method}");
    }
    // None of it is a client's request.
    assert_eq!(server.head(), 0);
    assert_eq!(server.stop().code, Some(0));
}
