use serde::Serialize;

use crate::event::Severity;
use crate::plan::{CheckedPlan, Plan, PlanCounts, checklist};

/// What is expected of tracking plans.
#[derive(Debug, Clone, Copy)]
pub struct PlanExpectation {
    /// From which severity on a broken rule, or a name that is not planned, counts.
    pub severity: Severity,
    /// Whether each event of the plan has to have come as planned.
    pub complete: bool,
}

/// What came of the tracking plans.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PlanVerdict {
    /// Whether nothing is wrong.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// What is wrong.
    pub complaints: Vec<Complaint>,
    /// Everything up to this cursor was looked at.
    pub cursor: i64,
}

/// One thing that is not as planned.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Complaint {
    /// The plan.
    pub plan: String,
    /// The event: its name in the plan, or the name that came.
    pub event: String,
    /// `invalid` (it breaks a rule), `lost` (it came, and the platform took none), `unexpected` (the
    /// name is not planned) or `never seen`.
    pub what: &'static str,
    /// In words.
    pub message: String,
    /// How often; 0 where it never came.
    pub count: i64,
    /// The id of the newest such event.
    pub last: Option<String>,
}

/// Whether what was counted is as `plans` have it. `cursor` is how far it was counted.
pub fn plan_holds(
    plans: &[&Plan],
    counts: &PlanCounts,
    expected: PlanExpectation,
    cursor: i64,
) -> PlanVerdict {
    let (mut all, mut coverage) = (Vec::new(), Vec::new());
    for plan in plans {
        let checked = checklist(plan, counts);
        let (covered, planned) = (checked.coverage.covered, checked.coverage.planned);
        let name = &checked.plan;
        coverage.push(format!(
            "{covered} of {planned} events of {name} came as planned"
        ));
        all.extend(complaints(plan, &checked, counts, expected));
    }
    let coverage = coverage.join(", ");
    PlanVerdict {
        holds: all.is_empty(),
        message: match all.len() {
            0 => coverage,
            1 => format!("1 thing is not as planned; {coverage}"),
            many => format!("{many} things are not as planned; {coverage}"),
        },
        complaints: all,
        cursor,
    }
}

fn complaints(
    plan: &Plan,
    checked: &CheckedPlan,
    counts: &PlanCounts,
    expected: PlanExpectation,
) -> Vec<Complaint> {
    let complaint = |event: &str, what, message, count, last| Complaint {
        plan: plan.name.clone(),
        event: event.to_string(),
        what,
        message,
        count,
        last,
    };
    let mut all = Vec::new();
    for event in &checked.events {
        let name = event.event.as_str();
        for problem in counts.problems(&plan.name, name) {
            if problem.severity >= expected.severity {
                let message = match problem.pointer.is_empty() {
                    true => problem.message.clone(),
                    false => format!("{}: {}", problem.pointer, problem.message),
                };
                let last = Some(problem.last.clone());
                all.push(complaint(name, "invalid", message, problem.count, last));
            }
        }
        if event.lost > 0 {
            let message = "it came, and the platform did not take it in".into();
            all.push(complaint(
                name,
                "lost",
                message,
                event.lost,
                event.last.clone(),
            ));
        }
        if expected.complete && event.seen + event.lost == 0 {
            all.push(complaint(
                name,
                "never seen",
                "it never came".into(),
                0,
                None,
            ));
        }
    }
    if plan
        .unexpected
        .severity()
        .is_some_and(|severity| severity >= expected.severity)
    {
        for name in &checked.unexpected {
            let message = format!("{} is not in the plan", name.name);
            let last = Some(name.last.clone());
            all.push(complaint(
                &name.name,
                "unexpected",
                message,
                name.seen,
                last,
            ));
        }
        if checked.unexpected_left_out > 0 {
            let message = "further names are not in the plan".into();
            let count = checked.unexpected_left_out;
            all.push(complaint("", "unexpected", message, count, None));
        }
    }
    all
}
