use std::collections::BTreeMap;

use serde::Serialize;

use super::consent::VendorMode;
use super::delivery::DeliveryPreview;
use super::file::Binding;
use super::load::{Connector, connector_for};
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
        let found = connector_for(&workspace.connectors, &destination.connector, sent.platform);
        match found {
            Some(found) => all.deliveries.push(delivery(found, &destination, sent)),
            None => all.unknown.push(destination.connector),
        }
    }
    all
}

fn delivery(connector: &Connector, to: &Destination, sent: Incoming) -> DeliveryPreview {
    let mut terms = Terms {
        binding: to.binding.as_ref(),
        whole_binding: None,
        mode: None,
        on_denied: Some(&to.on_denied),
    };
    // A vendor in No Consent Mode asks nobody: the others decide.
    let own = terms.consent(connector, sent.platform);
    terms.whole_binding = own;
    let asked = own.map(|it| asking(it, &to.modes));
    terms.binding = asked.as_ref().filter(|it| !it.ids.is_empty()).or(own);
    terms.mode = strictest_mode(terms.binding, &to.modes);
    DeliveryPreview {
        destination: to.id.clone(),
        ..preview(connector, sent, terms)
    }
}

/// What is left of a connector's vendors without those that ask nobody.
fn asking(binding: &Binding, modes: &BTreeMap<String, VendorMode>) -> Binding {
    let mut left = binding.clone();
    left.ids
        .retain(|vendor| modes.get(vendor) != Some(&VendorMode::None));
    left
}

/// The mode of a connector that takes several vendors: that of the strictest.
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
    fn of_several_vendors_those_that_ask_decide_and_the_strictest_counts() {
        let binding = Binding {
            kind: ConsentKind::Vendor,
            ids: vec!["a".into(), "b".into()],
            absent: None,
        };
        let told = |modes: &[(&str, VendorMode)]| {
            let modes = modes.iter().map(|(id, mode)| (id.to_string(), *mode));
            let modes = modes.collect();
            let asking = asking(&binding, &modes);
            (asking.ids.join(" "), strictest_mode(Some(&asking), &modes))
        };
        let none = String::new;
        use VendorMode::{Consent, Essential, None as NoConsent};
        let own = |id: &str, mode| (id.to_string(), Some(mode));
        assert_eq!(told(&[("a", NoConsent), ("b", Consent)]), own("b", Consent));
        assert_eq!(
            told(&[("a", Essential), ("b", Consent)]),
            own("a b", Consent)
        );
        assert_eq!(told(&[("a", NoConsent)]), ("b".into(), None));
        assert_eq!(told(&[("a", NoConsent), ("b", NoConsent)]), (none(), None));
        assert_eq!(strictest_mode(None, &BTreeMap::new()), None);
    }
}
