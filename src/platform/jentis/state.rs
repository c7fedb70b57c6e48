use serde_json::{Map, Value};

use crate::workspace::JentisSource;

use super::enrichment;
use super::submission::{Shape, text_at};

/// A state: what a body executed, with the variables that are frozen for it. Triggers, tags and
/// consent are worked out from these.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Its initiator, `system.initiator`; empty if the body names none.
    pub initiator: String,
    /// The variables that the client sent.
    pub frontend: Map<String, Value>,
    /// The variables that enrichment plugins added.
    pub enrichment: Map<String, Value>,
    /// The consent that it carries, as sent: by vendor.
    pub consent: Value,
}

/// The state that a body executes.
pub fn state(source: Option<&JentisSource>, body: &Value) -> State {
    let object = |pointer: &str| body.pointer(pointer).and_then(Value::as_object).cloned();
    let consent = match Shape::of(body) {
        Shape::Data => "/consent",
        Shape::Consent => "/data/consent/vendors",
    };
    State {
        initiator: text_at(body, "/system/initiator").unwrap_or_default(),
        frontend: object("/data/variables").unwrap_or_default(),
        enrichment: enrichment::variables(source, body),
        consent: Value::Object(object(consent).unwrap_or_default()),
    }
}
