use super::consent::{Gate, VendorMode, gate};
use super::delivery::{DeliveryPreview, DeliveryResult, Reason};
use super::denied::OnDenied;
use super::file::{Binding, Closed};
use super::load::Connector;
use super::mapping::Mapping;
use super::path::Place;
use super::preview::Incoming;
use crate::event::{Decision, Event, Evidence, Outcome};
use crate::platform::{Platform, jentis, pointer_step};

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

/// What keeps an event back, and why.
pub type Stop = (DeliveryResult, Reason);

/// That `result`, for the reason that `message` says of what stands at `pointer`.
pub fn stop(
    result: DeliveryResult,
    message: impl Into<String>,
    pointer: impl Into<String>,
) -> Stop {
    let (message, pointer) = (message.into(), pointer.into());
    let reason = Reason {
        message,
        pointer,
        evidence: None,
    };
    (result, reason)
}

/// What keeps an event back before anything is mapped: it was not taken in, or its sender says so
/// of this vendor (JENTIS `execute: false`).
pub fn suppressed(
    binding: Option<&Binding>,
    event: &Event,
    platform: Platform,
) -> Result<(), Stop> {
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

/// What an event must be.
pub fn gates(connector: &Connector, place: Place) -> Result<(), Stop> {
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
pub fn consented<'a>(
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
