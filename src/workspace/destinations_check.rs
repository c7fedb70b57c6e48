use std::collections::{BTreeMap, BTreeSet};

use super::nearest_name::nearest_name;
use super::{Problem, Workspace};
use crate::connector::{Binding, connector_for};
use crate::platform::{Platform, pointer_step};

impl Workspace {
    /// Destinations that name a connector which is not there. The built-in sources, which stand in
    /// for a file that is missing, feed what there is of them.
    pub(super) fn check_destinations(&self, problems: &mut Vec<Problem>) {
        let mut check = Check {
            workspace: self,
            problems,
        };
        for (at, source) in self.jentis.sources.iter().enumerate() {
            let (file, pointer) = ("sources/jentis.json", format!("/sources/{at}"));
            check.list(file, Platform::Jentis, &pointer, &source.destinations);
            // A version may have destinations of its own, which the source binds all the same.
            let of_versions = source
                .versions
                .iter()
                .filter_map(|it| it.destinations.as_ref());
            let all = of_versions.flatten().chain(&source.destinations);
            check.bound(file, &pointer, &source.consent, all);
            for (n, version) in source.versions.iter().enumerate() {
                let own = version.destinations.as_deref().unwrap_or_default();
                let pointer = format!("{pointer}/versions/{n}");
                check.list(file, Platform::Jentis, &pointer, own);
                let fed = version
                    .destinations
                    .as_ref()
                    .unwrap_or(&source.destinations);
                check.bound(file, &pointer, &version.consent, fed.iter());
            }
        }
        for (at, source) in self.commanders_act.sources.iter().enumerate() {
            let (file, pointer) = ("sources/commanders-act.json", format!("/sources/{at}"));
            check.list(
                file,
                Platform::CommandersAct,
                &pointer,
                &source.destinations,
            );
            check.bound(file, &pointer, &source.consent, source.destinations.iter());
        }
        for (at, source) in self.datafly.sources.iter().enumerate() {
            let (file, pointer) = ("sources/datafly.json", format!("/sources/{at}"));
            check.list(file, Platform::Datafly, &pointer, &source.destinations);
            check.bound(file, &pointer, &source.consent, source.destinations.iter());
        }
        for (at, site) in self.jitsu.sites.iter().enumerate() {
            for (n, destination) in site.destinations.iter().enumerate() {
                if let Some(connector) = &destination.connector {
                    let pointer = format!("/sites/{at}/destinations/{n}/connector");
                    check.one("sources/jitsu.json", Platform::Jitsu, pointer, connector);
                }
            }
        }
    }
}

struct Check<'a> {
    workspace: &'a Workspace,
    problems: &'a mut Vec<Problem>,
}

impl Check<'_> {
    fn list(&mut self, file: &str, platform: Platform, pointer: &str, names: &[String]) {
        for (at, name) in names.iter().enumerate() {
            self.one(file, platform, format!("{pointer}/destinations/{at}"), name);
        }
    }

    /// A consent binding of a connector that is not fed.
    fn bound<'a>(
        &mut self,
        file: &str,
        pointer: &str,
        consent: &BTreeMap<String, Binding>,
        fed: impl Iterator<Item = &'a String>,
    ) {
        let fed: Vec<&String> = fed.collect();
        for name in consent.keys().filter(|name| !fed.contains(name)) {
            let pointer = format!("{pointer}/consent/{}", pointer_step(name));
            let message = format!("{name} is not one of the destinations, so this binds nothing");
            self.problems.push(Problem::at(file, pointer, message));
        }
    }

    fn one(&mut self, file: &str, platform: Platform, pointer: String, name: &str) {
        let (files, connectors) = (&self.workspace.files.0, &self.workspace.connectors);
        // One that did not load is missing for that reason alone.
        let in_files = files.keys().filter_map(|file| {
            let name = file.strip_prefix("connectors/")?;
            name.strip_suffix(".json")
        });
        let known = connectors.iter().map(|it| it.name.as_str());
        let known: BTreeSet<&str> = known.chain(in_files).collect();
        let is_there = known.contains(name) || connector_for(connectors, name, platform).is_some();
        if is_there || !files.contains_key(file) {
            return;
        }
        let message = match nearest_name(name, known.iter().copied()) {
            Some(near) => format!("no connector is called {name}; did you mean {near}?"),
            None => {
                let known: Vec<&str> = known.into_iter().collect();
                format!("no connector is called {name}; known: {}", known.join(", "))
            }
        };
        self.problems.push(Problem::at(file, pointer, message));
    }
}
