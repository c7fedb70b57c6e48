use serde::{Deserialize, Serialize};

use crate::event::Severity;

/// What a plan says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is as planned.
    Valid,
    /// It breaks a rule, of whatever severity.
    Invalid,
    /// The plan has no event of the name.
    Unexpected,
}

impl Verdict {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Invalid => "invalid",
            Verdict::Unexpected => "unexpected",
        }
    }
}

/// What came of holding an event against a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanResult {
    /// The plan, by its file's name.
    pub plan: String,
    /// The plan's event that it was held against; the event's own name, if the plan has none.
    pub event: String,
    /// What the plan says of it.
    pub result: Verdict,
    /// Whether the platform did not take it in: then the checklist counts it as lost, if it is
    /// planned, and neither result nor problems count.
    #[serde(default)]
    pub lost: bool,
    /// The rules that it breaks, at most 20.
    pub problems: Vec<PlanProblem>,
    /// How many more there are.
    pub left_out: usize,
}

/// A rule that an event breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanProblem {
    /// Which rule: a keyword of JSON Schema (`required`, `type`, …), `after` for the order, `events`
    /// for a name that is not planned.
    pub rule: String,
    /// JSON pointer (RFC 6901) into what the plan looks at; `""` for the whole.
    pub pointer: String,
    /// What was expected there.
    pub expected: Option<String>,
    /// What came.
    pub got: Option<String>,
    /// Both, in plain words.
    pub message: String,
    /// How much it matters, by the plan.
    pub severity: Severity,
}

impl PlanResult {
    /// How much its worst problem matters.
    pub fn severity(&self) -> Option<Severity> {
        self.problems.iter().map(|problem| problem.severity).max()
    }
}
