use std::collections::BTreeMap;

use serde::Serialize;

use super::consent::VendorMode;
use super::delivery::DeliveryPreview;
use super::file::Binding;
use super::load::connector_for;
use super::preview::{Incoming, Terms, preview};
use crate::debug_session::DebugSession;
use crate::workspace::{Destination, Workspace};

/// What every destination of a source would have been sent for one event. Nothing is ever sent.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Deliveries {
    /// The version of the workspace that they were worked out with.
    pub workspace: String,
    /// The version of the JENTIS container that processed the event, where there is one.
    pub container_version: Option<String>,
    /// One for each destination that a connector stands for.
    pub deliveries: Vec<DeliveryPreview>,
    /// Destinations that no connector stands for, by their type.
    pub unknown: Vec<String>,
}

/// The previews of one event, by the connectors of `workspace`.
/// `session` is the debug session, started by a person, that was open under the event's debug code.
pub fn deliveries(
    workspace: &Workspace,
    source: Option<&str>,
    session: Option<&DebugSession>,
    sent: Incoming,
) -> Deliveries {
    let fed = workspace.destinations(sent.platform, source, (&sent.event.payload, session));
    let mut all = Deliveries {
        workspace: workspace.hash.clone(),
        container_version: fed.container_version,
        deliveries: Vec::new(),
        unknown: Vec::new(),
    };
    for destination in fed.destinations {
        let Destination {
            connector,
            binding,
            modes,
        } = destination;
        let found = connector_for(&workspace.connectors, &connector, sent.platform);
        let Some(found) = found else {
            all.unknown.push(connector);
            continue;
        };
        let mut terms = Terms {
            binding: binding.as_ref(),
            mode: None,
        };
        terms.mode = strictest_mode(terms.consent(found, sent.platform), &modes);
        all.deliveries.push(preview(found, sent, terms));
    }
    all
}

/// The mode of a connector that takes several vendors: that of the strictest, and none that asks
/// nobody while one of them has no mode.
fn strictest_mode(
    binding: Option<&Binding>,
    modes: &BTreeMap<String, VendorMode>,
) -> Option<VendorMode> {
    let vendors = binding.into_iter().flat_map(|binding| &binding.ids);
    let each: Vec<Option<VendorMode>> = vendors.map(|vendor| modes.get(vendor).copied()).collect();
    let ordered = [
        Some(VendorMode::Consent),
        Some(VendorMode::Essential),
        None,
        Some(VendorMode::None),
    ];
    ordered
        .into_iter()
        .find(|mode| each.contains(mode))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::file::ConsentKind;

    #[test]
    fn the_strictest_mode_of_several_vendors_counts() {
        let binding = Binding {
            kind: ConsentKind::Vendor,
            ids: vec!["a".into(), "b".into()],
            absent: None,
        };
        let told = |modes: &[(&str, VendorMode)]| {
            let modes = modes.iter().map(|(id, mode)| (id.to_string(), *mode));
            strictest_mode(Some(&binding), &modes.collect())
        };
        use VendorMode::{Consent, Essential, None as NoConsent};
        assert_eq!(told(&[("a", NoConsent), ("b", Consent)]), Some(Consent));
        assert_eq!(told(&[("a", NoConsent), ("b", Essential)]), Some(Essential));
        assert_eq!(told(&[("a", NoConsent), ("b", NoConsent)]), Some(NoConsent));
        assert_eq!(told(&[("a", NoConsent)]), None);
        assert_eq!(strictest_mode(None, &BTreeMap::new()), None);
    }
}
