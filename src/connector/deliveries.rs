use serde::Serialize;

use super::delivery::DeliveryPreview;
use super::load::connector_for;
use super::preview::{Incoming, preview};
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
pub fn deliveries(workspace: &Workspace, source: Option<&str>, sent: Incoming) -> Deliveries {
    let fed = workspace.destinations(sent.platform, source, &sent.event.payload);
    let mut all = Deliveries {
        workspace: workspace.hash.clone(),
        container_version: fed.container_version,
        deliveries: Vec::new(),
        unknown: Vec::new(),
    };
    for Destination { connector, modes } in fed.destinations {
        let found = connector_for(&workspace.connectors, &connector, sent.platform);
        let Some(found) = found else {
            all.unknown.push(connector);
            continue;
        };
        let vendors = found.consent.of(sent.platform).into_iter();
        let mode = vendors
            .flat_map(|binding| &binding.ids)
            .find_map(|vendor| modes.get(vendor).copied());
        all.deliveries.push(preview(found, sent, mode));
    }
    all
}
