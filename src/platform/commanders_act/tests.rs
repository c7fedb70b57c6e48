//! What a setting or the moment changes, and that answer and events agree. The answers themselves
//! are contract cases.

use std::collections::BTreeMap;

use super::super::{Call, Decoded, Moment, Reply};
use super::{decode, respond};
use crate::capture::{Body, Request};
use crate::event::Outcome;
use crate::limit::LiveLimiter;
use crate::workspace::{Files, Problems, Workspace};

const QUERY: &str = "tc_s=29&token=7183b9d4-1031-11ee-be56-0242ac120002";

fn workspace(source_file: &str) -> Result<Workspace, Problems> {
    let name = "sources/commanders-act.json".to_string();
    Workspace::from_files(Files(BTreeMap::from([(name, source_file.to_string())])))
}

fn post(path: &str, body: impl Into<bytes::Bytes>) -> Request {
    Request {
        received_at: 0,
        peer: "127.0.0.1".into(),
        method: "POST".into(),
        path: path.into(),
        query: QUERY.into(),
        headers: vec![("content-type".into(), "application/json".into())],
        body: Body::complete(body),
    }
}

/// Answers the request, then explains it from the recorded moment.
fn both(request: &Request, workspace: &Workspace, limiter: &LiveLimiter) -> (Reply, Decoded) {
    let call = |moment| Call {
        request,
        path: &request.path,
        mount: "",
        workspace,
        moment,
    };
    let moment = Moment::now(request.received_at, "default", limiter);
    let reply = respond(call(&moment));
    let record = moment.record();
    let again = Moment::again(request.received_at, "default", &record);
    (reply, decode(call(&again)))
}

fn codes(decoded: &Decoded) -> Vec<&'static str> {
    let of_events = decoded.events.iter().flat_map(|event| &event.findings);
    let all = decoded.findings.iter().chain(of_events);
    all.map(|finding| finding.kind.code).collect()
}

fn batch_with_one_too_large() -> String {
    let filler = "x".repeat(33_000);
    format!(r#"{{"batch":[{{"event_name":"a"}},{{"event_name":"b","filler":"{filler}"}}]}}"#)
}

#[test]
fn an_oversize_event_refuses_its_batch_or_is_lost_alone() -> Result<(), Problems> {
    let request = post("/events/batch", batch_with_one_too_large());
    let limiter = LiveLimiter::default();

    let (reply, decoded) = both(&request, &workspace("{}")?, &limiter);
    assert_eq!(
        (reply.answer.status, reply.outcome),
        (400, Outcome::Rejected)
    );
    assert_eq!(decoded.events, []);
    assert_eq!(codes(&decoded), ["commanders-act-event-too-large"]);

    let lenient = workspace(r#"{"settings": {"batch_oversize": "drop_event"}}"#)?;
    let (reply, decoded) = both(&request, &lenient, &limiter);
    assert_eq!(
        (reply.answer.status, reply.outcome),
        (200, Outcome::Partial)
    );
    let fates: Vec<_> = decoded.events.iter().map(|event| event.outcome).collect();
    assert_eq!(fates, [Outcome::Accepted, Outcome::Dropped]);
    Ok(())
}

#[test]
fn the_text_of_a_400_is_a_setting() -> Result<(), Problems> {
    let workspace = workspace(r#"{"settings": {"bad_request_body": "Bad Request"}}"#)?;
    let (reply, _) = both(&post("/events", "{"), &workspace, &LiveLimiter::default());
    assert_eq!(reply.answer.status, 400);
    assert_eq!(&reply.answer.body[..], b"Bad Request");
    Ok(())
}

#[test]
fn the_pixel_and_the_reading_of_its_query_are_settings() -> Result<(), Problems> {
    let mut request = post("/events", "");
    request.method = "GET".into();
    request.query = format!("{QUERY}&a=1&a=2&b[c][d]=3");
    let workspace = workspace(
        r#"{"settings": {"pixel_image": "png", "query_depth": 1, "repeated_parameter": "list"}}"#,
    )?;
    let (reply, decoded) = both(&request, &workspace, &LiveLimiter::default());
    let types = reply.answer.headers.iter().map(|(_, value)| value.as_str());
    assert_eq!(types.collect::<Vec<_>>(), ["image/png"]);
    assert_eq!((reply.answer.status, reply.answer.body.len()), (200, 68));
    let payloads: Vec<_> = decoded.events.iter().map(|event| &event.payload).collect();
    let expected = serde_json::json!({"a": ["1", "2"], "b": {"c": {"[d]": "3"}}});
    assert_eq!(payloads, [&expected]);
    Ok(())
}

#[test]
fn every_assumed_answer_is_a_setting() -> Result<(), Problems> {
    let workspace = workspace(
        r#"{"settings": {"success_body": "pixel", "empty_body_status": 200,
            "json_without_event_status": 422, "preflight_status": 200,
            "other_method_status": 404, "other_path_status": 403, "bad_request_body": ""}}"#,
    )?;
    let limiter = LiveLimiter::default();
    let mut answers = Vec::new();
    for (method, path, body) in [
        ("POST", "/events", "{}"),
        ("POST", "/events", ""),
        ("POST", "/events", "[]"),
        ("POST", "/events/batch", "{}"),
        ("OPTIONS", "/events", ""),
        ("PUT", "/events", "{}"),
        ("POST", "/event", "{}"),
    ] {
        let mut request = post(path, body);
        request.method = method.into();
        let (reply, decoded) = both(&request, &workspace, &limiter);
        let length = reply.answer.body.len();
        answers.push((
            reply.answer.status,
            length,
            reply.outcome,
            decoded.events.len(),
        ));
    }
    let expected = [
        (200, 43, Outcome::Accepted, 1),
        (200, 43, Outcome::Dropped, 0),
        (422, 0, Outcome::Rejected, 0),
        (422, 0, Outcome::Rejected, 0),
        (200, 0, Outcome::Served, 0),
        (404, 0, Outcome::Rejected, 0),
        (403, 0, Outcome::Rejected, 0),
    ];
    assert_eq!(answers, expected);
    Ok(())
}

#[test]
fn a_key_outside_the_query_is_taken_or_not() -> Result<(), Problems> {
    let mut request = post("/events", "{}");
    request.query = "tc_s=29".into();
    request
        .headers
        .push(("authorization".into(), "Bearer key".into()));
    let limiter = LiveLimiter::default();
    let (reply, _) = both(&request, &workspace("{}")?, &limiter);
    assert_eq!(reply.outcome, Outcome::Accepted);
    let strict = workspace(r#"{"settings": {"other_token_places": false}}"#)?;
    let (reply, decoded) = both(&request, &strict, &limiter);
    assert_eq!(reply.outcome, Outcome::Dropped);
    assert!(codes(&decoded).contains(&"commanders-act-missing-token"));
    assert!(!codes(&decoded).contains(&"commanders-act-authorization-header"));
    Ok(())
}

#[test]
fn a_rate_passed_is_said_and_nothing_is_refused() -> Result<(), Problems> {
    let workspace =
        workspace(r#"{"settings": {"requests_per_second": 2}, "sources": [{"name": "shop"}]}"#)?;
    let limiter = LiveLimiter::default();
    let request = post("/events", r#"{"event_name":"a"}"#);
    let said: Vec<(u16, bool)> = (0..4)
        .map(|_| {
            let (reply, decoded) = both(&request, &workspace, &limiter);
            (
                reply.answer.status,
                codes(&decoded).contains(&"commanders-act-over-rate"),
            )
        })
        .collect();
    assert_eq!(
        said,
        [(200, false), (200, false), (200, true), (200, false)]
    );
    Ok(())
}

#[test]
fn an_event_that_cannot_be_looked_into_is_shown_as_text() -> Result<(), Problems> {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(300), "]".repeat(300));
    let request = post("/events", deep.clone());
    let (reply, decoded) = both(&request, &workspace("{}")?, &LiveLimiter::default());
    assert_eq!(
        (reply.answer.status, reply.outcome),
        (200, Outcome::Accepted)
    );
    let payloads: Vec<_> = decoded.events.iter().map(|event| &event.payload).collect();
    assert_eq!(payloads, [&serde_json::Value::String(deep)]);
    assert!(codes(&decoded).contains(&"commanders-act-event-unreadable"));
    Ok(())
}

#[test]
fn no_body_makes_it_stumble() -> Result<(), Problems> {
    let workspace = workspace(r#"{"sources": [{"name": "shop"}]}"#)?;
    let limiter = LiveLimiter::default();
    let events = [
        "null",
        "[]",
        "{}",
        r#"{"user":[]}"#,
        r#"{"user":{"consent_categories":{"a":1}},"context":"x","items":{"a":[]}}"#,
        r#"{"properties":{"items":[null,1,{}],"user":1},"event":["x"],"page":3}"#,
        r#"{"event_name":"","currency":null,"event_timestamp":-1e308}"#,
        r#"{"event_name":"purchase","items":[{"product":7}],"context":{"page":[],"device":5}}"#,
    ];
    for event in events {
        for (path, body) in [
            ("/events", event.to_string()),
            ("/events/batch", format!(r#"{{"batch":[{event},{event}]}}"#)),
        ] {
            let (reply, decoded) = both(&post(path, body), &workspace, &limiter);
            assert_eq!(reply.answer.status, 200, "{event}");
            let fates = decoded.events.iter().map(|event| event.outcome);
            if !decoded.events.is_empty() {
                assert_eq!(reply.outcome, Outcome::of_batch(fates), "{event}");
            }
        }
    }
    let (reply, _) = both(&post("/events", vec![0xff, 0xfe]), &workspace, &limiter);
    assert_eq!(reply.answer.status, 400);
    Ok(())
}
