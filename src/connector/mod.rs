//! What a destination would have been sent for an event. Nothing is ever sent. A connector is a
//! file; its mapping is data:
//!
//! - `file`, `load`: the file, and the connector that it makes once it is checked,
//! - `compile`, `compile_parts`, `directives`, `mapping`, `path`, `condition`, `patterns`, `quotes`, `template`, `parameters`, `transform`: the mapping language,
//!   described in docs/CONNECTORS.md,
//! - `document`: what its paths are looked up in,
//! - `evaluate`, `traced`: a body of an event, each field with where it came from,
//! - `consent`, `denied`, `check`, `preview`, `delivery`: whether, what, and what the destination would say,
//! - `deliveries`: the same for every destination of the event's source.

mod check;
mod compile;
mod compile_parts;
mod condition;
mod consent;
mod deliveries;
mod delivery;
mod denied;
mod directives;
mod document;
mod evaluate;
mod file;
mod load;
mod mapping;
mod parameters;
mod path;
mod patterns;
mod preview;
mod quotes;
mod template;
mod traced;
mod transform;

#[cfg(test)]
mod tests;

pub use check::Objection;
pub use consent::{Gate, VendorMode, gate};
pub use deliveries::{Deliveries, deliveries};
pub use delivery::{DeliveryPreview, DeliveryRequest, DeliveryResult, DeviationNote, Reason};
pub use denied::{ConsentAction, OnDenied};
pub use directives::DIRECTIVES;
pub use document::event_document;
pub use file::{Absent, Binding, Bindings, ConnectorFile, ConsentKind, Effect};
pub use load::{Connector, connector_for};
pub use preview::{Incoming, Terms, preview};
pub use traced::Field;
pub use transform::{Run, TRANSFORMS, Transform};
