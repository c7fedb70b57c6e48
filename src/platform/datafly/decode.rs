use serde_json::Value;
use uuid::Uuid;

use super::body;
use super::cors;
use super::dfid;
use super::event::event;
use super::explain::{content_type, mismatch, of_refusal, wrong_type};
use super::judge::{Judged, Taken, judge};
use super::kinds;
use super::validate::{is_json, present};
use crate::event::{COMMON, Event, Finding, rfc3339};
use crate::platform::{Call, Decoded};

/// The event in a request, and what the answer does not say.
pub fn decode(call: Call) -> Decoded {
    match judge(&call) {
        Judged::Preflight => Decoded {
            events: Vec::new(),
            findings: preflight(&call),
        },
        Judged::Refused(refusal, _) => Decoded {
            events: Vec::new(),
            findings: of_refusal(&call, &refusal),
        },
        Judged::Taken(taken) => {
            let mut event = event(&call, &taken);
            event.findings = of_event(&taken, &event);
            Decoded {
                events: vec![event],
                findings: of_transport(&call),
            }
        }
    }
}

fn preflight(call: &Call) -> Vec<Finding> {
    cors::refused_headers(call.request)
        .into_iter()
        .map(|name| {
            kinds::PREFLIGHT_HEADER
                .says(format!("{name} is not allowed"))
                .expected("Content-Type, Authorization")
                .got(name)
        })
        .collect()
}

fn of_event(taken: &Taken, event: &Event) -> Vec<Finding> {
    let wrong = |name| taken.valid.wrong.iter().any(|wrong| wrong.field == name);
    let mut findings = Vec::new();
    if !taken.key.checked {
        findings.push(
            COMMON
                .key_not_checked
                .says("no Datafly source names a key")
                .got(taken.key.text),
        );
    }
    if let Some(other) = taken.valid.other_type {
        findings.push(mismatch(taken.endpoint, other));
    }
    findings.extend(taken.valid.wrong.iter().map(wrong_type));
    match &event.message_id {
        // One of a wrong type is there, and said to be wrong.
        None if wrong("messageId") => {}
        None => findings.push(
            kinds::MESSAGE_ID_MISSING
                .says("no messageId")
                .at("/messageId"),
        ),
        Some(id) if Uuid::parse_str(id).is_err() => findings.push(
            kinds::MESSAGE_ID_FORM
                .says("messageId is no UUID")
                .at("/messageId")
                .expected("a UUID")
                .got(id),
        ),
        Some(_) => {}
    }
    let sent = taken
        .valid
        .event
        .get("timestamp")
        .and_then(|time| time.as_str());
    if let Some(sent) = sent.filter(|sent| event.timestamp.is_some() && rfc3339(sent).is_none()) {
        findings.push(
            kinds::TIMESTAMP_ZONE
                .says("timestamp names no zone")
                .at("/timestamp")
                .got(sent),
        );
    }
    findings.extend(no_consent(taken, event));
    findings
}

/// An event of which only what is always granted can be read.
fn no_consent(taken: &Taken, event: &Event) -> Option<Finding> {
    const CONSENT: &str = "/context/consent";
    if event.consent.iter().any(|it| it.pointer != CONSENT) {
        return None;
    }
    let context = present(&taken.valid.event, "context").and_then(Value::as_object);
    let finding = match context.and_then(|context| present(context, "consent")) {
        None => kinds::CONSENT_ABSENT.says("no consent in the event"),
        Some(sent) => kinds::CONSENT_ABSENT
            .says("no consent can be read from context.consent")
            .got(sent.to_string()),
    };
    Some(finding.at(CONSENT))
}

fn of_transport(call: &Call) -> Vec<Finding> {
    let request = call.request;
    let mut findings = Vec::new();
    if !is_json(request) {
        findings.push(content_type(&request.media_type()));
    }
    if body::is_gzip(request) {
        findings.push(kinds::GZIP.says("the body is compressed with gzip"));
    }
    match dfid::brought(call) {
        Some(id) if Uuid::parse_str(id).is_err() => findings.push(
            kinds::DFID_FORM
                .says("the _dfid cookie is no UUID")
                .expected("a UUID")
                .got(id),
        ),
        None if cors::is_cross_site(request) => findings.push(
            kinds::CROSS_SITE
                .says("the page and the gateway are two sites, and no _dfid cookie came")
                .expected(request.header("host").unwrap_or_default())
                .got(request.header("origin").unwrap_or_default()),
        ),
        _ => {}
    }
    findings
}
