use serde_json::json;

use super::invalid::{Invalid, WrongType};
use super::key::{KeyProblem, elsewhere};
use super::kinds;
use super::refusal::Refusal;
use super::retry::of_retry_after;
use super::routes::{Endpoint, Target, is_left_out};
use super::signature::SignatureProblem;
use crate::event::{Finding, rfc3339_from_micros};
use crate::platform::Call;

/// What is worth telling about a request that is refused.
pub fn of_refusal(call: &Call, refusal: &Refusal) -> Vec<Finding> {
    let request = call.request;
    match refusal {
        Refusal::UnknownPath if is_left_out(call.path) => {
            vec![kinds::NOT_EMULATED.says("Datafly has this path and eventpit does not")]
        }
        Refusal::UnknownPath => vec![
            kinds::UNKNOWN_PATH
                .says(format!("Datafly has no {}", call.path))
                .expected("/v1/t, /v1/p, /v1/i, /v1/g, /v1/batch, /v1/events or /v1/pixel/{track|page|identify|group}")
                .got(call.path),
        ],
        Refusal::Method { takes, allowed } => vec![
            kinds::WRONG_METHOD
                .says(format!("Datafly takes only {takes} here"))
                .expected(allowed.replace(", ", " or "))
                .got(&request.method),
        ],
        Refusal::Key(problem) => of_key(call, problem),
        Refusal::Signature(problem) => vec![of_signature(call, problem)],
        Refusal::Origin => match request.header("origin") {
            Some(origin) => vec![
                kinds::ORIGIN_REFUSED
                    .says("the page's origin is not allowed")
                    .got(origin),
            ],
            None => vec![kinds::ORIGIN_REFUSED.says("no Origin, and the source requires one")],
        },
        Refusal::Rate(seconds) => {
            let limited = kinds::RATE_LIMITED.says("the key sends faster than its source allows");
            let retry = of_retry_after(call, *seconds);
            std::iter::once(limited).chain(retry).collect()
        }
        Refusal::Body { invalid, .. } => of_invalid(invalid),
    }
}

fn of_key(call: &Call, problem: &KeyProblem) -> Vec<Finding> {
    let pixel = matches!(Target::at(call.path), Some(Target::Pixel(_)));
    let (place, expected) = if pixel {
        ("no pipeline key in wk of the query", "wk=dk_…")
    } else {
        (
            "no pipeline key in Authorization: Bearer",
            "Authorization: Bearer dk_…",
        )
    };
    let finding = match problem {
        KeyProblem::Missing => kinds::MISSING_KEY.says(place),
        KeyProblem::Malformed(key) => kinds::MALFORMED_KEY
            .says("the key is no dk_ key")
            .got(shown(key)),
        KeyProblem::Unknown(key) => kinds::UNKNOWN_KEY.says("no source has this key").got(key),
        KeyProblem::Revoked(key) => kinds::REVOKED_KEY.says("the key was revoked").got(key),
    };
    let elsewhere = elsewhere(call.request, pixel)
        .filter(|_| matches!(problem, KeyProblem::Missing))
        .map(|(place, key)| {
            kinds::KEY_ELSEWHERE
                .says(format!("a key came {place}"))
                .expected(expected)
                .got(shown(&key))
        });
    std::iter::once(finding.expected(expected))
        .chain(elsewhere)
        .collect()
}

/// A key as it may be shown: of a secret in its place, no more than what it is.
fn shown(key: &str) -> &str {
    if key.starts_with("sk_") {
        "sk_…"
    } else {
        key
    }
}

fn of_signature(call: &Call, problem: &SignatureProblem) -> Finding {
    let reason = problem.reason();
    match problem {
        SignatureProblem::Malformed => kinds::SIGNATURE_MALFORMED
            .says(reason)
            .expected("X-Signature: sha256={hex}"),
        SignatureProblem::NoTimestamp => kinds::SIGNATURE_MALFORMED
            .says(reason)
            .expected("X-Timestamp: {milliseconds since 1970}"),
        SignatureProblem::Timestamp(sent) => kinds::SIGNATURE_MALFORMED
            .says(reason)
            .expected("X-Timestamp: {milliseconds since 1970}")
            .got(shown(sent)),
        SignatureProblem::NoSecret => kinds::SECRET_MISSING.says(reason),
        SignatureProblem::BodyNotWhole => kinds::SIGNATURE_WRONG.says(reason),
        SignatureProblem::Wrong => kinds::SIGNATURE_WRONG
            .says(reason)
            .expected("HMAC-SHA256 of X-Timestamp, a dot and the body as sent"),
        SignatureProblem::Stale { sent, window } => {
            let received = call.moment.received_at;
            let window_ms = window.saturating_mul(1000);
            let in_seconds = sent.saturating_mul(1000);
            let finding = if in_seconds.abs_diff(received.div_euclid(1000)) <= window_ms {
                kinds::SIGNATURE_STALE
                    .says("the header X-Timestamp is in seconds, not in milliseconds")
            } else {
                kinds::SIGNATURE_STALE.says(reason)
            };
            let received = rfc3339_from_micros(received);
            finding
                .expected(format!("within {window} seconds of {received}"))
                .got(rfc3339_from_micros(sent.saturating_mul(1000)))
        }
    }
}

/// What is wrong with a body, or with an event of a batch.
pub fn of_invalid(invalid: &Invalid) -> Vec<Finding> {
    let finding = match invalid {
        Invalid::TooLarge(Some((length, limit))) => kinds::TOO_LARGE
            .says(format!("the body is over the limit of {limit} bytes"))
            .expected(format!("at most {limit} bytes"))
            .got(format!("{length} bytes")),
        Invalid::TooLarge(None) => kinds::TOO_LARGE
            .says("the body is over the limit of 16 MiB when inflated")
            .expected("at most 16 MiB when inflated"),
        Invalid::ContentType(media_type) => content_type(media_type),
        Invalid::NotJson(why) => kinds::INVALID_JSON.says(format!("the body is not JSON: {why}")),
        Invalid::NotObject(value) => kinds::NOT_OBJECT
            .says("the body is JSON, but no object")
            .expected("an object")
            .got(value),
        Invalid::BatchTooLarge { length, limit } => kinds::BATCH_TOO_LARGE
            .says(format!("the batch is over the limit of {limit} bytes"))
            .expected(format!("at most {limit} bytes"))
            .got(format!("{length} bytes")),
        Invalid::BatchTooLong { count, limit } => kinds::BATCH_TOO_LONG
            .says(format!("the batch is over the limit of {limit} events"))
            .at("/batch")
            .expected(format!("at most {limit} events"))
            .got(format!("{count} events")),
        Invalid::BatchMissing => kinds::NO_BATCH_ARRAY
            .says("the body has no array \"batch\"")
            .at("/batch"),
        Invalid::BatchNotArray(value) => kinds::NO_BATCH_ARRAY
            .says("batch is no array")
            .at("/batch")
            .expected("an array")
            .got(value),
        Invalid::BatchEmpty => kinds::EMPTY_BATCH
            .says("the batch has no event")
            .at("/batch"),
        Invalid::EventTooLarge { length, limit, .. } => kinds::EVENT_TOO_LARGE
            .says(format!("the event is over the limit of {limit} bytes"))
            .expected(format!("at most {limit} bytes"))
            .got(format!("{length} bytes")),
        Invalid::EventNotObject(value) => kinds::EVENT_NOT_OBJECT
            .says("this element of the batch is no object")
            .expected("an object")
            .got(value),
        Invalid::TypeMissing => kinds::TYPE_MISSING
            .says("the event has no type")
            .at("/type"),
        Invalid::TypeUnknown(word) => kinds::TYPE_UNKNOWN
            .says(format!("the type {word} is unknown"))
            .at("/type")
            .expected("track, page, identify or group")
            .got(word),
        Invalid::TypeDiffers(endpoint, other) => mismatch(*endpoint, *other),
        Invalid::Required(endpoint, field) => {
            let kind = match endpoint {
                Endpoint::Identify => kinds::USER_ID_MISSING,
                Endpoint::Group => kinds::GROUP_ID_MISSING,
                Endpoint::Track | Endpoint::Page => kinds::EVENT_MISSING,
            };
            let word = endpoint.as_str();
            kind.says(format!("{word} events need {field}"))
                .at(format!("/{field}"))
        }
        Invalid::WrongTypes(wrong) => return wrong.iter().map(wrong_type).collect(),
    };
    vec![finding]
}

/// An event whose `type` is not the path's.
pub fn mismatch(endpoint: Endpoint, other: Endpoint) -> Finding {
    kinds::TYPE_MISMATCH
        .says(format!(
            "{} takes {}, the event says {}",
            endpoint.path(),
            endpoint.as_str(),
            other.as_str()
        ))
        .at("/type")
        .expected(endpoint.as_str())
        .got(other.as_str())
}

/// A field of a wrong data type, with the reason that the dead-letter queue gives.
pub fn wrong_type(wrong: &WrongType) -> Finding {
    kinds::SCHEMA
        .says(format!("schema_validation_failed: {}", wrong.message()))
        .at(format!("/{}", wrong.field))
        .expected(wrong.expected)
        .got(&wrong.got)
}

/// What the dead-letter queue says of an event with fields of a wrong data type, its copy of the
/// event left out.
pub fn dead_letter(wrong: &[WrongType]) -> Option<Finding> {
    if wrong.is_empty() {
        return None;
    }
    let details = Invalid::WrongTypes(wrong.to_vec()).message();
    let reason = json!({"error": "schema_validation_failed", "details": details});
    let message = format!("answered with 200, then put into the queue dlq-events: {details}");
    Some(kinds::DEAD_LETTER.says(message).got(reason.to_string()))
}

/// A content type that is not documented.
pub fn content_type(media_type: &str) -> Finding {
    kinds::CONTENT_TYPE
        .says("the content type is not application/json")
        .expected("application/json")
        .got(media_type)
}
