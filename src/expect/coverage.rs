use serde::Serialize;

use crate::plan::{CheckedPlan, Plan, PlanCounts, checklist};

/// How much of the tracking plans was seen.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct CoverageVerdict {
    /// Whether it is as much as was expected of each plan.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// Each plan with its events, and what came of them.
    pub plans: Vec<CheckedPlan>,
    /// Everything up to this cursor was looked at.
    pub cursor: i64,
}

/// Whether of each of `plans` at least `min` percent of the events came as planned. `cursor` is how
/// far it was counted.
pub fn is_covered(
    plans: &[&Plan],
    counts: &PlanCounts,
    min: usize,
    cursor: i64,
) -> CoverageVerdict {
    let plans: Vec<CheckedPlan> = plans.iter().map(|plan| checklist(plan, counts)).collect();
    let told = plans.iter().map(|plan| {
        let (covered, planned) = (plan.coverage.covered, plan.coverage.planned);
        let percent = plan.coverage.percent;
        let little = match percent < min {
            true => format!(", less than {min} %"),
            false => String::new(),
        };
        let name = &plan.plan;
        format!("{covered} of {planned} events of {name} came as planned ({percent} %{little})")
    });
    CoverageVerdict {
        holds: plans.iter().all(|plan| plan.coverage.percent >= min),
        message: told.collect::<Vec<_>>().join("; "),
        plans,
        cursor,
    }
}
