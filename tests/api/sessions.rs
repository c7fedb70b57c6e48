//! Test sessions: tests that share a server do not see each other.

use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU};
use crate::support::{Builder, Server};

fn names(server: &Server, session: &str) -> Vec<String> {
    let page = server.api(&format!("/events?order=asc&session={session}"));
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| {
            assert_eq!(item["session"], session);
            item["name"].as_str().expect("a name").to_string()
        })
        .collect()
}

#[test]
fn by_host_by_header_and_by_path_they_do_not_see_each_other() {
    let server = Server::start();
    let port = server.address.rsplit(':').next().expect("a port");
    let send = |target: &str, extra: &[(&str, &str)], name: &str| {
        let headers = [JITSU, extra].concat();
        let body = format!(r#"{{"event":"{name}"}}"#);
        let answer = server.request("POST", target, &headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    let track = "/jitsu/api/s/track";
    send(track, &[], "none");
    send(
        track,
        &[("Host", &format!("by-host.localhost:{port}"))],
        "host",
    );
    send(track, &[("X-Eventpit-Session", "by-header")], "header");
    send("/~by-path/jitsu/api/s/track", &[], "path");
    send("/~by-path/api/s/track", &[], "path without prefix");
    // The path wins over the header, the header over the host.
    let both = [
        ("Host", "by-host.localhost"),
        ("X-Eventpit-Session", "by-header"),
    ];
    send("/~by-path/jitsu/api/s/track", &both, "path wins");
    send(track, &both, "header wins");
    server.wait_projected();
    assert_eq!(names(&server, "default"), ["none"]);
    assert_eq!(names(&server, "by-host"), ["host"]);
    assert_eq!(names(&server, "by-header"), ["header", "header wins"]);
    assert_eq!(
        names(&server, "by-path"),
        ["path", "path without prefix", "path wins"]
    );
    assert_eq!(names(&server, "nobody"), Vec::<String>::new());
    assert_eq!(server.events().len(), 7, "without a session, all of them");
    let requests = server.api("/requests?session=by-path");
    assert_eq!(requests["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_name_that_can_not_be_used_is_said_and_nothing_is_lost() {
    let server = Server::start();
    for name in ["a b", "", "ü", &"x".repeat(65), "a/b"] {
        let headers = [JITSU, &[("X-Eventpit-Session", name)]].concat();
        server.request("POST", "/jitsu/api/s/track", &headers, b"{\"event\":\"e\"}");
        let request = server.last_request();
        assert_eq!(request["session"], "default", "{name:?}");
        let findings = request["findings"].as_array().expect("findings");
        let told = findings
            .iter()
            .filter(|finding| finding["code"] == "session-name");
        assert_eq!(told.count(), 1, "{name:?} {request:#}");
    }
    let longest = "x".repeat(64);
    let headers = [JITSU, &[("X-Eventpit-Session", &longest[..])]].concat();
    server.request("POST", "/jitsu/api/s/track", &headers, b"{\"event\":\"e\"}");
    assert_eq!(server.last_request()["session"], longest);
}

#[test]
fn duplicates_and_identities_stay_in_their_session() {
    let server = Server::start();
    let send = |session: &str, kind: &str, body: &str| -> Value {
        let headers = [DATAFLY, &[("X-Eventpit-Session", session)]].concat();
        let target = format!("/datafly/v1/{kind}");
        let answer = server.request("POST", &target, &headers, body.as_bytes());
        assert!((200..300).contains(&answer.status), "{}", answer.text());
        server.events().pop().expect("an event")
    };
    let identify = r#"{"type":"identify","userId":"u1","anonymousId":"v1","messageId":"i"}"#;
    let track = r#"{"type":"track","event":"Seen","anonymousId":"v1","messageId":"t"}"#;
    assert_eq!(send("one", "i", identify)["outcome"], "accepted");
    let linked = send("one", "t", track);
    assert_eq!(
        (&linked["outcome"], &linked["user_id"]),
        (&"accepted".into(), &"u1".into())
    );
    assert_eq!(send("one", "t", track)["outcome"], "dropped");
    let stranger = send("two", "t", track);
    assert_eq!(
        (&stranger["outcome"], &stranger["user_id"]),
        (&"accepted".into(), &Value::Null)
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn they_are_listed_with_what_is_recorded_of_them() {
    let server = Server::start();
    let send = |session: &str, target: &str, body: &str| {
        let headers = [JITSU, &[("X-Eventpit-Session", session)]].concat();
        server.request("POST", target, &headers, body.as_bytes());
    };
    assert_eq!(server.api("/sessions")["items"], json!([]));
    send("first", "/jitsu/api/s/track", r#"{"event":"a"}"#);
    send(
        "second",
        "/jitsu/v1/batch",
        r#"{"batch":[{"type":"page"},{"type":"page"}]}"#,
    );
    send("second", "/nowhere", "");
    send("first", "/jitsu/api/s/track", r#"{"event":"a"}"#);
    server.request("POST", "/jitsu/api/s/track", JITSU, b"{\"event\":\"a\"}");
    let head = server.head();
    let list = server.api(&format!("/sessions?at_least={head}"));
    let told: Vec<Value> = list["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|it| json!([it["name"], it["requests"], it["events"], it["cursor"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["default", 1, 1, 5]),
            json!(["first", 2, 2, 4]),
            json!(["second", 2, 2, 3]),
        ]
    );
    let first = &list["items"][1];
    let requests = server.api("/requests?session=first&order=asc");
    let at = |n: usize| &requests["items"][n]["received_at"];
    assert_eq!((&first["first_seen"], &first["last_seen"]), (at(0), at(1)));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_event_of_commanders_act_names_its_session_where_a_rule_says_so() {
    let source = r#"{"sources":[{"name":"shop","keys":["k"],"session_from":"/test_code"},
        {"name":"other","keys":["o"]}]}"#;
    let server = Builder::new()
        .workspace(&[("sources/commanders-act.json", source)])
        .start();
    let json = ("Content-Type", "application/json");
    let send = |method: &str, target: &str, headers: &[(&str, &str)], body: &str| {
        let answer = server.request(method, target, headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        let request = server.last_request();
        let told = request["findings"].as_array().expect("findings").iter();
        let told = told.filter(|it| it["code"] == "session-name").count();
        (
            request["session"].as_str().expect("a session").to_string(),
            told,
        )
    };
    let to = "/events?tc_s=1&token=k";
    let in_session = |name: &str| (name.to_string(), 0);
    let event = r#"{"event_name":"search","test_code":"TEST12345"}"#;
    assert_eq!(send("POST", to, &[json], event), in_session("TEST12345"));
    // What the request itself names comes first.
    let named = [json, ("X-Eventpit-Session", "own")];
    assert_eq!(send("POST", to, &named, event), in_session("own"));
    assert_eq!(
        send("POST", "/events?tc_s=1&token=o", &[json], event),
        in_session("default")
    );
    let empty = r#"{"event_name":"search","test_code":""}"#;
    assert_eq!(send("POST", to, &[json], empty), in_session("default"));
    let odd = r#"{"event_name":"search","test_code":"a b"}"#;
    assert_eq!(send("POST", to, &[json], odd), ("default".to_string(), 1));
    let batch = r#"{"batch":[{"event_name":"search"},{"event_name":"search","test_code":"b"}]}"#;
    let to_batch = "/events/batch?tc_s=1&token=k";
    assert_eq!(send("POST", to_batch, &[json], batch), in_session("b"));
    let pixel = "/events?tc_s=1&token=k&event_name=search&test_code=p";
    assert_eq!(send("GET", pixel, &[], ""), in_session("p"));
    assert_eq!(names(&server, "TEST12345"), ["search"]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn one_is_reset_as_if_nothing_had_come_and_the_others_stay() {
    let server = Server::start();
    let send = |session: &str| {
        let headers = [DATAFLY, &[("X-Eventpit-Session", session)]].concat();
        let body = br#"{"type":"track","event":"Seen","anonymousId":"v","messageId":"m"}"#;
        server.request("POST", "/datafly/v1/t", &headers, body);
        server.events().pop().expect("an event")["outcome"].clone()
    };
    assert_eq!(
        (send("one"), send("one")),
        (json!("accepted"), json!("dropped"))
    );
    assert_eq!(send("two"), "accepted");
    let reset = |method: &str, target: &str| {
        server.request(
            method,
            &format!("/inspector/api/v1/sessions/{target}"),
            &[],
            b"",
        )
    };
    let answer = reset("POST", "one/reset");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["requests"], 2);
    assert_eq!(names(&server, "one"), Vec::<String>::new());
    assert_eq!(names(&server, "two"), ["Seen"]);
    let listed = server.api("/sessions");
    let listed: Vec<&Value> = listed["items"].as_array().expect("items").iter().collect();
    assert_eq!(listed.len(), 1, "{listed:?}");
    // What it had taught is forgotten: the same id is no duplicate.
    assert_eq!(send("one"), "accepted");
    let nothing = json!({"session": "one", "count": {"min": 1, "max": 1}});
    assert_eq!(server.ask("/assert", &nothing).status, 200);
    assert_eq!(reset("DELETE", "two").json()["requests"], 1);
    assert_eq!(reset("DELETE", "nobody").json()["requests"], 0);
    assert_eq!(reset("DELETE", "a%20b").status, 400);
    assert_eq!(reset("GET", "one/reset").status, 405);
    assert_eq!(server.stop().code, Some(0));
}
