use uuid::Uuid;

use super::body;
use super::cors;
use super::dfid;
use super::event::event;
use super::explain::{content_type, mismatch, of_invalid, of_refusal, wrong_type};
use super::item::Item;
use super::judge::{Judged, Taken, judge};
use super::kinds;
use super::pixel;
use super::routes::{Endpoint, Target};
use super::signature::{check, is_signed};
use super::validate::{Valid, is_json};
use crate::event::{COMMON, Event, Finding, rfc3339};
use crate::platform::{Call, Decoded};

/// The events in a request, and what the answer does not say.
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
            let mut findings = match taken.target {
                Target::Pixel(endpoint) => of_pixel(&call, endpoint, &taken),
                Target::One(_) | Target::Batch | Target::Server => of_body(&call),
            };
            findings.extend(of_cookie(&call));
            findings.extend(of_signature(&call, &taken));
            if taken.target == Target::Batch {
                findings.extend(of_batch(&call, &taken));
            }
            Decoded {
                events: taken
                    .items
                    .iter()
                    .map(|item| told(&call, &taken, item))
                    .collect(),
                findings,
            }
        }
    }
}

/// An event with its findings.
fn told(call: &Call, taken: &Taken, item: &Item) -> Event {
    let mut event = event(call, item, taken.is_from_server());
    if let (Some(key), false) = (&taken.sender.key, taken.sender.checked) {
        event.findings.push(
            COMMON
                .key_not_checked
                .says("no Datafly source names a key")
                .got(&**key),
        );
    }
    let own = match &item.fate {
        Ok(valid) => of_valid(item, valid, &event),
        Err(invalid) => of_invalid(invalid),
    };
    event.findings.extend(own);
    event
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

fn of_valid(item: &Item, valid: &Valid, event: &Event) -> Vec<Finding> {
    let wrong = |name| valid.wrong.iter().any(|wrong| wrong.field == name);
    let mut findings = Vec::new();
    if let (Some(endpoint), Some(other)) = (item.endpoint, valid.other_type) {
        findings.push(mismatch(endpoint, other));
    }
    findings.extend(valid.wrong.iter().map(wrong_type));
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
    let sent = item.value.get("timestamp").and_then(|time| time.as_str());
    if let Some(sent) = sent.filter(|sent| event.timestamp.is_some() && rfc3339(sent).is_none()) {
        findings.push(
            kinds::TIMESTAMP_ZONE
                .says("timestamp names no zone")
                .at("/timestamp")
                .got(sent),
        );
    }
    findings.extend(no_consent(event));
    findings
}

fn of_pixel(call: &Call, endpoint: Endpoint, taken: &Taken) -> Vec<Finding> {
    let ignored = pixel::read(call.request, endpoint, taken.sender.source).ignored;
    if ignored.is_empty() {
        return Vec::new();
    }
    let finding = kinds::PIXEL_PARAMETER
        .says("parameters are no part of the event")
        .expected("wk, e, uid, aid, p.*, t.*, ts, mid and cb, each once")
        .got(ignored.join(", "));
    vec![finding]
}

/// An event of which only what is always granted can be read.
fn no_consent(event: &Event) -> Option<Finding> {
    const CONSENT: &str = "/context/consent";
    if event.consent.iter().any(|it| it.pointer != CONSENT) {
        return None;
    }
    let sent = event.payload.pointer(CONSENT);
    let finding = match sent.filter(|sent| !sent.is_null()) {
        None => kinds::CONSENT_ABSENT.says("no consent in the event"),
        Some(sent) => kinds::CONSENT_ABSENT
            .says("no consent can be read from context.consent")
            .got(sent.to_string()),
    };
    Some(finding.at(CONSENT))
}

fn of_body(call: &Call) -> Vec<Finding> {
    let request = call.request;
    let mut findings = Vec::new();
    if !is_json(request) {
        findings.push(content_type(&request.media_type()));
    }
    if body::is_gzip(request) {
        findings.push(kinds::GZIP.says("the body is compressed with gzip"));
    }
    findings
}

fn of_cookie(call: &Call) -> Option<Finding> {
    let id = dfid::brought(call).filter(|id| Uuid::parse_str(id).is_err())?;
    let finding = kinds::DFID_FORM.says("the _dfid cookie is no UUID");
    Some(finding.expected("a UUID").got(id))
}

/// A signature that no secret was compared with.
fn of_signature(call: &Call, taken: &Taken) -> Option<Finding> {
    let sender = &taken.sender;
    if sender.key.is_none() {
        let unchecked = kinds::SIGNATURE.says("no Datafly source names a secret");
        return (!sender.checked).then_some(unchecked);
    }
    let source = sender.source;
    if !taken.target.takes_signature() || !is_signed(call.request) {
        return None;
    }
    if source.secret.is_none() {
        return Some(kinds::SIGNATURE_IGNORED.says("the signature is not checked"));
    }
    // One that the source checks is right, or the request would not have been taken.
    let problem = check(call.request, call.moment.received_at, source).err()?;
    let message = format!(
        "the key counts; alone, the signature would be refused: {}",
        problem.reason()
    );
    Some(kinds::SIGNATURE_IGNORED.says(message))
}

fn of_batch(call: &Call, taken: &Taken) -> Vec<Finding> {
    let (length, limit) = (
        call.request.body.length,
        taken.sender.source.max_payload_bytes,
    );
    let refused = taken.items.iter().filter(|item| item.fate.is_err()).count();
    let mut findings = Vec::new();
    if taken.items.is_empty() {
        findings.push(
            kinds::EMPTY_BATCH
                .says("the batch has no event")
                .at("/batch"),
        );
    }
    if refused > 0 {
        let count = taken.items.len();
        findings
            .push(kinds::BATCH_PARTIAL.says(format!("{refused} of {count} events are refused")));
    }
    if length > limit {
        findings.push(
            kinds::BATCH_OVER_PAYLOAD
                .says("the batch is larger than MAX_PAYLOAD_SIZE")
                .expected(format!("at most {limit} bytes, by one page"))
                .got(format!("{length} bytes")),
        );
    }
    findings
}
