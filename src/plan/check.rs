use std::collections::BTreeSet;

use super::file::PlanFile;
use super::said_place::nothing_said_at;
use crate::platform::pointer_step;
use crate::workspace::{Problem, nearest_name};

/// Adds what a schema cannot say about the file.
pub fn check(
    file: &PlanFile,
    path: &str,
    sources: Option<&BTreeSet<&str>>,
    problems: &mut Vec<Problem>,
) {
    let mut say = |at: String, message: String| problems.push(Problem::at(path, at, message));
    let unknown = |name: &str| {
        let sources = sources.filter(|sources| !sources.contains(name))?;
        let near = nearest_name(name, sources.iter().copied());
        let meant = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
        Some(format!("no source is called \"{name}\"{meant}"))
    };
    if file.events.is_empty() {
        say("/events".into(), "at least one event is needed".into());
    }
    for (nth, name) in file.sources.iter().enumerate() {
        unknown(name)
            .into_iter()
            .for_each(|why| say(format!("/sources/{nth}"), why));
    }
    let mut names = BTreeSet::new();
    for (name, planned) in &file.events {
        let at = format!("/events/{}", pointer_step(name));
        if name.trim().is_empty() {
            say(at.clone(), "the name is empty".into());
        }
        if !names.insert(name.as_str()) {
            say(at.clone(), "the event is planned twice".into());
        }
        for (nth, source) in planned.sources.iter().enumerate() {
            unknown(source)
                .into_iter()
                .for_each(|why| say(format!("{at}/sources/{nth}"), why));
        }
        for (nth, platform) in planned.platforms.iter().enumerate() {
            if !file.platforms.is_empty() && !file.platforms.contains(platform) {
                let why = format!(
                    "the plan is not for {}: no event of it counts here",
                    platform.as_str()
                );
                say(format!("{at}/platforms/{nth}"), why);
            }
        }
        for (nth, source) in planned.sources.iter().enumerate() {
            if !file.sources.is_empty() && !file.sources.contains(source) {
                let why =
                    format!("the plan is not for the source {source}: no event of it counts here");
                say(format!("{at}/sources/{nth}"), why);
            }
        }
        for pointer in planned.severities.keys() {
            let at = format!("{at}/severities/{}", pointer_step(pointer));
            if !pointer.is_empty() && !pointer.starts_with('/') {
                say(
                    at,
                    "a JSON pointer begins with /, as in /items/*/price".into(),
                );
            } else if let Some(why) = nothing_said_at(&planned.schema, pointer) {
                say(at, why);
            }
        }
    }
    for (name, planned) in &file.events {
        for (nth, before) in planned.after.iter().enumerate() {
            let at = format!("/events/{}/after/{nth}", pointer_step(name));
            if !names.contains(before.as_str()) {
                let near = nearest_name(before, names.iter().copied());
                let meant =
                    near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
                say(at, format!("the plan has no event \"{before}\"{meant}"));
            } else if precedes(file, name, before) {
                say(
                    at,
                    format!("{name} comes before {before}, too: no order fits"),
                );
            }
        }
    }
}

/// Whether `first` has to come before `then`, or is the same.
fn precedes(file: &PlanFile, first: &str, then: &str) -> bool {
    let (mut reached, mut ahead) = (BTreeSet::new(), vec![then]);
    while let Some(name) = ahead.pop() {
        if name == first {
            return true;
        }
        if reached.insert(name) {
            let planned = file.events.iter().filter(|(event, _)| event == name);
            ahead.extend(planned.flat_map(|(_, planned)| planned.after.iter().map(String::as_str)));
        }
    }
    false
}
