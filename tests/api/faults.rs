//! Faults: armed through the API, or asked for by a request, and what the recording says of them.

use serde_json::{Value, json};

use crate::support::{Builder, Response, Server};

const PATH: &str = "/inspector/api/v1/faults";

fn arm(server: &Server, fault: &Value) -> Value {
    let answer = server.request("POST", PATH, &[], fault.to_string().as_bytes());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn track(server: &Server, path: &str, more: &[(&str, &str)]) -> Response {
    let mut headers = vec![
        ("x-write-key", "demo:secret"),
        ("content-type", "application/json"),
    ];
    headers.extend(more);
    server.request(
        "POST",
        path,
        &headers,
        br#"{"event":"Signed Up","anonymousId":"a"}"#,
    )
}

fn statuses(server: &Server, count: usize) -> Vec<u16> {
    (0..count)
        .map(|_| track(server, "/api/s/track", &[]).status)
        .collect()
}

#[test]
fn the_next_n_are_answered_by_the_fault_and_then_the_platform_answers_again() {
    let server = Server::start();
    let armed = arm(
        &server,
        &json!({"kind": "status", "status": 503, "times": 2, "headers": {"X-Why": "test"}, "body": "{\"down\":true}"}),
    );
    assert_eq!(armed["state"], "armed");
    let first = track(&server, "/api/s/track", &[]);
    assert_eq!(first.status, 503);
    assert_eq!(first.header("x-why"), Some("test"));
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(first.header("eventpit-fault"), armed["id"].as_str());
    assert_eq!(first.text(), "{\"down\":true}");
    assert_eq!(statuses(&server, 3), [503, 200, 200]);
    let list = server.api("/faults");
    assert_eq!(list["armed"], 0);
    let state = &list["items"][0];
    assert_eq!(state["state"], "used up");
    assert_eq!((&state["matched"], &state["acted"]), (&json!(2), &json!(2)));

    let requests = server.requests();
    let outcomes: Vec<&Value> = requests.iter().map(|request| &request["outcome"]).collect();
    assert_eq!(outcomes, ["faulted", "faulted", "accepted", "accepted"]);
    let row = server.api("/requests/1");
    let fault = &row["fault"];
    assert_eq!(fault["id"], armed["id"]);
    assert_eq!(fault["taken_in"], false);
    assert_eq!(fault["platform_outcome"], "accepted");
    assert_eq!(fault["platform_answer"]["status"], 200);
    assert_eq!(fault["platform_answer"]["body"], "{\"ok\":true}");
    assert_eq!(row["answer"]["status"], 503);
    assert_eq!(row["answer"]["body"], "{\"down\":true}");
    let events = server.events();
    assert_eq!(events[0]["outcome"], "faulted");
    assert_eq!(events[2]["outcome"], "accepted");
    let told = events[0]["findings"].to_string();
    assert!(
        told.contains("the platform would have accepted it"),
        "{told}"
    );
    assert_eq!(server.api("/requests/3")["fault"], Value::Null);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_fault_for_one_session_platform_path_or_method_leaves_the_others_alone() {
    let server = Server::start();
    arm(
        &server,
        &json!({"kind": "status", "status": 500, "session": "a"}),
    );
    assert_eq!(track(&server, "/~a/api/s/track", &[]).status, 500);
    for other in ["/~b/api/s/track", "/api/s/track"] {
        assert_eq!(track(&server, other, &[]).status, 200, "{other}");
    }
    let deleted = server.request("DELETE", PATH, &[], b"");
    assert_eq!(deleted.json()["disarmed"], 1);
    assert_eq!(track(&server, "/~a/api/s/track", &[]).status, 200);

    arm(
        &server,
        &json!({"kind": "status", "status": 501, "platform": "datafly"}),
    );
    arm(
        &server,
        &json!({"kind": "status", "status": 502, "path": "/api/s/i*"}),
    );
    arm(
        &server,
        &json!({"kind": "status", "status": 503, "source": "other"}),
    );
    arm(
        &server,
        &json!({"kind": "status", "status": 504, "method": "GET"}),
    );
    assert_eq!(track(&server, "/api/s/track", &[]).status, 200);
    assert_eq!(track(&server, "/jitsu/api/s/identify", &[]).status, 502);
    assert_eq!(server.request("GET", "/api/s/track", &[], b"").status, 504);
    assert_eq!(track(&server, "/v1/t", &[]).status, 501);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_fault_acts_on_what_its_query_finds_and_on_nothing_else() {
    let server = Server::start();
    let send = |event: &str, price: u32| {
        let body = json!({"event": event, "anonymousId": "a1", "properties": {"price": price}});
        let headers = [
            ("X-Write-Key", "demo:secret"),
            ("Content-Type", "application/json"),
        ];
        let body = body.to_string();
        server
            .request("POST", "/api/s/track", &headers, body.as_bytes())
            .status
    };
    let query = "name:purchase properties.price>100 outcome:accepted";
    arm(
        &server,
        &json!({"kind": "status", "status": 503, "times": 2, "q": query}),
    );
    assert_eq!(send("purchase", 7), 200);
    assert_eq!(send("search", 700), 200);
    assert_eq!(send("purchase", 101), 503);
    assert_eq!(send("purchase", 7), 200);
    let list = server.api("/faults");
    assert_eq!(list["items"][0]["matched"], 1, "{list}");
    assert_eq!(send("purchase", 102), 503);
    assert_eq!(send("purchase", 103), 200, "it is used up");

    let refused = server.request("POST", PATH, &[], br#"{"kind": "timeout", "q": "name:"}"#);
    assert_eq!(refused.status, 400);
    let told = refused.json()["detail"].to_string();
    assert!(
        told.contains("q: a value is missing here (at character 6)"),
        "{told}"
    );
    // It would never act, and nobody would know why.
    let never = json!({"kind": "timeout", "q": "name:purchase -is:duplicate"});
    let refused = server.request("POST", PATH, &[], never.to_string().as_bytes());
    assert_eq!(refused.status, 400);
    let told = refused.json()["detail"].to_string();
    assert!(told.contains("known only of what is recorded"), "{told}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_browsers_preflight_does_not_use_a_fault_up() {
    let server = Server::start();
    arm(
        &server,
        &json!({"kind": "status", "status": 500, "times": 1}),
    );
    let asks = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "content-type,x-eventpit-fault,x-eventpit-session",
        ),
    ];
    let preflight = server.request("OPTIONS", "/jitsu/api/s/track", &asks, b"");
    assert_eq!(preflight.status, 200);
    let allowed = preflight
        .header("access-control-allow-headers")
        .expect("a list");
    assert!(
        allowed.ends_with("x-eventpit-session, x-eventpit-fault"),
        "{allowed}"
    );
    assert_eq!(statuses(&server, 2), [500, 200]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_same_seed_hits_the_same_requests_again() {
    let run = |seed: u64| {
        let server = Server::start();
        arm(
            &server,
            &json!({"kind": "status", "status": 500, "probability": 0.4, "seed": seed}),
        );
        let hit = statuses(&server, 40);
        assert!(hit.contains(&500) && hit.contains(&200), "{hit:?}");
        let first = hit.iter().position(|status| *status == 500).expect("one") + 1;
        let fault = server.api(&format!("/requests/{first}"))["fault"].clone();
        assert_eq!(
            (&fault["seed"], &fault["request"]),
            (&json!(seed), &json!(first))
        );
        assert!(
            fault["draw"].as_f64().is_some_and(|draw| draw < 0.4),
            "{fault}"
        );
        assert_eq!(server.stop().code, Some(0));
        hit
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn every_nth_and_one_behind_the_other() {
    let server = Server::start();
    arm(&server, &json!({"kind": "status", "status": 502}));
    arm(
        &server,
        &json!({"kind": "status", "status": 503, "every": 3}),
    );
    // The one armed last is asked first.
    assert_eq!(statuses(&server, 6), [502, 502, 503, 502, 502, 503]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_token_bucket_belongs_to_a_source_and_a_session() {
    let server = Server::start();
    arm(
        &server,
        // One token in a second: slow enough that none comes while the test runs.
        &json!({"kind": "rate-limit", "per_second": 1, "burst": 2, "rate_limit_reset": "epoch", "retry_after": 7}),
    );
    assert_eq!(track(&server, "/~a/api/s/track", &[]).status, 200);
    assert_eq!(track(&server, "/~a/api/s/track", &[]).status, 200);
    // A busy machine may take longer than a second for it.
    let over = (0..50).map(|_| track(&server, "/~a/api/s/track", &[]));
    let over = over
        .into_iter()
        .find(|answer| answer.status == 429)
        .expect("a refusal");
    assert_eq!(over.header("retry-after"), Some("7"));
    let reset = over
        .header("x-ratelimit-reset")
        .and_then(|reset| reset.parse::<i64>().ok());
    assert!(
        reset.is_some_and(|reset| reset > 1_700_000_000),
        "{reset:?}"
    );
    assert_eq!(track(&server, "/~b/api/s/track", &[]).status, 200);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_request_asks_for_its_own_fault_by_a_header_or_its_path() {
    let server = Server::start();
    let busy = track(
        &server,
        "/api/s/track",
        &[(
            "x-eventpit-fault",
            "429; retry-after=2; retry-after-form=date",
        )],
    );
    assert_eq!(busy.status, 429);
    let date = busy.header("retry-after").expect("a date");
    assert!(date.ends_with(" GMT") && date.len() == 29, "{date}");
    let both = track(
        &server,
        "/~run-1/~fault=503;latency=20/jitsu/api/s/track",
        &[],
    );
    assert_eq!(both.status, 503);
    assert_eq!(
        track(&server, "/~fault=malformed-json/~run-1/api/s/track", &[]).text(),
        "{\"ok\":true"
    );
    let html = track(
        &server,
        "/api/s/track",
        &[("x-eventpit-fault", "wrong-content-type")],
    );
    assert_eq!(html.header("content-type"), Some("text/html"));
    let page = [
        ("origin", "https://shop.example"),
        ("x-eventpit-fault", "missing-cors"),
    ];
    let hidden = track(&server, "/api/s/track", &page);
    assert_eq!(
        (hidden.status, hidden.text().as_str()),
        (200, "{\"ok\":true}")
    );
    assert_eq!(hidden.header("access-control-allow-origin"), None);
    assert!(
        track(&server, "/api/s/track", &page[..1])
            .header("access-control-allow-origin")
            .is_some()
    );
    assert_eq!(track(&server, "/api/s/track", &[]).status, 200);

    let requests = server.requests();
    assert_eq!(requests[1]["session"], "run-1");
    assert_eq!(requests[2]["session"], "run-1");
    let late = server.api("/requests/2")["fault"].clone();
    assert_eq!(
        (&late["id"], &late["delay_ms"]),
        (&json!("request"), &json!(20))
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_fault_that_cannot_be_read_is_said_so_and_never_passed_over() {
    let server = Server::start();
    let answer = track(
        &server,
        "/api/s/track",
        &[("x-eventpit-fault", "503; retries=2")],
    );
    assert_eq!(answer.status, 400);
    assert!(
        answer.text().contains("there is no parameter \"retries\""),
        "{}",
        answer.text()
    );
    let limit = [("x-eventpit-fault", "rate-limit; per-second=1")];
    assert_eq!(track(&server, "/api/s/track", &limit).status, 400);
    let last = server.last_request();
    assert_eq!(last["outcome"], "faulted");
    assert_eq!(last["fault"]["platform_outcome"], "accepted");
    for (fault, mentions) in [
        ("", "EOF"),
        ("{}", "missing field `kind`"),
        (r#"{"kind":"slow"}"#, "unknown variant `slow`"),
        (r#"{"kind":"status"}"#, "status is missing here"),
        (r#"{"kind":"status","status":99}"#, "200 to 599"),
        (
            r#"{"kind":"half-body","status":503}"#,
            "status is for status, not for half-body",
        ),
        (r#"{"kind":"latency","latency_ms":1e9}"#, "invalid type"),
        (r#"{"kind":"latency","latency_ms":900000}"#, "600000 ms"),
        (
            r#"{"kind":"status","status":503,"probability":0}"#,
            "above 0",
        ),
        (
            r#"{"kind":"status","status":503,"headers":{"a b":"c"}}"#,
            "is no header line",
        ),
        (
            r#"{"kind":"status","status":503,"headers":{"Content-Length":"9"}}"#,
            "by the server itself",
        ),
        (
            r#"{"kind":"status","status":503,"path":"events"}"#,
            "begins with /",
        ),
        (
            r#"{"kind":"status","status":503,"typo":1}"#,
            "unknown field `typo`",
        ),
    ] {
        let answer = server.request("POST", PATH, &[], fault.as_bytes());
        assert_eq!(answer.status, 400, "{fault}: {}", answer.text());
        assert_eq!(answer.json()["code"], "bad-fault", "{fault}");
        assert!(
            answer.text().contains(mentions),
            "{fault}: {}",
            answer.text()
        );
    }
    let list = server.api("/faults");
    assert_eq!((&list["items"], &list["armed"]), (&json!([]), &json!(0)));
    let gone = server.request("DELETE", &format!("{PATH}/f1"), &[], b"");
    assert_eq!(
        (gone.status, &gone.json()["code"]),
        (404, &json!("not-found"))
    );
    let put = server.request("PUT", PATH, &[], b"{}");
    assert_eq!(
        (put.status, put.header("allow")),
        (405, Some("GET, POST, DELETE"))
    );
    assert_eq!(server.stop().code, Some(0));
}

/// A client that is refused sends again, and that is no duplicate. A client whose answer broke off
/// sends again too, and that is one.
#[test]
fn what_comes_again_is_a_duplicate_only_if_it_was_taken_in() {
    let server = Server::start();
    let send = |fault: Option<&str>, id: &str| {
        let mut headers = vec![
            ("authorization", "Bearer dk_demo"),
            ("content-type", "application/json"),
        ];
        headers.extend(fault.map(|fault| ("x-eventpit-fault", fault)));
        let body = json!({"type": "track", "event": "Order Completed", "messageId": id});
        let answer =
            server
                .connect()
                .request("POST", "/v1/t", &headers, body.to_string().as_bytes());
        answer.ok().map(|answer| answer.status)
    };
    assert_eq!(send(Some("503"), "refused"), Some(503));
    assert_eq!(send(None, "refused"), Some(200));
    assert_eq!(send(Some("reset-mid-answer"), "lost"), None);
    assert_eq!(send(None, "lost"), Some(200));
    assert_eq!(send(Some("503; taken-in=true"), "told"), Some(503));
    assert_eq!(send(None, "told"), Some(200));
    let fates: Vec<Value> = server
        .events()
        .iter()
        .map(|event| json!([event["message_id"], event["outcome"]]))
        .collect();
    assert_eq!(
        fates,
        [
            json!(["refused", "faulted"]),
            json!(["refused", "accepted"]),
            json!(["lost", "accepted"]),
            json!(["lost", "dropped"]),
            json!(["told", "accepted"]),
            json!(["told", "dropped"]),
        ]
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_silent_loss_is_still_found_when_a_refused_event_comes_again() {
    let source = r#"{"sources":[{"name":"shop","keys":["dk_demo"],"fail_silent_losses":true}]}"#;
    let server = Builder::new()
        .workspace(&[("sources/datafly.json", source)])
        .start();
    let send = |fault: &str| {
        let headers = [
            ("authorization", "Bearer dk_demo"),
            ("x-eventpit-fault", fault),
        ];
        let body = br#"{"type":"track","event":"A","messageId":"m"}"#;
        server
            .request(
                "POST",
                "/v1/t",
                &headers[..if fault.is_empty() { 1 } else { 2 }],
                body,
            )
            .status
    };
    assert_eq!(send("503"), 503);
    assert_eq!(send(""), 200);
    assert_eq!(send(""), 422);
    assert_eq!(server.stop().code, Some(0));
}
