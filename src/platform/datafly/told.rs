use serde_json::{Map, Value};
use uuid::Uuid;

use super::click_id::click_ids;
use super::event::event;
use super::explain::{dead_letter, mismatch, of_invalid, wrong_type};
use super::item::Item;
use super::judge::Taken;
use super::kinds;
use super::validate::Valid;
use crate::event::{COMMON, Event, Finding, rfc3339};
use crate::platform::Call;

/// An event of a request that is taken, with its findings and with `vendor_ids`, what vendors know
/// the visitor by.
pub fn told(call: &Call, taken: &Taken, vendor_ids: &Map<String, Value>, item: &Item) -> Event {
    let mut event = event(call, item, taken.is_from_server());
    if item.fate.is_ok() {
        identified(&mut event, item, vendor_ids);
    }
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

/// Adds what the gateway knows the visitor by: `vendor_ids`, as mappings call them (documented),
/// and `click_ids` beside it (inferred: they are "included in event payloads").
fn identified(event: &mut Event, item: &Item, vendor_ids: &Map<String, Value>) {
    let click_ids = item
        .value
        .as_object()
        .map(|fields| click_ids(item.endpoint, fields));
    let known = [
        ("vendor_ids", vendor_ids.clone()),
        ("click_ids", click_ids.unwrap_or_default()),
    ];
    for (name, ids) in known.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        event.canonical.context.insert(name.into(), ids.into());
    }
}

fn of_valid(item: &Item, valid: &Valid, event: &Event) -> Vec<Finding> {
    let wrong = |name| valid.wrong.iter().any(|wrong| wrong.field == name);
    let mut findings = Vec::new();
    if let (Some(endpoint), Some(other)) = (item.endpoint, valid.other_type) {
        findings.push(mismatch(endpoint, other));
    }
    findings.extend(valid.wrong.iter().map(wrong_type));
    findings.extend(dead_letter(&valid.wrong));
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
    let no_zone = |sent: &&str| event.timestamp.is_some() && rfc3339(sent).is_none();
    // One of a wrong type is said to be wrong.
    if let Some(sent) = sent.filter(no_zone).filter(|_| !wrong("timestamp")) {
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
