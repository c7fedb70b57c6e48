//! What many events say together: what visitors consented to, what destinations got, who a visitor
//! is. Each looks at the newest events only, and says at how many.

mod connectors;
mod consent;
mod newest;
mod sessions;
mod visitor;

pub use connectors::{
    ConnectorEvent, ConnectorReason, ConnectorSummary, ConnectorsOverview, connectors,
};
pub use consent::{ConsentChange, ConsentOverview, ConsentSubject, consent};
pub use newest::Scope;
pub use sessions::{ComparedName, Difference, SessionsComparison, sessions};
pub use visitor::{Identity, IdentityLink, VisitorEvent, VisitorOverview, visitor};
