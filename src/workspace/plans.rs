use std::collections::BTreeSet;

use super::{Files, Problem, schema};
use crate::plan::{Plan, PlanFile};

/// The tracking plans of a workspace whose sources have these names, where they are known.
pub fn plans(
    files: &Files,
    sources: Option<&BTreeSet<&str>>,
    problems: &mut Vec<Problem>,
) -> Vec<Plan> {
    let mut plans = Vec::new();
    for file in files.0.keys() {
        let Some(name) = file.strip_prefix("plans/") else {
            continue;
        };
        if name.contains('/') {
            problems.push(Problem::of_file(
                file,
                "a plan belongs straight into plans/",
            ));
            continue;
        }
        if let Some(plan) = schema::read::<PlanFile>(files, file, problems) {
            let name = name.trim_end_matches(".json");
            plans.push(Plan::compile(name, plan, file, sources, problems));
        }
    }
    plans
}
