use std::collections::BTreeMap;

use serde_json::Value;

use super::{JentisSource, JentisVersion, JentisVersionState, JitsuSite, Workspace};
use crate::connector::{Binding, OnDenied, VendorMode};
use crate::debug_session::DebugSession;
use crate::platform::jentis::Known;
use crate::platform::{Platform, jentis};

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
