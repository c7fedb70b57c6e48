use serde_json::Value;

use super::compile::{Plan, PlannedEvent};
use super::file::Judged;
use super::result::{PlanProblem, PlanResult, Verdict};
use super::words;
use crate::event::{Event, Outcome, Severity};
use crate::platform::Platform;
use crate::workspace::{cut, nearest_name};

/// How many problems of one event are told.
const MOST: usize = 20;

/// How many values an event may have for its problems to be told one by one: each of a million
/// numbers can be wrong.
const VALUES: usize = 20_000;

/// Holds an event against each plan that applies to it; its order is not looked at. Bounded by the
/// size of the plan and the event's.
pub fn judge(
    plans: &[Plan],
    platform: Platform,
    source: Option<&str>,
    event: &Event,
) -> Vec<PlanResult> {
    let applying = plans.iter().filter(|plan| plan.applies(platform, source));
    let results = applying.map(|plan| judge_by(plan, platform, source, event));
    results.flatten().collect()
}

fn judge_by(
    plan: &Plan,
    platform: Platform,
    source: Option<&str>,
    event: &Event,
) -> Option<PlanResult> {
    let names = match plan.judged {
        Judged::Sent => [event.name.as_deref(), Some(event.kind.as_str())],
        Judged::Canonical => [Some(event.canonical.name.as_str()), None],
    };
    let names = || {
        names
            .into_iter()
            .flatten()
            .filter(|name| !name.trim().is_empty())
    };
    let planned = names().find_map(|name| plan.event(name));
    let Some(planned) = planned.filter(|planned| planned.applies(platform, source)) else {
        let name = names().next().unwrap_or_default();
        let lost = is_lost(event);
        return unexpected(plan, (name, lost), planned);
    };
    let (problems, left_out) = match plan.judged {
        Judged::Sent => problems(planned, &event.payload),
        Judged::Canonical => {
            let canonical = serde_json::to_value(&event.canonical).unwrap_or_default();
            problems(planned, &canonical)
        }
    };
    Some(PlanResult {
        plan: plan.name.clone(),
        event: planned.name.clone(),
        result: match problems.is_empty() {
            true => Verdict::Valid,
            false => Verdict::Invalid,
        },
        lost: is_lost(event),
        problems,
        left_out,
    })
}

/// Whether the platform did not take an event in: what does not happen for it counts for no plan.
pub fn is_lost(event: &Event) -> bool {
    event.outcome != Outcome::Accepted
}

fn unexpected(
    plan: &Plan,
    (name, lost): (&str, bool),
    elsewhere: Option<&PlannedEvent>,
) -> Option<PlanResult> {
    let severity = plan.unexpected.severity()?;
    let name = cut(name);
    let message = match elsewhere {
        Some(_) => format!("{name} is planned, but not here: for other sources or platforms"),
        None => {
            let known = plan.events.iter().map(|event| event.name.as_str());
            let near = nearest_name(&name, known);
            let meant = near.map_or(String::new(), |near| format!("; is {near} meant?"));
            format!("{name} is not in the plan{meant}")
        }
    };
    Some(PlanResult {
        plan: plan.name.clone(),
        event: name.clone(),
        result: Verdict::Unexpected,
        lost,
        problems: vec![PlanProblem {
            rule: "events".into(),
            pointer: String::new(),
            expected: Some("an event of the plan".into()),
            got: Some(name),
            message,
            severity,
        }],
        left_out: 0,
    })
}

/// The rules that `value` breaks, and how many more there are.
fn problems(planned: &PlannedEvent, value: &Value) -> (Vec<PlanProblem>, usize) {
    if count(value, VALUES) == 0 {
        return match planned.validator.is_valid(value) {
            true => (Vec::new(), 0),
            false => (vec![too_large(planned)], 0),
        };
    }
    let errors = planned.validator.iter_errors(value);
    let mut all = errors.flat_map(|error| words::problems(planned, &error));
    let told = all.by_ref().take(MOST).collect();
    (told, all.count())
}

fn too_large(planned: &PlannedEvent) -> PlanProblem {
    PlanProblem {
        rule: "schema".into(),
        pointer: String::new(),
        expected: None,
        got: None,
        message: "the event breaks the plan, and is too large to say where".into(),
        severity: planned.severity,
    }
}

/// What stands for the result where judging failed.
pub fn not_judged(plan: &str, event: &Event) -> PlanResult {
    PlanResult {
        plan: plan.to_string(),
        event: cut(event.name.as_deref().unwrap_or(&event.kind)),
        result: Verdict::Invalid,
        lost: is_lost(event),
        problems: vec![PlanProblem {
            rule: "schema".into(),
            pointer: String::new(),
            expected: None,
            got: None,
            message: "eventpit failed to hold this event against the plan".into(),
            severity: Severity::Error,
        }],
        left_out: 0,
    }
}

/// What is left of `most` when each value in `value` takes one.
fn count(value: &Value, most: usize) -> usize {
    let left = most.saturating_sub(1);
    let take = |left: usize, value: &Value| match left {
        0 => None,
        left => Some(count(value, left)),
    };
    match value {
        Value::Array(values) => values.iter().try_fold(left, take),
        Value::Object(fields) => fields.values().try_fold(left, take),
        _ => Some(left),
    }
    .unwrap_or(0)
}
