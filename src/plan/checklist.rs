use serde::Serialize;

use super::compile::Plan;
use super::counts::PlanCounts;
use crate::event::Severity;
use crate::platform::Platform;

/// A plan in force, with what came of it so far.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CheckedPlan {
    /// Its name: that of its file.
    pub plan: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The platforms whose events it plans; all if there are none.
    pub platforms: Vec<Platform>,
    /// The sources whose events it plans; all if there are none.
    pub sources: Vec<String>,
    /// How much of it was seen.
    pub coverage: Coverage,
    /// Its events, in the order of the plan.
    pub events: Vec<CheckedEvent>,
    /// Names that came and are not in it, the most frequent first.
    pub unexpected: Vec<UnexpectedName>,
    /// How many events came with further names.
    pub unexpected_left_out: i64,
}

/// How much of a plan was seen.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Coverage {
    /// How many of its events came at least once as planned.
    pub covered: usize,
    /// How many it has.
    pub planned: usize,
    /// The one of the other, in percent, rounded down.
    pub percent: usize,
}

/// An event of a plan, with what came of it so far.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CheckedEvent {
    /// Its name.
    pub event: String,
    /// When it is sent and what it means.
    pub description: Option<String>,
    /// `never seen`, `valid`, `invalid` (some broke the plan) or `lost` (it came, and the platform
    /// took none).
    pub state: &'static str,
    /// How often it came and was taken in.
    pub seen: i64,
    /// How many of these were as planned.
    pub valid: i64,
    /// How many broke a rule.
    pub invalid: i64,
    /// How many were sent and not taken in; they are in no other number.
    pub lost: i64,
    /// What has to come before it.
    pub after: Vec<String>,
    /// How many came without that.
    pub out_of_order: i64,
    /// What was wrong most often.
    pub problem: Option<FrequentProblem>,
    /// The id of the newest one.
    pub last: Option<String>,
}

/// A problem that came more than any other.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FrequentProblem {
    /// Which rule.
    pub rule: String,
    /// Where; `*` stands for any place in a list.
    pub pointer: String,
    /// What was wrong, of the newest one.
    pub message: String,
    /// How much it matters.
    pub severity: Severity,
    /// How often.
    pub count: i64,
    /// The id of the newest event with it.
    pub last: String,
}

/// A name that is not in a plan.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UnexpectedName {
    /// The name.
    pub name: String,
    /// How often it came and was taken in.
    pub seen: i64,
    /// The id of the newest one.
    pub last: String,
}

/// The checklist of each plan in force.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Checklist {
    /// The plans, by name.
    pub plans: Vec<CheckedPlan>,
    /// The test session that was counted; all if there is none.
    pub session: Option<String>,
    /// The newest cursor in the journal.
    pub head: i64,
    /// How far the projection is.
    pub projected_to: i64,
}

/// The checklist of each of `plans`, from what was counted.
pub fn checklists(plans: &[Plan], counts: &PlanCounts) -> Vec<CheckedPlan> {
    plans.iter().map(|plan| checklist(plan, counts)).collect()
}

/// The checklist of `plan`, from what was counted.
pub fn checklist(plan: &Plan, counts: &PlanCounts) -> CheckedPlan {
    let events: Vec<CheckedEvent> = plan
        .events
        .iter()
        .map(|planned| {
            let counted = counts.event(&plan.name, &planned.name);
            let state = match &counted {
                counted if counted.invalid > 0 => "invalid",
                counted if counted.valid > 0 => "valid",
                counted if counted.lost > 0 => "lost",
                _ => "never seen",
            };
            CheckedEvent {
                event: planned.name.clone(),
                description: planned.description.clone(),
                state,
                seen: counted.valid + counted.invalid,
                valid: counted.valid,
                invalid: counted.invalid,
                lost: counted.lost,
                after: planned.after.clone(),
                out_of_order: counts.out_of_order(&plan.name, &planned.name),
                problem: counts.problem(&plan.name, &planned.name),
                last: counted.last,
            }
        })
        .collect();
    let (unexpected, unexpected_left_out) = counts.unexpected(&plan.name);
    CheckedPlan {
        plan: plan.name.clone(),
        title: plan.title.clone(),
        description: plan.description.clone(),
        platforms: plan.platforms.clone(),
        sources: plan.sources.clone(),
        coverage: coverage(&events),
        events,
        unexpected,
        unexpected_left_out,
    }
}

fn coverage(events: &[CheckedEvent]) -> Coverage {
    let covered = events.iter().filter(|event| event.valid > 0).count();
    let planned = events.len();
    Coverage {
        covered,
        planned,
        percent: (covered * 100).checked_div(planned).unwrap_or(100),
    }
}
