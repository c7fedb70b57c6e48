use serde::Serialize;
use serde_json::Value;

use super::check::Objection;
use super::consent::Gate;
use super::load::Connector;
use super::traced::Field;
use crate::event::Evidence;

/// What a connector would have been sent for an event, or why nothing. Nothing is ever sent.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DeliveryPreview {
    /// The connector's name.
    pub connector: String,
    /// The destination's own id, where the platform gives it one (Jitsu).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
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
    /// How well the rule behind it is known, where it is the platform's.
    pub evidence: Option<Evidence>,
}

impl From<Gate> for Reason {
    fn from(gate: Gate) -> Reason {
        Reason {
            message: gate.message,
            pointer: gate.pointer,
            evidence: gate.evidence,
        }
    }
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

impl DeliveryPreview {
    /// What is known before anything is mapped.
    pub(super) fn empty(connector: &Connector) -> DeliveryPreview {
        DeliveryPreview {
            connector: connector.name.clone(),
            destination: None,
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

impl DeliveryResult {
    /// Every result, in the order in which the docs list them.
    pub const ALL: [DeliveryResult; 8] = [
        DeliveryResult::Sent,
        DeliveryResult::SentEssential,
        DeliveryResult::NotConsented,
        DeliveryResult::Undecided,
        DeliveryResult::Suppressed,
        DeliveryResult::Filtered,
        DeliveryResult::NotMapped,
        DeliveryResult::Invalid,
    ];

    /// The stable word: in the API, in queries.
    pub fn as_str(self) -> &'static str {
        match self {
            DeliveryResult::Sent => "sent",
            DeliveryResult::SentEssential => "sent_essential",
            DeliveryResult::NotConsented => "not_consented",
            DeliveryResult::Undecided => "undecided",
            DeliveryResult::Suppressed => "suppressed",
            DeliveryResult::Filtered => "filtered",
            DeliveryResult::NotMapped => "not_mapped",
            DeliveryResult::Invalid => "invalid",
        }
    }

    /// The result in words: `sent essential`.
    pub fn words(self) -> &'static str {
        match self {
            DeliveryResult::Sent => "sent",
            DeliveryResult::SentEssential => "sent essential",
            DeliveryResult::NotConsented => "not consented",
            DeliveryResult::Undecided => "undecided",
            DeliveryResult::Suppressed => "suppressed",
            DeliveryResult::Filtered => "filtered",
            DeliveryResult::NotMapped => "not mapped",
            DeliveryResult::Invalid => "invalid",
        }
    }
}
