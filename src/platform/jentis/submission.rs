use serde_json::Value;

use crate::event::{COMMON, Event, Finding, epoch_millis};
use crate::platform::json::id_text;

use super::key::Access;
use super::preview::Known;
use super::{
    canonical, commands, configuration, consent, enrichment, kinds, markers, preview, products,
    validate,
};

/// The state of the JENTIS Data Layer (documented), which every SDK names unless told otherwise.
const DATALAYER_STATE: &str = "jts_push_submit";

/// The type and the name of the event that a Consent Submission Request is.
pub const CONSENT: &str = "consent";

/// The two interfaces share one path and are told apart by the body alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Data Submission Request: a tracking event.
    Data,
    /// Consent Submission Request: a decision of the visitor, which triggers no tracking.
    Consent,
}

impl Shape {
    /// The shape of a body. That `data.consent` without `data.variables` makes a consent
    /// submission is inferred from what the SDKs send.
    pub fn of(body: &Value) -> Shape {
        let has = |pointer: &str| body.pointer(pointer).is_some();
        if has("/data/consent") && !has("/data/variables") {
            Shape::Consent
        } else {
            Shape::Data
        }
    }
}

/// Whether a body says that a page sent it.
pub fn is_web(body: &Value) -> bool {
    body.pointer("/system/type").and_then(Value::as_str) == Some("web")
}

/// Whether a body says that `navigator.sendBeacon` sent it.
pub fn is_beacon(body: &Value) -> bool {
    body.pointer("/system/requestType").and_then(Value::as_str) == Some("sendBeacon")
}

/// The container that a body names.
pub fn container(body: &Value) -> Option<&str> {
    body.pointer("/configuration/container")
        .and_then(Value::as_str)
}

/// The text or the number at `pointer`, unless it is empty: clients send `""` for what they do
/// not have (observed in the iOS SDK of 2024).
pub fn text_at(body: &Value, pointer: &str) -> Option<String> {
    body.pointer(pointer).and_then(id_text)
}

/// The event that a body is.
pub fn event(known: Known, access: Access, body: Value) -> Event {
    let shape = Shape::of(&body);
    let name = match shape {
        Shape::Data => commands::name(&body),
        Shape::Consent => Some(CONSENT.into()),
    };
    let kind = match shape {
        Shape::Data => "track",
        Shape::Consent => CONSENT,
    };
    let mut canonical = canonical::canonical(name.as_deref().unwrap_or_default(), &body);
    if shape == Shape::Data {
        enrichment::enrich(known.source, &body, &mut canonical);
    }
    let timestamp = body.pointer("/system/timestamp");
    Event {
        anonymous_id: text_at(&body, "/data/identifier/user/id"),
        session_id: text_at(&body, "/data/identifier/session/id"),
        timestamp: timestamp.and_then(epoch_millis),
        consent: consent::decisions(shape, &body),
        findings: findings(known, access, shape, &body),
        canonical,
        name,
        ..Event::new(kind, body)
    }
}

/// The event of a body that eventpit cannot look into.
pub fn opaque(access: Access, text: String, reason: &str) -> Event {
    let message = format!("eventpit cannot look into this event: {reason}");
    let unreadable = kinds::EVENT_UNREADABLE.says(message);
    Event {
        findings: of_access(access).into_iter().chain([unreadable]).collect(),
        ..Event::new("track", Value::String(text))
    }
}

fn findings(known: Known, access: Access, shape: Shape, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(of_access(access));
    findings.extend(validate::violations(known.file, body));
    findings.extend(configuration::misfits(known, body));
    findings.extend(preview::matched(known, body));
    findings.extend(configuration::notes(body));
    findings.extend(consent::findings(shape, body));
    let timestamp = body.pointer("/system/timestamp");
    if let Some(value) = timestamp.filter(|value| epoch_millis(value).is_none()) {
        let message = "system.timestamp cannot be read as a time";
        let finding = COMMON.timestamp_unreadable.says(message);
        findings.push(
            finding
                .at("/system/timestamp")
                .expected("milliseconds since 1970")
                .got(value.to_string()),
        );
    }
    if shape == Shape::Data {
        findings.extend(other_state(body));
        findings.extend(no_commands(body));
        findings.extend(enrichment::findings(known.source, body));
        let variables = body.pointer("/data/variables").and_then(Value::as_object);
        findings.extend(variables.and_then(products::unequal));
    }
    findings.extend(markers::findings(body));
    findings
}

fn of_access(access: Access) -> Option<Finding> {
    match access {
        Access::Named(_) => None,
        Access::Unchecked => {
            let message = "no JENTIS source names a key";
            Some(COMMON.key_not_checked.says(message))
        }
        Access::Keyless => {
            let message = "this beacon was taken without a key";
            Some(
                kinds::KEYLESS_BEACON
                    .says(message)
                    .at("/system/requestType"),
            )
        }
    }
}

fn other_state(body: &Value) -> Option<Finding> {
    const INITIATOR: &str = "/system/initiator";
    let initiator = text_at(body, INITIATOR).filter(|state| state != DATALAYER_STATE)?;
    let message = format!("this executes the state {initiator}, not the one of the data layer");
    let finding = kinds::OTHER_STATE.says(message).at(INITIATOR);
    Some(finding.expected(DATALAYER_STATE).got(initiator))
}

fn no_commands(body: &Value) -> Option<Finding> {
    let none = commands::pushed(body).is_none_or(|commands| commands.is_empty());
    none.then(|| {
        kinds::NO_PUSHED_COMMANDS
            .says("data.variables.jtspushedcommands is missing, empty or no array")
            .at("/data/variables/jtspushedcommands")
            .expected("an array such as [\"pageview\", \"submit\"]")
    })
}
