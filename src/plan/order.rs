use super::compile::PlannedEvent;
use super::result::PlanProblem;
use crate::event::Event;

/// Who an event is of, as far as it says: its visitor and its user; with neither, whoever uses
/// the source.
pub fn visitors(event: &Event, source: Option<&str>) -> Vec<String> {
    let visitor = event.anonymous_id.iter().map(|id| format!("visitor {id}"));
    let user = event.user_id.iter().map(|id| format!("user {id}"));
    let mut known: Vec<String> = visitor.chain(user).collect();
    if known.is_empty() {
        known.push(format!("source {}", source.unwrap_or_default()));
    }
    known
}

/// What is said of an event that came although `before` had not come.
pub fn out_of_order(planned: &PlannedEvent, before: &str) -> PlanProblem {
    PlanProblem {
        rule: "after".into(),
        pointer: String::new(),
        expected: Some(format!("{before} before it, from the same visitor")),
        got: Some(format!("no {before} so far")),
        message: format!("{} came without a {before} before it", planned.name),
        severity: planned.severity,
    }
}
