//! The token that an inspector asks for which others than this machine reach.

use serde_json::json;

use crate::send::JITSU;
use crate::support::{Builder, Connection, Response, Server};

const TOKEN: &str = "a-token.of_16~characters";

fn guarded() -> Server {
    Builder::new().args(["--inspector-token", TOKEN]).start()
}

fn port(server: &Server) -> &str {
    server.inspector.rsplit(':').next().expect("a port")
}

fn ask(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut inspector = Connection::open(&server.inspector).expect("a connection");
    inspector
        .request(method, path, headers, b"")
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn status(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    ask(server, method, path, headers).status
}

#[test]
fn without_it_nothing_is_told_and_all_is_taken_in() {
    let server = guarded();
    let sent = server.request("POST", "/jitsu/api/s/track", JITSU, b"{\"event\":\"a\"}");
    assert_eq!(sent.status, 200);
    let strangers: [&[(&str, &str)]; 4] = [
        &[],
        &[("authorization", "Bearer another-token-of-eventpit")],
        &[("authorization", TOKEN)],
        &[("cookie", "eventpit_token_1=a-token.of_16~characters")],
    ];
    for headers in strangers {
        for (method, path) in [
            ("GET", "/inspector"),
            ("HEAD", "/inspector/events"),
            ("GET", "/inspector/events/1.0"),
            ("GET", "/inspector/events.csv"),
            ("GET", "/inspector/requests/1/body"),
            ("GET", "/inspector/requests/1/curl"),
            ("GET", "/inspector/stream?view=events"),
            ("GET", "/inspector/help"),
            ("GET", "/inspector/api/v1/events"),
            ("GET", "/inspector/api/v1/health"),
            ("GET", "/inspector/api/v1/export?format=ndjson"),
            ("GET", "/inspector/api/v1/stream"),
            ("POST", "/inspector/api/v1/clear"),
            ("POST", "/inspector/clear?view=events"),
            ("POST", "/inspector/mask?on=0&back=/inspector"),
        ] {
            let answer = ask(&server, method, path, headers);
            assert_eq!(answer.status, 401, "{method} {path} {headers:?}");
            let asked = answer.header("www-authenticate");
            assert_eq!(asked, Some("Bearer realm=\"eventpit\""), "{path}");
        }
    }
    // The API takes it from no address.
    let path = format!("/inspector/api/v1/events?token={TOKEN}");
    assert_eq!(
        ask(&server, "GET", &path, &[]).json(),
        json!({
            "status": 401,
            "code": "token-required",
            "title": "The inspector asks for a token",
            "detail": "the request has no token, or another one",
            "hint": "send it as `Authorization: Bearer TOKEN`; eventpit's commands and clients take it from --token or EVENTPIT_TOKEN",
        })
    );
    let page = ask(&server, "GET", "/inspector/requests?q=a", &[]).text();
    assert!(
        page.contains(r#"name="back" value="/inspector/requests?q=a""#),
        "{page}"
    );
    let style = page.split('"').find(|it| it.ends_with("inspector.css"));
    assert_eq!(
        status(&server, "GET", style.expect("a style sheet"), &[]),
        200
    );
    let bearer = format!("bearer {TOKEN}");
    let events = ask(
        &server,
        "GET",
        "/inspector/api/v1/events?at_least=1",
        &[("authorization", &bearer)],
    );
    assert_eq!(events.json()["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_address_with_it_becomes_one_without_and_a_cookie() {
    let server = guarded();
    let cookie = format!("eventpit_token_{}={TOKEN}", port(&server));
    for method in ["GET", "HEAD"] {
        let path = format!("/inspector/events?q=name%3Aa+b&token={TOKEN}&flat=1");
        let answer = ask(&server, method, &path, &[]);
        assert_eq!(answer.status, 303);
        assert_eq!(
            answer.header("location"),
            Some("/inspector/events?q=name%3Aa+b&flat=1")
        );
        let set = format!("{cookie}; Path=/inspector; HttpOnly; SameSite=Strict");
        assert_eq!(answer.header("set-cookie"), Some(set.as_str()));
    }
    assert_eq!(
        status(&server, "GET", "/inspector/events", &[("cookie", &cookie)]),
        200
    );
    assert_eq!(
        status(
            &server,
            "GET",
            "/inspector/api/v1/events",
            &[("cookie", &cookie)]
        ),
        200
    );
    let wrong = ask(
        &server,
        "GET",
        "/inspector/events?token=another-token-of-eventpit",
        &[],
    );
    assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None));
    assert!(wrong.text().contains("That is not the token."));
    assert!(!wrong.text().contains("another-token"), "{}", wrong.text());
}

#[test]
fn who_types_it_is_led_into_the_inspector_and_nowhere_else() {
    let server = guarded();
    let typed = |token: &str, back: &str| {
        let body = format!("token={token}&back={back}");
        let mut inspector = Connection::open(&server.inspector).expect("a connection");
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        inspector
            .request("POST", "/inspector/token", &headers, body.as_bytes())
            .expect("an answer")
    };
    let entered = typed(TOKEN, "/inspector/events?q=a%26b");
    assert_eq!(
        (entered.status, entered.header("location")),
        (303, Some("/inspector/events?q=a&b"))
    );
    let cookie = format!(
        "eventpit_token_{}={TOKEN}; Path=/inspector; HttpOnly; SameSite=Strict",
        port(&server)
    );
    assert_eq!(entered.header("set-cookie"), Some(cookie.as_str()));
    for back in [
        "//evil.example",
        "https://evil.example/inspector",
        "/inspector%5Cevil",
        "/inspector/%0d%0aX:1",
        "/inspectors",
    ] {
        assert_eq!(
            typed(TOKEN, back).header("location"),
            Some("/inspector"),
            "{back}"
        );
    }
    let refused = typed("wrong", "/inspector/plan");
    assert_eq!((refused.status, refused.header("set-cookie")), (401, None));
    assert!(
        refused
            .text()
            .contains(r#"name="back" value="/inspector/plan""#)
    );
}

#[test]
fn it_is_asked_for_after_the_host_and_before_the_origin() {
    let server = guarded();
    let bearer = format!("Bearer {TOKEN}");
    let cookie = format!("eventpit_token_{}={TOKEN}", port(&server));
    let path = "/inspector/api/v1/clear";
    let by_cookie = [
        ("cookie", cookie.as_str()),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(status(&server, "POST", path, &by_cookie), 403);
    assert_eq!(status(&server, "POST", path, &by_cookie[1..]), 401);
    // No page of another site can have it, so who sends it is no such page.
    let borne = [
        ("authorization", bearer.as_str()),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(status(&server, "POST", path, &borne), 200);
    let head = format!(
        "GET /inspector/api/v1/health HTTP/1.1\r\nHost: evil.example\r\nAuthorization: {bearer}\r\n\r\n"
    );
    let mut inspector = Connection::open(&server.inspector).expect("a connection");
    inspector.send(head.as_bytes()).expect("sent");
    assert_eq!(inspector.read_answer("GET").expect("an answer").status, 403);
}

#[test]
fn where_others_reach_the_inspector_one_is_made_and_told_once() {
    let start = || {
        Builder::new()
            .bare()
            .args(["--listen", "127.0.0.1:0", "--inspector-listen", "0.0.0.0:0"])
            .start()
    };
    let server = start();
    let token = server.ready["inspector_token"]
        .as_str()
        .expect("a token")
        .to_string();
    assert_eq!(token.len(), 32);
    let bearer = format!("Bearer {token}");
    let health = "/inspector/api/v1/health";
    assert_eq!(status(&server, "GET", health, &[]), 401);
    assert_eq!(
        status(&server, "GET", health, &[("authorization", &bearer)]),
        200
    );
    let url = server.ready["inspector_url"]
        .as_str()
        .expect("an address")
        .to_string();
    let another = start();
    assert_eq!(
        status(&another, "GET", health, &[("authorization", &bearer)]),
        401
    );
    let ended = server.stop();
    assert!(
        ended
            .stdout
            .contains(&format!("  inspector   {url}?token={token}\n")),
        "{}",
        ended.stdout
    );
    assert_eq!(ended.stdout.matches(&token).count(), 1);
    assert!(!ended.stderr.contains(&token), "{}", ended.stderr);
    // This machine alone is asked for nothing.
    let own = Server::start();
    assert_eq!(own.ready.get("inspector_token"), None);
    assert_eq!(status(&own, "GET", health, &[]), 200);
}
