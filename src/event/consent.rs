use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

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
    /// Every decision, in the order in which the docs list them.
    pub const ALL: [Decision; 4] = [
        Decision::Granted,
        Decision::Denied,
        Decision::Essential,
        Decision::Undecided,
    ];

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

/// How a consent decision is read.
#[derive(Debug, PartialEq, Eq)]
pub struct ConsentRule {
    /// The rule, in a sentence.
    pub says: &'static str,
    /// How well it is known.
    pub evidence: Evidence,
}

impl ConsentRule {
    /// A rule, known so well.
    pub const fn new(evidence: Evidence, says: &'static str) -> ConsentRule {
        ConsentRule { says, evidence }
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
    /// How well the rule is known.
    pub evidence: Evidence,
}

impl ConsentDecision {
    /// What `rule` makes of what stands at `pointer`.
    pub fn new(
        (kind, id): (&'static str, impl Into<String>),
        decision: Decision,
        pointer: impl Into<String>,
        rule: &ConsentRule,
    ) -> ConsentDecision {
        ConsentDecision {
            kind,
            id: id.into(),
            decision,
            pointer: pointer.into(),
            rule: rule.says,
            evidence: rule.evidence,
        }
    }
}
