use std::collections::{BTreeMap, BTreeSet};

use super::schema::FileReader;
use super::{Files, Problem, Workspace};
use crate::plan::{Plan, PlanFile};

impl Workspace {
    /// Whether an event is held against the same plans by both.
    pub fn has_plans_of(&self, other: &Workspace) -> bool {
        fn texts(files: &Files) -> BTreeMap<&String, &String> {
            let plans = files.0.iter();
            plans
                .filter(|(file, _)| file.starts_with("plans/"))
                .collect()
        }
        texts(&self.files) == texts(&other.files)
    }
}

/// The tracking plans of a workspace whose sources have these names, where they are known.
pub fn plans(
    files: &Files,
    sources: Option<&BTreeSet<&str>>,
    problems: &mut Vec<Problem>,
) -> Vec<Plan> {
    let schema = FileReader::<PlanFile>::new();
    let mut plans = Vec::new();
    for (file, text) in &files.0 {
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
        if let Some(plan) = schema.read(text, file, problems) {
            let name = name.trim_end_matches(".json");
            plans.push(Plan::compile(name, plan, file, sources, problems));
        }
    }
    plans
}
