//! The platform as a whole: the same request through `respond` and `decode`.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value, json};

use super::{decode, respond};
use crate::capture::{Body, Request};
use crate::event::Outcome;
use crate::limit::LiveLimiter;
use crate::platform::{Call, Decoded, Moment, Reply};
use crate::workspace::{Files, Workspace};

mod signed;
mod vendor_ids;

type Failure = Box<dyn std::error::Error>;

fn workspace(sources: Value) -> Result<Workspace, Failure> {
    let file = ("sources/datafly.json".to_string(), sources.to_string());
    Ok(Workspace::from_files(Files(BTreeMap::from([file])))?)
}

fn post(path: &str, body: impl Into<bytes::Bytes>) -> Request {
    Request {
        received_at: 1_800_000_000_000_000,
        peer: "127.0.0.1".into(),
        method: "POST".into(),
        path: path.into(),
        query: String::new(),
        headers: vec![
            ("authorization".into(), "Bearer dk_test".into()),
            ("content-type".into(), "application/json".into()),
        ],
        body: Body::complete(body),
    }
}

fn with(mut request: Request, name: &str, value: &str) -> Request {
    request.headers.retain(|(known, _)| known != name);
    request.headers.push((name.into(), value.into()));
    request
}

/// The answer, and what is worked out later from the recorded moment.
fn judged(workspace: &Workspace, request: &Request, limiter: &LiveLimiter) -> (Reply, Decoded) {
    let now = Moment::now(request.received_at, "default", limiter);
    let reply = respond(call(workspace, request, &now));
    let record = now.record();
    let again = Moment::again(request.received_at, "default", &record);
    (reply, decode(call(workspace, request, &again)))
}

fn call<'a>(workspace: &'a Workspace, request: &'a Request, moment: &'a Moment<'a>) -> Call<'a> {
    Call {
        request,
        path: &request.path,
        mount: "",
        workspace,
        moment,
    }
}

fn one(sources: Value, request: Request) -> Result<(Reply, Decoded), Failure> {
    let workspace = workspace(sources)?;
    Ok(judged(&workspace, &request, &LiveLimiter::default()))
}

fn open() -> Value {
    json!({"sources": [{"name": "demo"}]})
}

fn error(reply: &Reply) -> (u16, String) {
    let body: Value = serde_json::from_slice(&reply.answer.body).unwrap_or_default();
    let code = body.pointer("/error/code").and_then(Value::as_str);
    (reply.answer.status, code.unwrap_or_default().to_string())
}

fn codes(decoded: &Decoded) -> Vec<&'static str> {
    let of_events = decoded.events.iter().flat_map(|event| &event.findings);
    let mut codes: Vec<_> = decoded
        .findings
        .iter()
        .chain(of_events)
        .map(|finding| finding.kind.code)
        .collect();
    codes.sort_unstable();
    codes
}

#[test]
fn the_cookie_that_is_set_is_the_visitor_of_the_event() -> Result<(), Failure> {
    let (reply, decoded) = one(open(), post("/v1/t", r#"{"type":"track","event":"A"}"#))?;
    let cookie = reply
        .answer
        .headers
        .iter()
        .find(|(name, _)| name == "set-cookie");
    let visitor = decoded
        .events
        .first()
        .and_then(|event| event.anonymous_id.clone());
    let expected = visitor
        .map(|id| format!("_dfid={id}; Path=/; Max-Age=34560000; HttpOnly; Secure; SameSite=Lax"));
    assert!(expected.is_some());
    assert_eq!(cookie.map(|(_, value)| value.clone()), expected);
    Ok(())
}

#[test]
fn a_visitor_who_is_known_gets_no_new_id() -> Result<(), Failure> {
    let known = "11111111-2222-4333-8444-555555555555";
    let request = post("/v1/p", r#"{"type":"page"}"#);
    let (reply, decoded) = one(
        open(),
        with(request, "cookie", &format!("a=b; _dfid={known}")),
    )?;
    assert!(
        !reply
            .answer
            .headers
            .iter()
            .any(|(_, value)| value.starts_with("_dfid="))
    );
    let visitor = decoded
        .events
        .first()
        .and_then(|event| event.anonymous_id.as_deref());
    assert_eq!(visitor, Some(known));
    Ok(())
}

#[test]
fn null_is_absent_and_a_wrong_type_is_a_dead_letter() -> Result<(), Failure> {
    let body = r#"{"type":"identify","userId":null,"traits":{}}"#;
    let (reply, decoded) = one(open(), post("/v1/i", body))?;
    assert_eq!(error(&reply), (400, "VALIDATION_ERROR".into()));
    assert_eq!(codes(&decoded), ["datafly-no-user-id"]);

    let body = r#"{"type":"identify","userId":7,"traits":[],"groupId":null,"messageId":"11111111-2222-4333-8444-555555555555","context":{"consent":{"analytics":true}}}"#;
    let (reply, decoded) = one(open(), post("/v1/i", body))?;
    assert_eq!(
        (reply.answer.status, reply.outcome),
        (200, Outcome::Dropped)
    );
    assert_eq!(
        codes(&decoded),
        [
            "datafly-dead-letter",
            "datafly-schema-validation-failed",
            "datafly-schema-validation-failed",
            "key-not-checked"
        ]
    );
    let rejecting = json!({"sources": [{"name": "demo", "wrong_types": "reject"}]});
    let (reply, decoded) = one(rejecting, post("/v1/i", body))?;
    assert_eq!(error(&reply), (400, "VALIDATION_ERROR".into()));
    assert_eq!(decoded.events, []);
    Ok(())
}

#[test]
fn the_path_says_what_an_event_is_unless_the_source_refuses() -> Result<(), Failure> {
    let body = r#"{"type":"page","event":"A"}"#;
    let (reply, decoded) = one(open(), post("/v1/t", body))?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    assert_eq!(
        decoded.events.first().map(|event| event.kind.as_str()),
        Some("track")
    );
    assert!(codes(&decoded).contains(&"datafly-type-mismatch"));
    let rejecting = json!({"sources": [{"name": "demo", "type_mismatch": "reject"}]});
    let (reply, _) = one(rejecting, post("/v1/t", body))?;
    assert_eq!(error(&reply), (400, "VALIDATION_ERROR".into()));
    Ok(())
}

#[test]
fn named_keys_are_the_only_ones() -> Result<(), Failure> {
    let sources = json!({"sources": [
        {"name": "a"},
        {"name": "b", "keys": ["dk_test"], "revoked_keys": ["dk_old"]}
    ]});
    let request = post("/v1/p", r#"{"type":"page"}"#);
    let (reply, decoded) = one(sources.clone(), request.clone())?;
    assert_eq!(
        (reply.answer.status, reply.source.as_deref()),
        (200, Some("b"))
    );
    assert!(!codes(&decoded).contains(&"key-not-checked"));
    for (value, code) in [
        ("Bearer dk_other", "datafly-unknown-key"),
        ("Bearer dk_old", "datafly-revoked-key"),
        ("Bearer dk_", "datafly-malformed-key"),
        ("Bearer ", "datafly-missing-key"),
    ] {
        let wrong = with(request.clone(), "authorization", value);
        let (reply, decoded) = one(sources.clone(), wrong)?;
        assert_eq!(
            error(&reply),
            (401, "INVALID_PIPELINE_KEY".into()),
            "{value}"
        );
        assert_eq!(codes(&decoded), [code]);
    }
    Ok(())
}

#[test]
fn an_exhausted_key_is_told_to_wait_whole_seconds() -> Result<(), Failure> {
    let workspace = workspace(json!({"sources": [{"name": "demo", "requests_per_second": 1}]}))?;
    let request = with(
        post("/v1/p", r#"{"type":"page"}"#),
        "origin",
        "https://shop.example.com",
    );
    let limiter = LiveLimiter::default();
    assert_eq!(
        judged(&workspace, &request, &limiter).0.outcome,
        Outcome::Accepted
    );
    let (reply, decoded) = judged(&workspace, &request, &limiter);
    assert_eq!(reply.outcome, Outcome::Throttled);
    assert_eq!(
        String::from_utf8_lossy(&reply.answer.body),
        r#"{"error":{"code":"RATE_LIMITED","message":"Rate limit exceeded. Retry after 1 seconds."}}"#
    );
    let header = |wanted: &str| {
        let found = reply.answer.headers.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(header("retry-after"), Some("1"));
    assert_eq!(
        header("access-control-allow-origin"),
        Some("https://shop.example.com")
    );
    assert_eq!(
        codes(&decoded),
        ["datafly-rate-limited", "datafly-retry-after-hidden"]
    );
    Ok(())
}

#[test]
fn gzip_is_inflated_and_a_broken_one_is_no_json() -> Result<(), Failure> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(br#"{"type":"page"}"#)?;
    let packed = packed.finish()?;
    let request = with(post("/v1/p", packed.clone()), "content-encoding", "gzip");
    let (reply, decoded) = one(open(), request)?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    assert!(codes(&decoded).contains(&"datafly-gzip"));
    let cut = packed.get(..packed.len() / 2).unwrap_or_default().to_vec();
    let broken = with(post("/v1/p", cut), "content-encoding", "gzip");
    assert_eq!(error(&one(open(), broken)?.0), (400, "INVALID_JSON".into()));
    Ok(())
}

#[test]
fn a_small_body_does_not_grow_without_bounds() -> Result<(), Failure> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1024 * 1024];
    for _ in 0..17 {
        packed.write_all(&zeros)?;
    }
    let bomb = with(post("/v1/p", packed.finish()?), "content-encoding", "gzip");
    assert_eq!(
        error(&one(open(), bomb)?.0),
        (400, "PAYLOAD_TOO_LARGE".into())
    );
    Ok(())
}

fn batch(body: &Value) -> Request {
    post("/v1/batch", body.to_string())
}

fn fates(decoded: &Decoded) -> Vec<(String, Outcome)> {
    let events = decoded.events.iter();
    events
        .map(|event| (event.kind.clone(), event.outcome))
        .collect()
}

#[test]
fn a_batch_says_which_of_its_events_are_refused() -> Result<(), Failure> {
    let events = json!({"batch": [
        {"type": "page"},
        {"type": "identify"},
        {"type": "screen", "name": "Home"},
        7,
        {"type": "track", "event": "A", "properties": []},
    ]});
    let (reply, decoded) = one(open(), batch(&events))?;
    assert_eq!(
        (reply.answer.status, reply.outcome),
        (200, Outcome::Partial)
    );
    assert_eq!(
        String::from_utf8_lossy(&reply.answer.body),
        json!({"success": true, "accepted": 2, "rejected": 3, "errors": [
            {"index": 1, "message": "Field 'userId' is required"},
            {"index": 2, "message": "Field 'type' must be one of track, page, identify, group"},
            {"index": 3, "message": "The event must be a JSON object."},
        ]})
        .to_string()
    );
    assert_eq!(
        fates(&decoded),
        [
            ("page".into(), Outcome::Accepted),
            ("identify".into(), Outcome::Dropped),
            ("screen".into(), Outcome::Dropped),
            ("event".into(), Outcome::Dropped),
            ("track".into(), Outcome::Dropped),
        ]
    );
    let rejecting =
        json!({"sources": [{"name": "a", "wrong_types": "reject", "partial_success": false}]});
    let (reply, _) = one(rejecting, batch(&events))?;
    let body: Value = serde_json::from_slice(&reply.answer.body)?;
    assert_eq!(
        (body.get("success"), body.get("rejected")),
        (Some(&json!(false)), Some(&json!(4)))
    );
    Ok(())
}

#[test]
fn a_batch_that_breaks_a_limit_is_refused_as_a_whole() -> Result<(), Failure> {
    let limits = json!({"sources": [{
        "name": "a", "too_large_status": 413,
        "max_batch_events": 2, "max_batch_bytes": 300, "max_batch_event_bytes": 100
    }]});
    let page = json!({"type": "page"});
    let long = json!({"type": "page", "name": "x".repeat(100)});
    for (events, code) in [
        (json!([page, page, page]), "datafly-batch-too-long"),
        (json!([long, long, long]), "datafly-batch-too-large"),
        (json!([page, long]), "datafly-event-too-large"),
    ] {
        let (reply, decoded) = one(limits.clone(), batch(&json!({"batch": events})))?;
        assert_eq!(error(&reply), (400, "PAYLOAD_TOO_LARGE".into()), "{code}");
        assert_eq!((codes(&decoded), decoded.events), (vec![code], Vec::new()));
    }
    let (reply, _) = one(limits, batch(&json!({"batch": [page, page]})))?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    let alone = json!({"sources": [{
        "name": "a", "max_batch_event_bytes": 100, "batch_oversize_event": "reject_event"
    }]});
    let (reply, decoded) = one(alone, batch(&json!({"batch": [page, long]})))?;
    assert_eq!(reply.outcome, Outcome::Partial);
    assert_eq!(
        fates(&decoded),
        [
            ("page".into(), Outcome::Accepted),
            ("page".into(), Outcome::Dropped)
        ]
    );
    Ok(())
}

#[test]
fn an_event_has_the_bytes_that_were_sent() -> Result<(), Failure> {
    let limits = json!({"sources": [{"name": "a", "max_batch_event_bytes": 40}]});
    // 41 bytes as sent, fewer without the blanks; an escaped name is the same field.
    let spaced = r#"{ "b\u0061tch": [ {"type":"page"                          } ] }"#;
    let (reply, decoded) = one(limits, post("/v1/batch", spaced))?;
    assert_eq!(error(&reply), (400, "PAYLOAD_TOO_LARGE".into()));
    let got = decoded.findings.first();
    assert_eq!(
        got.and_then(|finding| finding.got.as_deref()),
        Some("41 bytes")
    );
    Ok(())
}
