use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{JentisSource, JentisVersion, JentisVersionState, JitsuSite, Problem, Workspace};
use crate::connector::{Binding, OnDenied, VendorMode, connector_for};
use crate::debug_session::DebugSession;
use crate::platform::jentis::Known;
use crate::platform::{Platform, jentis, pointer_step};

/// Where an event goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fed {
    /// The version of the JENTIS container that processes it, where there is one.
    pub container_version: Option<String>,
    /// Its destinations, in the source's order.
    pub destinations: Vec<Destination>,
}

/// One destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The connector that stands for it, or what stands there instead.
    pub connector: String,
    /// The consent that the source has it take, in place of its own.
    pub binding: Option<Binding>,
    /// How JENTIS vendors are set up, by their id.
    pub modes: BTreeMap<String, VendorMode>,
    /// What becomes of an event whose consent is denied.
    pub on_denied: OnDenied,
    /// Its own id, where the platform gives it one: a Jitsu site may have several of a type.
    pub id: Option<String>,
}

/// The types of a Jitsu destination and the connectors that stand for them
/// (<https://docs.jitsu.com/destinations>).
const JITSU_TYPES: [(&str, &str); 13] = [
    ("ga4", "ga4"),
    ("facebook-conversions", "meta-capi"),
    ("webhook", "webhook"),
    ("bigquery", "warehouse"),
    ("clickhouse", "warehouse"),
    ("gcs", "warehouse"),
    ("mongodb", "warehouse"),
    ("motherduck", "warehouse"),
    ("mysql", "warehouse"),
    ("postgres", "warehouse"),
    ("redshift", "warehouse"),
    ("s3", "warehouse"),
    ("snowflake", "warehouse"),
];

impl Workspace {
    /// The destinations of `source` for an event: its payload, and the debug session, started by a
    /// person, that was open under its debug code.
    pub fn destinations(
        &self,
        platform: Platform,
        source: Option<&str>,
        (payload, session): (&Value, Option<&DebugSession>),
    ) -> Fed {
        let is = |name: &str| source == Some(name);
        match platform {
            Platform::Jentis => {
                let file = &self.jentis;
                let source = file.sources.iter().find(|it| is(&it.name));
                let known = Known {
                    file,
                    source,
                    session,
                    open_codes: &[],
                };
                source.map_or_else(Fed::default, |source| of_container(known, source, payload))
            }
            Platform::Jitsu => {
                let mut sites = self.jitsu.sites.iter();
                fed(sites.find(|it| is(&it.id)).map_or(Vec::new(), of_site))
            }
            Platform::CommandersAct => {
                let mut sources = self.commanders_act.sources.iter();
                let source = sources.find(|it| is(&it.name));
                let drop = || OnDenied::Drop;
                fed(source.map_or(Vec::new(), |it| named(&it.destinations, &it.consent, drop)))
            }
            Platform::Datafly => {
                let mut sources = self.datafly.sources.iter();
                let source = sources.find(|it| is(&it.name));
                fed(source.map_or(Vec::new(), |it| {
                    named(&it.destinations, &it.consent, || it.on_denied())
                }))
            }
        }
    }
}

fn fed(destinations: Vec<Destination>) -> Fed {
    Fed {
        container_version: None,
        destinations,
    }
}

fn named(
    connectors: &[String],
    consent: &BTreeMap<String, Binding>,
    on_denied: impl Fn() -> OnDenied,
) -> Vec<Destination> {
    let one = |connector: &String| Destination {
        connector: connector.clone(),
        binding: consent.get(connector).cloned(),
        modes: BTreeMap::new(),
        on_denied: on_denied(),
        id: None,
    };
    connectors.iter().map(one).collect()
}

/// What the version of the container that processes an event feeds; without versions, what the
/// container does.
fn of_container(known: Known, source: &JentisSource, payload: &Value) -> Fed {
    let version = jentis::processing_version(known, payload);
    let own = |version: &JentisVersion| version.destinations.clone();
    let connectors = version.and_then(own);
    let modes = version.and_then(|it| it.vendor_modes.clone());
    let modes = modes.unwrap_or_else(|| source.vendor_modes.clone());
    let connectors = connectors.unwrap_or_else(|| source.destinations.clone());
    let binding = |connector: &String| {
        let own = version.and_then(|it| it.consent.get(connector));
        own.or_else(|| source.consent.get(connector)).cloned()
    };
    let one = |connector| Destination {
        binding: binding(&connector),
        modes: modes.clone(),
        connector,
        on_denied: OnDenied::Drop,
        id: None,
    };
    Fed {
        container_version: version.map(|it| it.version.clone()),
        destinations: connectors.into_iter().map(one).collect(),
    }
}

fn of_site(site: &JitsuSite) -> Vec<Destination> {
    let connector = |kind: &str| {
        let mut known = JITSU_TYPES.iter();
        let (_, connector) = known.find(|(known, _)| *known == kind)?;
        Some(connector.to_string())
    };
    let destinations = site.destinations.iter();
    destinations
        .map(|it| {
            let named = it.connector.clone();
            Destination {
                connector: named
                    .or_else(|| connector(&it.kind))
                    .unwrap_or_else(|| it.kind.clone()),
                binding: it.consent.clone(),
                modes: BTreeMap::new(),
                on_denied: OnDenied::Drop,
                id: Some(it.id.clone()),
            }
        })
        .collect()
}

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
        let message = match super::nearest_name::nearest_name(name, known.iter().copied()) {
            Some(near) => format!("no connector is called {name}; did you mean {near}?"),
            None => {
                let known: Vec<&str> = known.into_iter().collect();
                format!("no connector is called {name}; known: {}", known.join(", "))
            }
        };
        self.problems.push(Problem::at(file, pointer, message));
    }
}

impl JentisVersionState {
    /// Whether it is one of the states that a single version of a container has.
    pub(super) fn is_published(self) -> bool {
        matches!(
            self,
            JentisVersionState::PublishedLive | JentisVersionState::PublishedStage
        )
    }

    /// Whether a version in this state processes what is sent to `environment` without a preview.
    pub fn is_published_to(self, environment: &str) -> bool {
        match self {
            JentisVersionState::PublishedLive => environment == "live",
            JentisVersionState::PublishedStage => environment == "stage",
            JentisVersionState::CurrentEdit | JentisVersionState::Legacy => false,
        }
    }
}
