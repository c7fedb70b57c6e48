use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::capture::Answer;
use crate::event::Outcome;

/// The id of a fault that the request itself asked for.
pub const BY_REQUEST: &str = "request";

/// What a fault did to one request, as its row keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FaultRecord {
    /// The id that it had while it was armed; `request` for one that the request itself asked for.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it does.
    pub kind: Kind,
    /// Its seed.
    pub seed: u64,
    /// Which request it was of those that matched, from 1.
    pub request: u64,
    /// The number that was drawn against its probability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<f64>,
    /// How long the answer was kept back, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// The length of the body that was announced, where less than that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_length: Option<u64>,
    /// Whether the platform had taken the request in.
    pub taken_in: bool,
    /// What the platform would have answered, and what it would have meant.
    pub platform: PlatformVerdict,
}

/// The platform's own answer and outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlatformVerdict {
    /// Its outcome.
    pub outcome: Outcome,
    /// Its status.
    pub status: u16,
    /// Its header lines.
    pub headers: Vec<(String, String)>,
    /// Its body in base64 (RFC 4648, section 4).
    pub body: String,
}

impl PlatformVerdict {
    /// To keep.
    pub fn new(answer: &Answer, outcome: Outcome) -> PlatformVerdict {
        PlatformVerdict {
            outcome,
            status: answer.status,
            headers: answer.headers.clone(),
            body: STANDARD.encode(&answer.body),
        }
    }

    /// The answer.
    pub fn answer(&self) -> Answer {
        Answer {
            status: self.status,
            headers: self.headers.clone(),
            body: STANDARD.decode(&self.body).unwrap_or_default().into(),
        }
    }
}
