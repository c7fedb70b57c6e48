use std::collections::BTreeSet;
use std::fmt::Write;

use eventpit::event::Evidence;
use eventpit::platform::{Behaviour, Platform, behaviours, kinds};

use serde_json::Value;

use crate::{cell, holds, place, root, settings};

#[test]
fn fidelity_pages() {
    for platform in Platform::ALL {
        let file = format!("docs/fidelity/{}.md", platform.as_str());
        holds(&file, &page(platform));
    }
}

#[test]
fn what_is_assumed_is_a_setting() {
    let known = settings::keys();
    for platform in Platform::ALL {
        for behaviour in behaviours(platform) {
            let told = format!("{}: {}", platform.title(), behaviour.about);
            match behaviour.setting {
                Some(setting) => {
                    let key = format!("sources/{}.json {setting}", platform.as_str());
                    assert!(
                        known.contains(&key),
                        "{told}: there is no setting {setting}"
                    );
                }
                None => assert!(
                    behaviour.evidence != Evidence::Assumed,
                    "{told}: it is assumed and no setting"
                ),
            }
        }
    }
}

/// The schema says of what is assumed what the default is, and that it is assumed.
#[test]
fn the_setting_of_what_is_assumed_says_so() {
    let reference = settings::section();
    let mut silent = BTreeSet::new();
    for platform in Platform::ALL {
        let file = format!("\n### sources/{}.json\n", platform.as_str());
        let of_file = reference.split_once(&file).map_or("", |(_, rest)| rest);
        let of_file = of_file.split("\n### ").next().unwrap_or_default();
        for behaviour in behaviours(platform) {
            let Some(setting) = behaviour
                .setting
                .filter(|_| behaviour.evidence == Evidence::Assumed)
            else {
                continue;
            };
            let heads = [format!("| `{setting}` "), format!("| `{setting}.")];
            let lines = of_file.lines();
            let about: String = lines
                .filter(|line| heads.iter().any(|head| line.starts_with(head)))
                .collect();
            let lower = about.to_lowercase();
            if !lower.contains("default:") || !lower.contains("assumed") {
                silent.insert(format!("{} {setting}", platform.as_str()));
            }
        }
    }
    assert!(
        silent.is_empty(),
        "these do not say their default, or that it is assumed: {silent:#?}"
    );
}

#[test]
fn what_a_finding_assumes_is_a_setting() {
    let known = settings::keys();
    for platform in Platform::ALL {
        let file = format!("sources/{}.json ", platform.as_str());
        let own = known.iter().filter_map(|key| key.strip_prefix(&file));
        // Neither a source's name nor the whole of the gateway is a setting.
        let names: Vec<&str> = own
            .filter(|key| key.contains('.') && !key.ends_with(".name"))
            .filter_map(|key| key.rsplit('.').next())
            .collect();
        let is_told = |about: &str| {
            let between = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
            about.split(between).any(|word| names.contains(&word))
        };
        let untold: Vec<&str> = kinds(platform)
            .into_iter()
            .filter(|kind| kind.evidence == Evidence::Assumed && !is_told(kind.about))
            .map(|kind| kind.code)
            .collect();
        assert!(untold.is_empty(), "assumed, and no setting: {untold:?}");
    }
}

fn page(platform: Platform) -> String {
    let mut page = format!(
        "# How faithful {} is\n\nWhat eventpit does in its place, how that is known, and the \
         setting that changes it. Made from the code; a test compares the two.\n",
        platform.title()
    );
    let mut endpoint = "";
    for behaviour in behaviours(platform) {
        if behaviour.endpoint != endpoint {
            endpoint = behaviour.endpoint;
            let _ = write!(
                page,
                "\n## {endpoint}\n\n| behaviour | evidence | where from | setting |\n|---|---|---|---|\n"
            );
        }
        page.push_str(&row(behaviour));
    }
    page
}

fn row(behaviour: &Behaviour) -> String {
    let setting = behaviour.setting.map(|name| format!("`{name}`"));
    format!(
        "| {} | {} | {} | {} |\n",
        cell(behaviour.about),
        behaviour.evidence.as_str(),
        place(behaviour.source),
        setting.unwrap_or_default()
    )
}

/// A row whose setting is in no workspace of the tests would be a promise that nothing keeps.
#[test]
fn what_a_row_names_is_set_in_a_workspace_of_the_tests() {
    for platform in Platform::ALL {
        let file = format!("sources/{}.json", platform.as_str());
        let folders = root().join("tests/workspaces").read_dir();
        let folders = folders
            .expect("the workspaces")
            .map(|it| it.expect("a folder").path());
        let files = folders
            .chain([root().join("fixtures")])
            .map(|folder| folder.join(&file));
        let set: Vec<Value> = files
            .filter_map(|file| std::fs::read(file).ok())
            .map(|text| serde_json::from_slice(&text).expect("JSON"))
            .collect();
        for setting in behaviours(platform)
            .into_iter()
            .filter_map(|behaviour| behaviour.setting)
        {
            let steps: Vec<&str> = setting.split('.').collect();
            assert!(
                set.iter().any(|file| has(file, &steps)),
                "{platform:?}: {setting}"
            );
        }
    }
}

/// Whether a value is there at `steps`, in any element of the lists on the way.
fn has(value: &Value, steps: &[&str]) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        return true;
    };
    let member = value.get(step.trim_end_matches("[]"));
    member.is_some_and(|member| match member.as_array() {
        Some(list) if step.ends_with("[]") => list.iter().any(|element| has(element, rest)),
        _ => has(member, rest),
    })
}
