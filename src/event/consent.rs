use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the visitor said about one vendor, category or purpose.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Yes.
    Granted,
    /// No.
    Denied,
    /// No, but the vendor's essential mode may run (JENTIS `ncm`).
    Essential,
    /// Not asked, or not answered, or not readable.
    Undecided,
}

impl Decision {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Granted => "granted",
            Decision::Denied => "denied",
            Decision::Essential => "essential",
            Decision::Undecided => "undecided",
        }
    }
}

/// One consent decision that an event itself carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConsentDecision {
    /// `vendor`, `category` or `purpose`.
    pub kind: &'static str,
    /// Its id, as sent.
    pub id: String,
    /// What was decided.
    pub decision: Decision,
    /// JSON pointer (RFC 6901) to where it was read from.
    pub pointer: String,
    /// The rule that was applied, in a sentence.
    pub rule: &'static str,
}
