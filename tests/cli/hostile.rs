//! Input that would break a careless parser: always an answer, always recorded, never a panic.

use crate::support::Server;
use crate::support::recording::body_of;

/// What senders of each platform post to, by the path that can't be anyone else's.
const TARGETS: &[&str] = &[
    "/jentis/",
    "/jentis/monitor",
    "/jitsu/api/s/track",
    "/jitsu/api/s/s2s/page",
    "/jitsu/v1/batch",
    "/commanders-act/events?tc_s=1&token=demo",
    "/commanders-act/events/batch?tc_s=1&token=demo",
    "/datafly/v1/t",
    "/datafly/v1/i",
    "/datafly/v1/events",
    "/datafly/v1/batch",
    "/nowhere",
];

const KEYS: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

/// Bodies that are no good.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let deep = 100_000;
    let events = |inner: &str| format!(r#"{{"batch":[{inner}],"events":[{inner}]}}"#).into_bytes();
    vec![
        ("nothing", Vec::new()),
        ("open brackets", vec![b'['; deep]),
        ("deep arrays", ["[".repeat(deep), "]".repeat(deep)].concat().into_bytes()),
        (
            "deep objects",
            ["{\"a\":".repeat(deep), "1".into(), "}".repeat(deep)]
                .concat()
                .into_bytes(),
        ),
        (
            "deep properties",
            events(&format!(
                r#"{{"type":"track","event":"e","properties":{}{}}}"#,
                "{\"a\":".repeat(120) + "1",
                "}".repeat(120)
            )),
        ),
        ("NUL bytes", b"{\"event\":\"a\0b\",\"\0\":1}\0".to_vec()),
        ("escaped NUL", events("{\"type\":\"track\",\"event\":\"a\\u0000b\",\"messageId\":\"\\u0000\"}")),
        ("a lone surrogate", events("{\"event\":\"\\ud800\",\"type\":\"track\"}")),
        ("invalid UTF-8", b"{\"event\":\"\xff\xfe\",\"type\":\"track\"}".to_vec()),
        ("an overlong encoding", b"\xc0\xaf".to_vec()),
        ("all bytes", (0..=255).collect()),
        ("null", b"null".to_vec()),
        ("a number", b"1e999".to_vec()),
        ("a huge number", events("{\"type\":\"track\",\"timestamp\":1e308,\"value\":-99999999999999999999999}")),
        ("a string", b"\"text\"".to_vec()),
        ("an array", b"[1,null,\"x\",[],{}]".to_vec()),
        ("events of all types", events("1,null,\"x\",[],{},true")),
        ("the wrong types", events("{\"type\":{},\"event\":[],\"event_name\":7,\"messageId\":{},\"userId\":[1],\"anonymousId\":true,\"timestamp\":[],\"properties\":\"p\",\"traits\":3,\"context\":[],\"items\":{},\"consent\":0,\"data\":null}")),
        ("the wrong types, single", b"{\"version\":[],\"type\":{},\"event\":[],\"event_name\":7,\"messageId\":{},\"userId\":[1],\"timestamp\":{},\"properties\":\"p\",\"traits\":3,\"context\":\"c\",\"consent\":0,\"data\":{\"identifier\":1,\"variables\":[],\"enrichment\":\"x\",\"consent\":7}}".to_vec()),
        ("a key twice", b"{\"event\":\"a\",\"event\":\"b\",\"type\":\"track\",\"type\":\"page\"}".to_vec()),
        ("a BOM", b"\xef\xbb\xbf{\"event\":\"a\"}".to_vec()),
        ("many events", events(&vec!["{\"type\":\"track\",\"event\":\"e\"}"; 3000].join(","))),
        ("a long name", events(&format!("{{\"type\":\"track\",\"event\":\"{}\"}}", "é".repeat(50_000)))),
        ("an odd timestamp", events("{\"type\":\"track\",\"timestamp\":\"-999999-99-99T99:99:99Z\",\"sentAt\":\"9999999999999999\"}")),
    ]
}

/// Every request was answered and recorded as it came, explained, and cost no panic.
#[test]
fn hostile_bodies_are_answered_recorded_and_explained() {
    let server = Server::start();
    for target in TARGETS {
        for (name, body) in bodies() {
            let mut headers = KEYS.to_vec();
            if target.starts_with("/datafly") || target.starts_with("/jentis") {
                headers.push(("Authorization", "Bearer dk_demo"));
            }
            let answer = server.request("POST", target, &headers, &body);
            // A 500 may be the vendor's own; this one is ours.
            assert!(
                !answer.text().contains("eventpit failed"),
                "{target} {name}"
            );
            assert_ne!(answer.status, 503, "{target} {name}: {}", answer.text());
            let request = server.last_request();
            assert!(body_of(&request) == body, "{target} {name}: {request:#}");
            assert_eq!(request["answer"]["status"], answer.status);
            let findings = request["findings"].to_string();
            assert!(!findings.contains("not-explained"), "{target} {name}");
        }
    }
    let count = TARGETS.len() * bodies().len();
    assert_eq!(server.requests().len(), count);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn hostile_heads_are_answered_and_recorded() {
    let server = Server::start();
    let parameters = vec!["a=%00%ff"; 6000].join("&");
    let many = (0..10_000)
        .map(|n| format!("p{}=1", n % 10))
        .collect::<Vec<_>>()
        .join("&");
    let long_path = format!("/{}", "a/".repeat(10_000));
    let odd = "x".repeat(20_000);
    let targets = [
        format!("/commanders-act/events?{many}"),
        format!("/jitsu/api/s/track?{parameters}"),
        format!("/datafly/v1/pixel/p?{parameters}"),
        format!("/datafly/v1/t?{many}"),
        format!("/jentis/?{many}"),
        long_path,
        "/~/jitsu/api/s/track".into(),
        "/~%ff%00/jitsu/api/s/track".into(),
        "/~".into(),
        "/jitsu/api/s/%ff%fe".into(),
        "/jitsu/api/s/..%2f..%2fetc".into(),
        "//jitsu//api//s//track//".into(),
        "/%".into(),
        "/%zz?%zz=%".into(),
        "/?&&&===&".into(),
    ];
    for (count, target) in (1..).zip(&targets) {
        for method in ["POST", "GET", "PUT", "OPTIONS", "DELETE", "HEAD", "BREW"] {
            let headers = [
                ("X-Write-Key", odd.as_str()),
                ("Authorization", "Basic %%%"),
                ("Cookie", ";;=;a==b;\u{e9}=\u{fc}"),
                ("X-Signature", ""),
                ("Content-Encoding", "gzip"),
                ("Origin", "null"),
                ("X-Eventpit-Session", "\u{e9}"),
            ];
            let answer = server.request(method, target, &headers, b"{}");
            assert!(
                !answer.text().contains("eventpit failed"),
                "{method} {target}"
            );
            assert_ne!(answer.status, 503, "{method} {target}");
        }
        assert_eq!(server.requests().len(), count * 7, "{target}");
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_no_http_is_refused_and_costs_nothing() {
    let mut server = Server::start();
    // The HTTP library logs them; that is all there is to see of them.
    server.expect_errors();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"nonsense\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ] {
        let mut connection = server.connect();
        connection.send(bytes).expect("bytes");
        let _ = connection.stream().shutdown(std::net::Shutdown::Write);
        if let Ok(answer) = connection.read_answer("GET") {
            assert_eq!(answer.status, 400, "{bytes:?}");
        }
    }
    // Not recorded, as the docs say; and the next one is.
    server.request("GET", "/jitsu/health", &[], b"");
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.stop().code, Some(0));
}
