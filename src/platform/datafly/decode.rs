use uuid::Uuid;

use super::body;
use super::dfid;
use super::explain::{content_type, of_refusal};
use super::judge::{Judged, Taken, judge};
use super::kinds;
use super::pixel;
use super::retry::of_preflight;
use super::routes::{Endpoint, Target};
use super::signature::{check, is_signed};
use super::told::told;
use super::validate::is_json;
use super::vendor_id::{VendorId, vendor_ids};
use crate::event::Finding;
use crate::platform::{Call, Decoded};

/// The events in a request, and what the answer does not say.
pub fn decode(call: Call) -> Decoded {
    match judge(&call) {
        Judged::Preflight => Decoded {
            findings: of_preflight(&call),
            ..Decoded::default()
        },
        Judged::Script => Decoded::default(),
        Judged::Refused(refusal, _) => Decoded {
            findings: of_refusal(&call, &refusal),
            ..Decoded::default()
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
            let vendor_ids = vendor_ids(&call, &taken);
            let vendor_ids = vendor_ids.iter().map(VendorId::entry).collect();
            Decoded {
                events: taken
                    .items
                    .iter()
                    .map(|item| told(&call, &taken, &vendor_ids, item))
                    .collect(),
                findings,
                debug: None,
            }
        }
    }
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
