use std::borrow::Cow;

use actix_web::http::header::HeaderValue;
use url::Url;

use super::consent::{Gate, VendorMode, gate};
use super::delivery::{DeliveryPreview, DeliveryRequest, DeliveryResult, DeviationNote, Reason};
use super::denied::OnDenied;
use super::document::event_document;
use super::evaluate::Evaluation;
use super::file::{Binding, Closed, Effect};
use super::load::Connector;
use super::mapping::Mapping;
use super::path::Place;
use super::traced::Traced;
use super::transform::Seeds;
use crate::capture::Request;
use crate::event::{Decision, Event, Evidence, Outcome};
use crate::platform::{Platform, jentis, pointer_step};

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

/// On which terms an event's source feeds a connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terms<'a> {
    /// The consent that the source has it take, in place of its own.
    pub binding: Option<&'a Binding>,
    /// The same with the JENTIS vendors that ask nobody, where there are others: an event may switch
    /// them off all the same.
    pub whole_binding: Option<&'a Binding>,
    /// The mode of its JENTIS vendor, if one is set.
    pub mode: Option<VendorMode>,
    /// What becomes of an event whose consent is denied; nothing is sent if this says nothing.
    pub on_denied: Option<&'a OnDenied>,
}

impl<'a> Terms<'a> {
    /// What consent the connector takes on a platform.
    pub(super) fn consent(
        self,
        connector: &'a Connector,
        platform: Platform,
    ) -> Option<&'a Binding> {
        self.binding.or_else(|| connector.consent.of(platform))
    }
}

/// What `connector` would have been sent for an event. The same input gives the same preview.
pub fn preview(connector: &Connector, sent: Incoming, terms: Terms) -> DeliveryPreview {
    let mut preview = DeliveryPreview::empty(connector);
    let Err((result, reason)) = fill(&mut preview, connector, sent, terms) else {
        return preview;
    };
    preview.result = result;
    preview.reason = reason;
    preview
}

type Stop = (DeliveryResult, Reason);

fn stop(result: DeliveryResult, message: impl Into<String>, pointer: impl Into<String>) -> Stop {
    let (message, pointer) = (message.into(), pointer.into());
    let reason = Reason {
        message,
        pointer,
        evidence: None,
    };
    (result, reason)
}

fn fill(
    preview: &mut DeliveryPreview,
    connector: &Connector,
    sent: Incoming,
    terms: Terms,
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
    let binding = terms.consent(connector, platform);
    suppressed(terms.whole_binding.or(binding), event, platform)?;
    let Some(document) = event_document(event, platform, request) else {
        let message = "the event is nested too deep to be mapped";
        return Err(stop(DeliveryResult::Invalid, message, ""));
    };
    let place = Place {
        event: &document,
        item: None,
    };
    gates(connector, place)?;
    let (body, denied) = consented(preview, connector, sent, (binding, terms))?;
    let document = denied.map_or(Cow::Borrowed(&document), |it| it.left_of(&document));
    let place = Place {
        event: &document,
        item: None,
    };
    let seed = event.message_id.as_deref().unwrap_or_default();
    let evaluation = Evaluation::new(Seeds {
        connector: &connector.name,
        event: seed,
    });
    let made = evaluation.value(body, place);
    fits(&evaluation)?;
    let Some(made) = made else {
        let message = "the mapping makes nothing of this event";
        return Err(stop(DeliveryResult::NotMapped, message, ""));
    };
    preview.deviations = deviations(connector, place);
    preview.fields = made.fields();
    preview.request = Some(requested(connector, place, &evaluation, &made)?);
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
fn suppressed(binding: Option<&Binding>, event: &Event, platform: Platform) -> Result<(), Stop> {
    if event.outcome != Outcome::Accepted {
        let message = format!(
            "{} never took the event in: {}",
            platform.title(),
            event.outcome.explain()
        );
        return Err(stop(DeliveryResult::Suppressed, message, ""));
    }
    if platform == Platform::Jentis && event.kind == jentis::CONSENT {
        let reason = Reason {
            message: "a Consent Submission Request stores a decision and triggers no tracking"
                .into(),
            pointer: "/data/consent".into(),
            evidence: Some(Evidence::Documented),
        };
        return Err((DeliveryResult::Suppressed, reason));
    }
    let switched_off = binding.into_iter().flat_map(|it| &it.ids).find_map(|id| {
        let pointer = format!("/consent/{}/execute", pointer_step(id));
        let mut findings = event.findings.iter();
        findings.find(|it| it.kind == jentis::kinds::EXECUTE_FALSE && it.pointer == pointer)
    });
    match switched_off {
        Some(finding) => {
            let reason = Reason {
                message: finding.message.clone(),
                pointer: finding.pointer.clone(),
                evidence: Some(finding.kind.evidence),
            };
            Err((DeliveryResult::Suppressed, reason))
        }
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

/// The mapping that consent allows, and what is done to an event that goes through it although
/// consent is denied.
fn consented<'a>(
    preview: &mut DeliveryPreview,
    connector: &'a Connector,
    sent: Incoming,
    (binding, terms): (Option<&Binding>, Terms<'a>),
) -> Result<(&'a Mapping, Option<&'a OnDenied>), Stop> {
    let mode = terms.mode;
    if mode == Some(VendorMode::None) {
        let message = "the vendor is in No Consent Mode, which asks nobody";
        preview.reason.message = message.into();
        return Ok((&connector.body, None));
    }
    let gate = gate(binding, sent.platform, sent.event);
    let more = |gate: Gate, words: &str| {
        let mut reason = Reason::from(gate);
        reason.message.push_str(words);
        reason
    };
    let essential = connector.essential_body.as_ref();
    match (gate.decision, mode, essential) {
        (Decision::Granted, ..) => {
            preview.reason = gate.into();
            Ok((&connector.body, None))
        }
        (Decision::Essential, Some(VendorMode::Consent), _) => {
            let reason = more(
                gate,
                "; the vendor is in Consent Mode, which has no essential one",
            );
            Err((DeliveryResult::NotConsented, reason))
        }
        (Decision::Essential, _, Some(body)) => {
            preview.result = DeliveryResult::SentEssential;
            // JENTIS leaves to its customers what an essential mode sends.
            preview.evidence = Evidence::Assumed;
            preview.reason = gate.into();
            Ok((body, None))
        }
        (Decision::Essential, _, None) => {
            let reason = more(gate, "; the connector has no essential mode");
            Err((DeliveryResult::NotConsented, reason))
        }
        (Decision::Denied, Some(VendorMode::Essential), _) => {
            let words = "; in Essential Mode, JENTIS' own pages have ncm in place of false";
            Err((DeliveryResult::NotConsented, more(gate, words)))
        }
        (Decision::Denied, ..) => match terms.on_denied.and_then(OnDenied::words) {
            Some(words) => {
                // What is personal is not said.
                preview.evidence = Evidence::Assumed;
                preview.reason = more(gate, words);
                Ok((&connector.body, terms.on_denied))
            }
            None => Err((DeliveryResult::NotConsented, gate.into())),
        },
        (Decision::Undecided, ..) => Err((DeliveryResult::Undecided, gate.into())),
    }
}

fn fits(evaluation: &Evaluation) -> Result<(), Stop> {
    match evaluation.is_exhausted() {
        true => {
            let message = "the request is larger than eventpit shows";
            Err(stop(DeliveryResult::Invalid, message, ""))
        }
        false => Ok(()),
    }
}

fn requested(
    connector: &Connector,
    place: Place,
    evaluation: &Evaluation,
    body: &Traced,
) -> Result<DeliveryRequest, Stop> {
    let text = |traced: Option<Traced>| {
        let value = traced.map(|it| it.value());
        let text = value.and_then(|it| it.as_str().map(str::to_string));
        // A parameter that is not set leaves its header out.
        text.filter(|text| !text.is_empty())
    };
    let url = text(evaluation.render(&connector.url, place));
    let headers = connector
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), text(evaluation.render(value, place))?)));
    let headers: Vec<(String, String)> = headers.collect();
    fits(evaluation)?;
    let invalid = |message: String| stop(DeliveryResult::Invalid, message, "");
    let Some(url) = url else {
        let message = "the event lacks a value that the request's address needs";
        return Err(invalid(message.into()));
    };
    if url.contains(char::is_control) || Url::parse(&url).is_err() {
        let message = "what the event has for the request's address makes no address of it";
        return Err(invalid(message.into()));
    }
    let unfit = headers
        .iter()
        .find(|(_, value)| HeaderValue::from_bytes(value.as_bytes()).is_err());
    if let Some((name, _)) = unfit {
        let message = format!("the header {name} would have a line break or the like in it");
        return Err(invalid(message));
    }
    Ok(DeliveryRequest {
        method: connector.method.clone(),
        url,
        headers,
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
