//! Who may talk to the inspector: no site but its own, by no name but this machine's.

use crate::send::JITSU;
use crate::support::{Connection, Response, Server};

/// Sends bytes as they are and reads the answer.
fn raw(server: &Server, head: &str) -> Response {
    let mut connection = Connection::open(&server.inspector).expect("a connection");
    connection
        .send(head.replace('\n', "\r\n").as_bytes())
        .expect("sent");
    connection
        .read_answer("GET")
        .unwrap_or_else(|error| panic!("{head}: {error}"))
}

#[test]
fn only_names_of_this_machine_are_hosts() {
    let server = Server::start();
    let port = server
        .inspector
        .rsplit(':')
        .next()
        .expect("a port")
        .to_string();
    let health = |host: &str| {
        raw(
            &server,
            &format!("GET /inspector/api/v1/health HTTP/1.1\nHost: {host}\n\n"),
        )
    };
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "[::1]",
        "run-1.localhost",
    ] {
        for host in [host.to_string(), format!("{host}:{port}")] {
            let answer = health(&host);
            assert_eq!(answer.status, 200, "{host} {}", answer.text());
        }
    }
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost",
        "evillocalhost",
        "localhost@evil.example",
        "0.0.0.0",
        "192.168.1.1",
        "[::2]",
        "",
    ] {
        let answer = health(host);
        assert!(
            matches!(answer.status, 400 | 403),
            "{host:?} {}",
            answer.text()
        );
        assert!(!answer.text().contains("projected_to"), "{host:?}");
    }
    // The whole address in the request line is what counts, whatever Host says.
    let answer = raw(
        &server,
        "GET http://evil.example/inspector/api/v1/health HTTP/1.1\nHost: localhost\n\n",
    );
    assert_eq!(answer.status, 403, "{}", answer.text());
    let answer = raw(&server, "GET /inspector/api/v1/health HTTP/1.0\n\n");
    assert!(matches!(answer.status, 400 | 403), "{}", answer.text());
    assert_eq!(server.head(), 0, "a refusal is nothing to record");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_may_change_something_comes_from_its_own_pages_or_from_no_browser() {
    let server = Server::start();
    let host = server.inspector.clone();
    let post = |more: &str| {
        let head = format!("POST /inspector/api/v1/nothing HTTP/1.1\nHost: {host}\n{more}");
        raw(&server, &format!("{head}Content-Length: 0\n\n"))
    };
    for refused in [
        "Origin: http://evil.example\n",
        "Origin: null\n",
        "Origin: https://evil.localhost\n",
        "Origin: http://localhost:1\n",
        "Sec-Fetch-Site: cross-site\n",
        "Sec-Fetch-Site: same-site\n",
        "Sec-Fetch-Site: odd\n",
        "Sec-Fetch-Site: cross-site\nOrigin: http://evil.example\n",
    ] {
        let answer = post(refused);
        assert_eq!(answer.status, 403, "{refused}");
        let problem = answer.header("content-type");
        assert_eq!(problem, Some("application/problem+json"), "{refused}");
        assert_eq!(answer.json()["code"], "forbidden", "{refused}");
    }
    let own = format!("Origin: http://{host}\n");
    for let_through in [
        "",
        &own,
        "Sec-Fetch-Site: same-origin\n",
        "Sec-Fetch-Site: none\n",
    ] {
        // Let through to the router, which has no such route.
        assert_eq!(post(let_through).status, 404, "{let_through:?}");
    }
}

#[test]
fn other_sites_can_not_read_and_pages_load_nothing_foreign() {
    let server = Server::start();
    for (host, status) in [("localhost", 200), ("evil.example", 403)] {
        let head = "GET /inspector/api/v1/health HTTP/1.1\nOrigin: http://evil.example\n";
        let answer = raw(&server, &format!("{head}Host: {host}\n\n"));
        assert_eq!(answer.status, status);
        let names: Vec<&str> = answer
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let cors = names
            .iter()
            .find(|name| name.starts_with("access-control-"));
        assert_eq!(cors, None, "{host}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            Some("same-origin")
        );
        // By it a client knows that it is no other server that answers, refusals included.
        let served_by = answer.header("eventpit-version");
        assert_eq!(served_by, Some(env!("CARGO_PKG_VERSION")));
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-"), "{policy}");
    }
}

#[test]
fn clients_may_use_any_name() {
    let server = Server::start();
    for host in [
        "shop.example",
        "track.shop.example:8484",
        "127.0.0.1.evil.example",
        "x",
    ] {
        let headers = [JITSU, &[("Host", host), ("Origin", "https://shop.example")]].concat();
        let answer = server.request("POST", "/jitsu/api/s/track", &headers, b"{\"event\":\"e\"}");
        assert_eq!(answer.status, 200, "{host} {}", answer.text());
    }
    assert_eq!(server.events().len(), 4);
    assert_eq!(server.stop().code, Some(0));
}
