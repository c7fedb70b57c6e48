//! Waiting for events, and asserting that they came: over HTTP, as a test in any language does.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU, track};
use crate::support::{Response, Server};

/// One Jitsu event in a test session.
fn send(server: &Server, session: &str, event: &Value) {
    let headers = [JITSU, &[("X-Eventpit-Session", session)]].concat();
    let body = event.to_string();
    let answer = server.request("POST", "/jitsu/api/s/track", &headers, body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn holds(answer: &Response) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let verdict = answer.json();
    assert_eq!(verdict["holds"], true, "{verdict:#}");
    verdict
}

fn fails(answer: &Response, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json")
    );
    let verdict = answer.json();
    assert_eq!(
        (&verdict["code"], &verdict["status"], &verdict["holds"]),
        (&json!(code), &json!(status), &json!(false)),
        "{verdict:#}"
    );
    for key in ["title", "detail", "hint", "inspector"] {
        assert!(verdict[key].is_string(), "{key} in {verdict:#}");
    }
    verdict
}

fn names(verdict: &Value) -> Vec<&str> {
    let events = verdict["events"].as_array().expect("events");
    events.iter().filter_map(|it| it["name"].as_str()).collect()
}

#[test]
fn what_is_there_already_is_found_at_once() {
    let server = Server::start();
    track(&server, "Signed Up");
    track(&server, "Other");
    let question = json!({"q": "name:\"Signed Up\"", "timeout_ms": 60_000});
    let verdict = holds(&server.ask("/wait", &question));
    assert_eq!(names(&verdict), ["Signed Up"]);
    assert_eq!(verdict["cursor"], verdict["events"][0]["cursor"]);
    // After that event there is none, and a moment is enough to say so.
    let id = &verdict["events"][0]["id"];
    let question = json!({"q": "name:\"Signed Up\"", "since": id, "timeout_ms": 1});
    let missed = fails(&server.ask("/wait", &question), 408, "timed-out");
    assert_eq!(missed["cursor"], server.head());
    let now = json!({"since": "now", "timeout_ms": 1});
    fails(&server.ask("/wait", &now), 408, "timed-out");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_comes_later_ends_the_wait() {
    let server = Server::start();
    let waited = thread::scope(|scope| {
        let wait = scope.spawn(|| {
            let question = json!({"q": "name:later", "count": {"min": 3}, "timeout_ms": 60_000});
            holds(&server.ask("/wait", &question))
        });
        for n in 0..3 {
            assert!(!wait.is_finished(), "{n} events are no 3");
            track(&server, "sooner");
            track(&server, "later");
        }
        wait.join().expect("the wait")
    });
    assert_eq!(names(&waited), ["later"; 3]);
    let cursors: Vec<i64> = waited["events"]
        .as_array()
        .expect("events")
        .iter()
        .filter_map(|event| event["cursor"].as_i64())
        .collect();
    assert!(cursors.is_sorted(), "oldest first: {cursors:?}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn more_than_expected_ends_the_wait_at_once() {
    let server = Server::start();
    for _ in 0..3 {
        track(&server, "twice at most");
    }
    let question =
        json!({"q": "name:twice*", "count": {"min": 2, "max": 2}, "timeout_ms": 600_000});
    let begun = Instant::now();
    let verdict = fails(&server.ask("/wait", &question), 409, "does-not-hold");
    assert!(begun.elapsed() < Duration::from_secs(60));
    assert_eq!(names(&verdict).len(), 3);
    let detail = verdict["detail"].as_str().expect("detail");
    assert!(detail.contains("3 events match; expected 2"), "{detail}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_miss_tells_what_came_and_what_the_nearest_event_lacks() {
    let server = Server::start();
    let purchase = |value: f64, currency: &str| json!({"event": "purchase", "properties": {"value": value, "currency": currency}});
    send(&server, "shop", &json!({"event": "page"}));
    send(&server, "shop", &purchase(9.5, "EUR"));
    send(&server, "shop", &purchase(9.5, "USD"));
    send(&server, "elsewhere", &purchase(12.5, "EUR"));
    let q = "name:purchase properties.value=12.5 properties.currency=EUR";
    let question = json!({"q": q, "session": "shop", "timeout_ms": 10});
    let verdict = fails(&server.ask("/wait", &question), 408, "timed-out");
    assert!(verdict["events"].as_array().is_some_and(Vec::is_empty));
    let missing = &verdict["missing"];
    let nearest = &missing["nearest"];
    assert_eq!(nearest["event"]["payload"]["properties"]["currency"], "EUR");
    let unmet = nearest["unmet"].as_array().expect("unmet");
    assert_eq!(unmet.len(), 1, "{nearest:#}");
    let text = unmet[0].to_string();
    assert!(text.contains("12.5") && text.contains("9.5"), "{text}");
    let came = missing["came"].as_array().expect("came");
    assert_eq!(came.len(), 3, "of the session only: {missing:#}");
    let page = verdict["inspector"].as_str().expect("a page");
    let start = format!("http://{}/inspector/events?q=", server.inspector);
    assert!(
        page.starts_with(&start) && page.ends_with("&session=shop"),
        "{page}"
    );
    let target = page.trim_start_matches(&format!("http://{}", server.inspector));
    assert_eq!(server.get(target).status, 200, "{target}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_misspelt_name_is_nearest_to_what_was_meant() {
    let server = Server::start();
    for name in ["Purchse", "add", "scroll", "purge"] {
        track(&server, name);
    }
    let nearest = |q: &str| {
        let verdict = fails(
            &server.ask("/assert", &json!({ "q": q })),
            409,
            "does-not-hold",
        );
        verdict["missing"]["nearest"]["event"]["name"].clone()
    };
    assert_eq!(nearest("name:purchase"), "Purchse");
    assert_eq!(nearest("name:purchase properties.value=1"), "Purchse");
    assert_eq!(nearest("name:ad_*"), "add");
    // Nothing is like it: the newest.
    assert_eq!(nearest("name:9"), "purge");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_step_that_is_asked_for_once_too_often_did_not_come_too_early() {
    let server = Server::start();
    track(&server, "cart");
    for _ in 0..3 {
        track(&server, "purchase");
    }
    let ask = |steps: &[&str]| {
        let answer = server.ask("/assert/sequence", &json!({ "steps": steps }));
        fails(&answer, 409, "does-not-hold")
    };
    let fourth = ask(&["name:purchase"; 4]);
    assert_eq!(
        fourth["message"],
        "step 4 of 4 did not come: what matches are steps 1, 2, 3, and no more came"
    );
    assert!(fourth["steps"][3].get("too_early").is_none(), "{fourth:#}");
    let second = ask(&["name:cart", "name:cart"]);
    assert_eq!(
        second["message"],
        "step 2 of 2 did not come: what matches is step 1, and no more came"
    );
    let early = ask(&["name:purchase", "name:cart"]);
    assert_eq!(
        early["message"],
        "step 2 of 2 did not come in its turn: 1.0 came before step 1"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_assertion_looks_at_everything_that_is_recorded_when_it_is_asked() {
    let server = Server::start();
    for round in 1..=20 {
        track(&server, "counted");
        let question = json!({"q": "name:counted", "count": {"min": round, "max": round}});
        let verdict = holds(&server.ask("/assert", &question));
        assert_eq!(verdict["cursor"], server.head());
    }
    let question = json!({"q": "name:counted", "count": {"min": 21}});
    let verdict = fails(&server.ask("/assert", &question), 409, "does-not-hold");
    assert_eq!(verdict["detail"], "20 events match; expected at least 21");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn none_holds_while_it_is_quiet_and_ends_at_once_when_it_is_not() {
    let server = Server::start();
    track(&server, "allowed");
    let none = |more: Value| {
        let mut question = json!({"q": "name:forbidden"});
        question
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().expect("one"));
        server.ask("/assert/none", &question)
    };
    holds(&none(json!({})));
    let quiet = thread::scope(|scope| {
        let quiet = scope.spawn(|| none(json!({"quiet_ms": 600_000})));
        track(&server, "allowed");
        track(&server, "forbidden");
        quiet.join().expect("the question")
    });
    let verdict = fails(&quiet, 409, "does-not-hold");
    assert_eq!(names(&verdict), ["forbidden"]);
    fails(&none(json!({})), 409, "does-not-hold");
    holds(&none(json!({"since": "now"})));
    holds(&none(json!({"since": server.head(), "quiet_ms": 5})));
    for _ in 0..11 {
        track(&server, "forbidden");
    }
    let many = fails(&none(json!({})), 409, "does-not-hold");
    assert_eq!(
        many["detail"], "at least 10 events match; expected none",
        "no more are looked for"
    );
    holds(&none(json!({"session": "another", "quiet_ms": 5})));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_sequence_is_one_after_another_with_others_in_between() {
    let server = Server::start();
    for name in ["view", "noise", "add", "view", "pay"] {
        send(&server, "s", &json!({"event": name}));
    }
    let ask = |steps: &[&str]| {
        let question = json!({"steps": steps, "session": "s"});
        server.ask("/assert/sequence", &question)
    };
    let verdict = holds(&ask(&["name:view", "name:add", "name:pay"]));
    let came: Vec<&Value> = (0..3)
        .map(|n| &verdict["steps"][n]["event"]["name"])
        .collect();
    assert_eq!(came, ["view", "add", "pay"]);
    holds(&ask(&["name:view", "name:view"]));
    let wrong = fails(&ask(&["name:add", "name:noise"]), 409, "does-not-hold");
    assert_eq!(wrong["steps"][1]["event"], Value::Null);
    assert_eq!(wrong["steps"][1]["too_early"]["name"], "noise");
    let never = fails(
        &ask(&["name:view", "name:gone", "name:pay"]),
        409,
        "does-not-hold",
    );
    assert_eq!(never["steps"].as_array().map(Vec::len), Some(2));
    assert!(
        never["detail"]
            .as_str()
            .is_some_and(|it| it.contains("step 2 of 3"))
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_sequence_of_requests_has_those_that_carried_no_event_too() {
    let server = Server::start();
    let sent = |headers: &[(&str, &str)], status: u16| {
        let headers = [headers, &[("X-Eventpit-Session", "s")]].concat();
        let answer = server.request("POST", "/jitsu/api/s/track", &headers, b"{\"event\":\"a\"}");
        assert_eq!(answer.status, status, "{}", answer.text());
    };
    sent(&[], 400);
    sent(&[JITSU, &[("X-Eventpit-Fault", "429")]].concat(), 429);
    sent(JITSU, 200);
    let ask = |steps: &[&str]| {
        let question = json!({"list": "requests", "steps": steps, "session": "s"});
        server.ask("/assert/sequence", &question)
    };
    let verdict = holds(&ask(&["status:400", "status:429", "status:200"]));
    let came: Vec<&Value> = (0..3)
        .map(|n| &verdict["steps"][n]["request"]["status"])
        .collect();
    assert_eq!(came, [400, 429, 200]);
    let expected = &verdict["steps"][1]["expected"];
    assert_eq!(expected, "Requests that were answered with 429");
    let wrong = fails(&ask(&["status:200", "status:429"]), 409, "does-not-hold");
    assert_eq!(wrong["steps"][0]["request"]["status"], 200);
    assert_eq!(wrong["steps"][1]["too_early"]["status"], 429);
    let text = wrong["text"].as_str().expect("text");
    assert!(text.contains("POST /jitsu/api/s/track  200"), "{text}");
    let page = wrong["inspector"].as_str().expect("a page");
    assert!(page.ends_with("/inspector/requests?session=s"), "{page}");
    let once = fails(&ask(&["status:429", "status:429"]), 409, "does-not-hold");
    assert_eq!(
        once["missing"]["came"][0]["name"],
        "POST /jitsu/api/s/track"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_question_that_can_not_be_read_says_what_and_where() {
    let server = Server::start();
    let bad = [
        ("/wait", json!({"q": "nmae:a"}), "query-unknown-word"),
        ("/wait", json!({"query": "name:a"}), "bad-body"),
        ("/wait", json!([]), "bad-body"),
        ("/wait", json!({"since": "yesterday"}), "bad-parameter"),
        ("/wait", json!({"timeout_ms": 600_001}), "bad-parameter"),
        ("/wait", json!({"timeout_ms": -1}), "bad-body"),
        (
            "/wait",
            json!({"count": {"min": 2, "max": 1}}),
            "bad-parameter",
        ),
        ("/wait", json!({"count": {"min": 1001}}), "bad-parameter"),
        ("/assert", json!({"q": "(a"}), "query-not-closed"),
        ("/assert/none", json!({"quiet_ms": "1s"}), "bad-body"),
        ("/assert/sequence", json!({"steps": []}), "bad-parameter"),
        (
            "/assert/sequence",
            json!({"steps": ["a", "\""]}),
            "query-not-closed",
        ),
        // Nothing could ever be in such a session, so that nothing would always hold.
        ("/assert/none", json!({"session": "a b"}), "bad-parameter"),
        ("/assert", json!({"session": ""}), "bad-parameter"),
        ("/assert/plan", json!({"severity": "bad"}), "bad-body"),
        ("/assert/plan", json!({"plan": "none"}), "no-plan"),
    ];
    for (path, question, code) in bad {
        let answer = server.ask(path, &question);
        assert_eq!(answer.status, 400, "{question}: {}", answer.text());
        assert_eq!(answer.json()["code"], code, "{question}: {}", answer.text());
    }
    for path in ["/wait", "/assert", "/assert/none"] {
        let answer = server.get(&format!("/inspector/api/v1{path}"));
        assert_eq!(answer.status, 405, "{path}: no state, but no GET either");
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_server_that_stops_ends_the_waits() {
    let server = Server::start();
    let waited = thread::scope(|scope| {
        let wait = scope.spawn(|| {
            let question = json!({"q": "name:never", "timeout_ms": 600_000});
            server.ask("/wait", &question)
        });
        // It is known to wait once the event that it looks past was told.
        track(&server, "something");
        server.wait_projected();
        server.signal("TERM");
        wait.join().expect("the wait")
    });
    assert_eq!(waited.status, 503, "{}", waited.text());
    assert_eq!(waited.json()["code"], "recording-closed");
    assert_eq!(server.ended().code, Some(0));
}

#[test]
fn two_hundred_sessions_at_once_do_not_see_each_other() {
    const SESSIONS: usize = 200;
    let server = Server::start();
    thread::scope(|scope| {
        let sessions: Vec<_> = (0..SESSIONS)
            .map(|n| {
                let server = &server;
                scope.spawn(move || {
                    let session = format!("run-{n}");
                    let own = format!("user-{n}");
                    let wait = scope.spawn({
                        let session = session.clone();
                        move || {
                            let question = json!({
                                "q": "name:checkout", "session": session, "timeout_ms": 60_000,
                            });
                            holds(&server.ask("/wait", &question))
                        }
                    });
                    send(server, &session, &json!({"event": "view", "userId": own}));
                    send(
                        server,
                        &session,
                        &json!({"event": "checkout", "userId": own}),
                    );
                    let waited = wait.join().expect("the wait");
                    assert_eq!(waited["events"][0]["user_id"], *own, "{session}");
                    let question = json!({"session": session, "count": {"min": 2, "max": 2}});
                    let all = holds(&server.ask("/assert", &question));
                    let users = all["events"].as_array().expect("events");
                    assert!(
                        users.iter().all(|event| event["user_id"] == *own),
                        "{all:#}"
                    );
                    let question = json!({"q": format!("-user:{own}"), "session": session});
                    holds(&server.ask("/assert/none", &question));
                })
            })
            .collect();
        for session in sessions {
            session.join().expect("a session");
        }
    });
    let question = json!({"q": "name:checkout", "count": {"min": SESSIONS, "max": SESSIONS}});
    holds(&server.ask("/assert", &question));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_event_that_its_platform_lost_is_found_by_what_became_of_it() {
    let server = Server::start();
    let body = r#"{"type":"track","event":"Seen","anonymousId":"v1","messageId":"t"}"#;
    thread::scope(|scope| {
        let wait = scope.spawn(|| {
            let q = "platform:datafly outcome:dropped is:duplicate finding:duplicate";
            holds(&server.ask("/wait", &json!({"q": q, "timeout_ms": 60_000})))
        });
        for _ in 0..2 {
            server.request("POST", "/datafly/v1/t", DATAFLY, body.as_bytes());
        }
        let waited = wait.join().expect("the wait");
        assert_eq!(waited["events"][0]["message_id"], "t");
    });
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_request_without_an_event_is_waited_for_and_asserted_too() {
    let server = Server::start();
    thread::scope(|scope| {
        let wait = scope.spawn(|| {
            let question = json!({
                "list": "requests", "q": "outcome:rejected status:401", "timeout_ms": 60_000,
            });
            holds(&server.ask("/wait", &question))
        });
        track(&server, "taken");
        let refused = server.request("POST", "/jentis", &[], b"{}");
        assert_eq!(refused.status, 401);
        let waited = wait.join().expect("the wait");
        assert_eq!(waited["requests"][0]["path"], "/jentis");
        assert_eq!(waited["events"], Value::Null);
    });
    let both = json!({"list": "requests", "count": {"min": 2, "max": 2}});
    holds(&server.ask("/assert", &both));
    let by_event = json!({"list": "requests", "q": "name:taken"});
    holds(&server.ask("/assert", &by_event));
    let none = json!({"list": "requests", "q": "outcome:rejected"});
    fails(&server.ask("/assert/none", &none), 409, "does-not-hold");
    holds(&server.ask("/assert/none", &json!({"q": "outcome:rejected"})));
    let missed = json!({"list": "requests", "q": "status:403 platform:jentis", "timeout_ms": 1});
    let missed = fails(&server.ask("/wait", &missed), 408, "timed-out");
    let nearest = &missed["missing"]["nearest"];
    assert_eq!(nearest["request"]["path"], "/jentis", "{missed:#}");
    assert_eq!(nearest["unmet"][0]["got"], json!(["401"]), "{missed:#}");
    let page = missed["inspector"].as_str().expect("a page");
    assert!(page.contains("/inspector/requests?q="), "{page}");
    assert_eq!(server.stop().code, Some(0));
}
