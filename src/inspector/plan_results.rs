use serde::Deserialize;
use serde_json::Value;

use crate::event::Severity;
use crate::plan::{Judged, Plan, PlanResult, Verdict};

/// What a plan says of an event, as its page shows it.
pub struct PlanResultView {
    /// What the plan is called.
    pub title: String,
    /// The planned event.
    pub event: String,
    /// `valid`, `invalid` or `not in the plan`.
    pub word: &'static str,
    /// Whether the platform did not take it in, so that none of this counts.
    pub lost: bool,
    /// The broken rules, the worst first.
    pub problems: Vec<PlanProblemView>,
    /// How many more there are.
    pub left_out: usize,
}

/// A broken rule, as a page shows it.
pub struct PlanProblemView {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is the matter.
    pub message: String,
    /// JSON pointer into what the plan looks at, or empty.
    pub pointer: String,
    /// What was expected.
    pub expected: Option<String>,
    /// What came.
    pub got: Option<String>,
    /// Where the field is shown that it points at.
    pub href: Option<String>,
}

impl PlanResultView {
    /// How many rules are broken.
    pub fn count(&self) -> usize {
        self.problems.len() + self.left_out
    }

    /// In a sentence what it breaks. An info breaks nothing, and what was lost is not held against
    /// the plan.
    pub fn told(&self) -> Option<String> {
        let info = Severity::Info.as_str();
        let broken = self.problems.iter().filter(|it| it.severity != info);
        let worst = self.problems.first().filter(|it| it.severity != info)?;
        let rules = match broken.count() + self.left_out {
            1 => String::new(),
            many => format!(" in {many} places, the worst"),
        };
        let (title, message) = (&self.title, &worst.message);
        (!self.lost).then(|| format!("It breaks the tracking plan {title}{rules}: {message}."))
    }
}

/// What the plans say of a row's event, as it is stored.
pub fn plan_results(stored: &Value) -> Vec<PlanResult> {
    Vec::deserialize(stored).unwrap_or_default()
}

/// How much it matters what a row's event breaks, if it is more than an info: that is counted, and
/// not shown in lists.
pub fn breaks_plan(stored: &Value) -> Option<&'static str> {
    let results = plan_results(stored);
    let worst = results.iter().filter_map(PlanResult::severity).max();
    worst
        .filter(|severity| *severity > Severity::Info)
        .map(Severity::as_str)
}

/// The results for an event's page. A problem points into the payload, where that is what the plan
/// looks at; `plans` are those in force.
pub fn plan_views(
    stored: &Value,
    plans: &[Plan],
    href: impl Fn(&str) -> Option<String>,
) -> Vec<PlanResultView> {
    let results = plan_results(stored);
    results
        .into_iter()
        .map(|result| {
            let plan = plans.iter().find(|plan| plan.name == result.plan);
            let sent = plan.is_some_and(|plan| plan.judged == Judged::Sent);
            let mut problems = result.problems;
            problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
            let problems = problems.into_iter().map(|problem| PlanProblemView {
                severity: problem.severity.as_str(),
                href: sent.then(|| href(&problem.pointer)).flatten(),
                message: problem.message,
                pointer: problem.pointer,
                expected: problem.expected,
                got: problem.got,
            });
            PlanResultView {
                title: plan.map_or(result.plan, |plan| plan.title.clone()),
                event: result.event,
                word: match result.result {
                    Verdict::Valid => "valid",
                    Verdict::Invalid => "invalid",
                    Verdict::Unexpected => "not in the plan",
                },
                problems: problems.collect(),
                lost: result.lost,
                left_out: result.left_out,
            }
        })
        .collect()
}
