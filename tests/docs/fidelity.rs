use std::fmt::Write;

use eventpit::event::Evidence;
use eventpit::platform::{Behaviour, Platform, behaviours};

use crate::{cell, holds, settings};

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
        cell(behaviour.source),
        setting.unwrap_or_default()
    )
}
