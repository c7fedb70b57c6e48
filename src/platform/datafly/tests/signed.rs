//! Signed requests, through `respond` and `decode`.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Failure, batch, codes, error, one, open, post, with};
use crate::capture::Request;
use crate::event::Outcome;

/// A request signed with `sk_demo` at `at`, in milliseconds since 1970.
fn signed(mut request: Request, at: i64) -> Request {
    let mut mac = match Hmac::<Sha256>::new_from_slice(b"sk_demo") {
        Ok(mac) => mac,
        Err(_) => return request,
    };
    mac.update(format!("{at}.").as_bytes());
    mac.update(&request.body.bytes);
    let tag = mac.finalize().into_bytes();
    let hex: String = tag.iter().map(|byte| format!("{byte:02x}")).collect();
    request.headers.retain(|(name, _)| name != "authorization");
    let signed = with(request, "x-signature", &format!("sha256={hex}"));
    with(signed, "x-timestamp", &at.to_string())
}

const NOW: i64 = 1_800_000_000_000;

fn with_secret() -> Value {
    json!({"sources": [
        {"name": "a", "keys": ["dk_a"]},
        {"name": "b", "keys": ["dk_b"], "secret": "sk_demo", "require_origin": true}
    ]})
}

#[test]
fn a_signature_stands_for_a_key_where_the_path_takes_one() -> Result<(), Failure> {
    let page = r#"{"type":"page","messageId":"11111111-2222-4333-8444-555555555555","context":{"consent":{"analytics":true}}}"#;
    for (path, body) in [
        ("/v1/events", page.to_string()),
        ("/v1/batch", format!(r#"{{"batch":[{page}]}}"#)),
    ] {
        let (reply, decoded) = one(with_secret(), signed(post(path, body), NOW))?;
        assert_eq!(reply.outcome, Outcome::Accepted, "{path}");
        assert_eq!(reply.source.as_deref(), Some("b"));
        assert_eq!(codes(&decoded), Vec::<&str>::new());
        let context = decoded
            .events
            .first()
            .map(|event| event.canonical.context.clone());
        // The server's own address is not the visitor's.
        assert_eq!(context, Some(serde_json::Map::new()));
    }
    let (reply, decoded) = one(with_secret(), signed(post("/v1/p", page), NOW))?;
    assert_eq!(error(&reply), (401, "INVALID_PIPELINE_KEY".into()));
    assert_eq!(codes(&decoded), ["datafly-missing-key"]);
    Ok(())
}

#[test]
fn a_refused_signature_says_why_and_never_a_secret() -> Result<(), Failure> {
    let request = post("/v1/events", r#"{"type":"page"}"#);
    let right = signed(request.clone(), NOW);
    for (request, code, message) in [
        (
            with(right.clone(), "x-timestamp", "1800000000001"),
            "datafly-signature-wrong",
            "no source's secret makes this signature",
        ),
        (
            signed(request.clone(), NOW - 300_001),
            "datafly-signature-stale",
            "the header X-Timestamp is too far from the time of receipt",
        ),
        (
            signed(request.clone(), NOW / 1000),
            "datafly-signature-stale",
            "the header X-Timestamp is in seconds, not in milliseconds",
        ),
        (
            with(right.clone(), "x-signature", "sk_demo"),
            "datafly-signature-malformed",
            "the header X-Signature is not sha256= and 64 hexadecimal digits",
        ),
        (
            with(right.clone(), "x-timestamp", "sk_demo"),
            "datafly-signature-malformed",
            "the header X-Timestamp is no number of milliseconds",
        ),
    ] {
        let (reply, decoded) = one(with_secret(), request)?;
        assert_eq!(error(&reply), (401, "INVALID_SIGNATURE".into()));
        assert_eq!(codes(&decoded), [code]);
        let said = decoded.findings.first().map(|finding| &finding.message);
        assert_eq!(said.map(String::as_str), Some(message));
        assert!(!format!("{decoded:?}").contains("sk_demo"), "{code}");
    }
    let as_key = with(request, "authorization", "Bearer sk_demo");
    let (_, decoded) = one(with_secret(), as_key)?;
    assert_eq!(codes(&decoded), ["datafly-malformed-key"]);
    assert!(!format!("{decoded:?}").contains("sk_demo"));
    Ok(())
}

#[test]
fn beside_a_key_the_signature_counts_only_if_the_source_says_so() -> Result<(), Failure> {
    let events = batch(&json!({"batch": [{"type": "page"}]}));
    let both = |sign: &dyn Fn(Request) -> Request| {
        with(sign(events.clone()), "authorization", "Bearer dk_test")
    };
    let wrong = both(&|request| with(signed(request, NOW), "x-timestamp", "1800000000001"));
    let right = both(&|request| signed(request, NOW));
    let (reply, decoded) = one(open(), wrong.clone())?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    assert!(codes(&decoded).contains(&"datafly-signature-ignored"));
    let secret = |with_key: &str| json!({"sources": [{"name": "a", "secret": "sk_demo", "signature_with_key": with_key}]});
    let (reply, decoded) = one(secret("ignore"), wrong.clone())?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    assert!(codes(&decoded).contains(&"datafly-signature-ignored"));
    for with_key in ["ignore", "check"] {
        let (reply, decoded) = one(secret(with_key), right.clone())?;
        assert_eq!(reply.outcome, Outcome::Accepted);
        assert!(!codes(&decoded).contains(&"datafly-signature-ignored"));
    }
    let (reply, decoded) = one(secret("check"), wrong)?;
    assert_eq!(error(&reply), (401, "INVALID_SIGNATURE".into()));
    assert_eq!(codes(&decoded), ["datafly-signature-wrong"]);
    Ok(())
}

#[test]
fn an_unconfigured_platform_takes_any_signature_and_says_so() -> Result<(), Failure> {
    let request = signed(post("/v1/events", r#"{"type":"page"}"#), NOW);
    let (reply, decoded) = one(open(), request.clone())?;
    assert_eq!(reply.outcome, Outcome::Accepted);
    let codes_of_request: Vec<_> = decoded.findings.iter().map(|it| it.kind.code).collect();
    assert_eq!(codes_of_request, ["datafly-signature-not-checked"]);
    let keyed = json!({"sources": [{"name": "a", "keys": ["dk_a"]}]});
    let (reply, decoded) = one(keyed, request)?;
    assert_eq!(error(&reply), (401, "INVALID_SIGNATURE".into()));
    assert_eq!(codes(&decoded), ["datafly-secret-missing"]);
    Ok(())
}
