use serde::Serialize;
use serde_json::Value;

use super::check::Objection;
use super::consent::{VendorMode, gate};
use super::document::event_document;
use super::evaluate::Evaluation;
use super::file::{Closed, Effect};
use super::load::Connector;
use super::mapping::Mapping;
use super::path::Place;
use super::traced::{Field, Traced};
use super::transform::Seeds;
use crate::capture::Request;
use crate::event::{Decision, Event, Evidence, Outcome};
use crate::platform::{Platform, jentis, pointer_step};

/// What a connector would have been sent for an event, or why nothing. Nothing is ever sent.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DeliveryPreview {
    /// The connector's name.
    pub connector: String,
    /// Its name for a person.
    pub title: String,
    /// The destination's page.
    pub docs: String,
    /// How well the mapping is known.
    pub evidence: Evidence,
    /// What would have become of the event.
    pub result: DeliveryResult,
    /// Why.
    pub reason: Reason,
    /// The request, if one would have been made.
    pub request: Option<DeliveryRequest>,
    /// Every field of the body, with the fields of the event that it came from.
    pub fields: Vec<Field>,
    /// What the destination would refuse, ignore or take amiss.
    pub objections: Vec<Objection>,
    /// Where the platform maps differently from what is ideal.
    pub deviations: Vec<DeviationNote>,
}

/// What would have become of an event at a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryResult {
    /// Sent.
    Sent,
    /// Sent in the vendor's essential mode.
    SentEssential,
    /// The visitor declined.
    NotConsented,
    /// The visitor decided nothing.
    Undecided,
    /// The event itself keeps it back, or the platform never took it in.
    Suppressed,
    /// A filter keeps it back.
    Filtered,
    /// The mapping has nothing for it.
    NotMapped,
    /// The destination would refuse it, or it cannot be made.
    Invalid,
}

/// Why something would have become of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Reason {
    /// A sentence.
    pub message: String,
    /// JSON pointer to what it was read from: into the event's payload for what consent and the
    /// event say, into the body for what the destination refuses; empty for the whole.
    pub pointer: String,
}

/// A request as it would have been made, secrets masked.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DeliveryRequest {
    /// The method.
    pub method: String,
    /// The address.
    pub url: String,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Value,
}

/// Where the platform maps differently from what is ideal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DeviationNote {
    /// What it does, in a sentence.
    pub message: String,
    /// Where that stands.
    pub docs: String,
    /// How well it is known.
    pub evidence: Evidence,
}

/// An event, and how it came.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The event.
    pub event: &'a Event,
    /// The platform that it came on.
    pub platform: Platform,
    /// The request that it came in.
    pub request: &'a Request,
}

/// What `connector` would have been sent for an event; `mode` is that of its JENTIS vendor, if one
/// is set. The same input gives the same preview.
pub fn preview(connector: &Connector, sent: Incoming, mode: Option<VendorMode>) -> DeliveryPreview {
    let mut preview = DeliveryPreview::empty(connector);
    let Err((result, reason)) = fill(&mut preview, connector, sent, mode) else {
        return preview;
    };
    preview.result = result;
    preview.reason = reason;
    preview
}

type Stop = (DeliveryResult, Reason);

fn stop(result: DeliveryResult, message: impl Into<String>, pointer: impl Into<String>) -> Stop {
    let (message, pointer) = (message.into(), pointer.into());
    (result, Reason { message, pointer })
}

fn fill(
    preview: &mut DeliveryPreview,
    connector: &Connector,
    sent: Incoming,
    mode: Option<VendorMode>,
) -> Result<(), Stop> {
    let Incoming {
        event,
        platform,
        request,
    } = sent;
    if let Some(own) = connector.platform.filter(|own| *own != platform) {
        let message = format!("this is {}'s own mapping", own.title());
        return Err(stop(DeliveryResult::NotMapped, message, ""));
    }
    suppressed(connector, event, platform)?;
    let Some(document) = event_document(event, platform, request) else {
        let message = "the event is nested too deep to be mapped";
        return Err(stop(DeliveryResult::Invalid, message, ""));
    };
    let place = Place {
        event: &document,
        item: None,
    };
    gates(connector, place)?;
    let body = consented(preview, connector, sent, mode)?;
    let seed = event.message_id.as_deref().unwrap_or_default();
    let evaluation = Evaluation::new(Seeds {
        connector: &connector.name,
        event: seed,
    });
    let made = evaluation.value(body, place);
    if evaluation.is_exhausted() {
        let message = "the body is larger than eventpit shows";
        return Err(stop(DeliveryResult::Invalid, message, ""));
    }
    let Some(made) = made else {
        let message = "the mapping makes nothing of this event";
        return Err(stop(DeliveryResult::NotMapped, message, ""));
    };
    preview.deviations = deviations(connector, place);
    preview.fields = made.fields();
    preview.request = Some(requested(connector, place, &made)?);
    let now = request.received_at;
    let checks = connector.checks.iter();
    let value = made.value();
    preview.objections = checks
        .flat_map(|check| check.objections(&value, now))
        .collect();
    let mut objections = preview.objections.iter();
    match objections.find(|it| it.effect == Effect::Refused) {
        Some(refused) => Err(stop(
            DeliveryResult::Invalid,
            refused.message.clone(),
            refused.pointer.clone(),
        )),
        None => Ok(()),
    }
}

/// What keeps an event back before anything is mapped: it was not taken in, or its sender says so
/// of this vendor (JENTIS `execute: false`).
fn suppressed(connector: &Connector, event: &Event, platform: Platform) -> Result<(), Stop> {
    if event.outcome != Outcome::Accepted {
        let message = format!(
            "{} never took the event in: {}",
            platform.title(),
            event.outcome.explain()
        );
        return Err(stop(DeliveryResult::Suppressed, message, ""));
    }
    let binding = connector.consent.of(platform);
    let switched_off = binding.into_iter().flat_map(|it| &it.ids).find_map(|id| {
        let pointer = format!("/consent/{}/execute", pointer_step(id));
        let mut findings = event.findings.iter();
        findings.find(|it| it.kind == jentis::kinds::EXECUTE_FALSE && it.pointer == pointer)
    });
    match switched_off {
        Some(finding) => Err(stop(
            DeliveryResult::Suppressed,
            finding.message.clone(),
            finding.pointer.clone(),
        )),
        None => Ok(()),
    }
}

fn gates(connector: &Connector, place: Place) -> Result<(), Stop> {
    let closed = connector.gates.iter().find(|gate| !gate.when.holds(place));
    match closed {
        Some(gate) => {
            let result = match gate.otherwise {
                Closed::Filtered => DeliveryResult::Filtered,
                Closed::NotMapped => DeliveryResult::NotMapped,
            };
            Err(stop(result, gate.reason.clone(), ""))
        }
        None => Ok(()),
    }
}

/// The mapping that consent allows.
fn consented<'a>(
    preview: &mut DeliveryPreview,
    connector: &'a Connector,
    sent: Incoming,
    mode: Option<VendorMode>,
) -> Result<&'a Mapping, Stop> {
    if mode == Some(VendorMode::None) {
        let message = "the vendor is in No Consent Mode, which asks nobody";
        preview.reason.message = message.into();
        return Ok(&connector.body);
    }
    let gate = gate(connector.consent.of(sent.platform), &sent.event.consent);
    let essential = connector.essential_body.as_ref();
    let essential = essential.filter(|_| mode != Some(VendorMode::Consent));
    match (gate.decision, essential) {
        (Decision::Granted, _) => {
            preview.reason = Reason {
                message: gate.message,
                pointer: gate.pointer,
            };
            Ok(&connector.body)
        }
        (Decision::Essential, Some(body)) => {
            preview.result = DeliveryResult::SentEssential;
            // JENTIS leaves to its customers what an essential mode sends.
            preview.evidence = Evidence::Assumed;
            preview.reason = Reason {
                message: gate.message,
                pointer: gate.pointer,
            };
            Ok(body)
        }
        (Decision::Essential, None) => {
            let message = format!("{}; the connector has no essential mode", gate.message);
            Err(stop(DeliveryResult::NotConsented, message, gate.pointer))
        }
        (Decision::Denied, _) => Err(stop(
            DeliveryResult::NotConsented,
            gate.message,
            gate.pointer,
        )),
        (Decision::Undecided, _) => {
            Err(stop(DeliveryResult::Undecided, gate.message, gate.pointer))
        }
    }
}

fn requested(connector: &Connector, place: Place, body: &Traced) -> Result<DeliveryRequest, Stop> {
    let text = |traced: Option<Traced>| {
        let value = traced.map(|it| it.value());
        let text = value.and_then(|it| it.as_str().map(str::to_string));
        // A parameter that is not set leaves its header out.
        text.filter(|text| !text.is_empty())
    };
    let Some(url) = text(connector.url.render(place)) else {
        let message = "the event lacks a value that the request's address needs";
        return Err(stop(DeliveryResult::Invalid, message, ""));
    };
    let headers = connector.headers.iter();
    Ok(DeliveryRequest {
        method: connector.method.clone(),
        url,
        headers: headers
            .filter_map(|(name, value)| Some((name.clone(), text(value.render(place))?)))
            .collect(),
        body: body.value(),
    })
}

fn deviations(connector: &Connector, place: Place) -> Vec<DeviationNote> {
    let holds = |it: &&super::load::Deviation| {
        let when = it.when.as_ref();
        when.is_none_or(|when| when.holds(place))
    };
    let deviations = connector.deviations.iter().filter(holds);
    deviations
        .map(|it| DeviationNote {
            message: it.message.clone(),
            docs: it.docs.clone(),
            evidence: it.evidence,
        })
        .collect()
}

impl DeliveryPreview {
    fn empty(connector: &Connector) -> DeliveryPreview {
        DeliveryPreview {
            connector: connector.name.clone(),
            title: connector.title.clone(),
            docs: connector.docs.clone(),
            evidence: connector.evidence,
            result: DeliveryResult::Sent,
            reason: Reason::default(),
            request: None,
            fields: Vec::new(),
            objections: Vec::new(),
            deviations: Vec::new(),
        }
    }
}
