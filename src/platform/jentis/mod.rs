//! JENTIS's HTTP API: data submissions and consent submissions, told apart by their body, and the
//! debug monitor's uploads. What a server answers is documented as "200, no content" and "rejected
//! without a valid API key"; everything else here says that it is inferred or assumed.

pub mod behaviours;
mod canonical;
mod commands;
mod configuration;
mod consent;
mod content_type;
mod cookie;
mod decode;
mod enrichment;
mod judge;
mod key;
pub mod kinds;
mod markers;
mod preview;
mod products;
mod respond;
mod routes;
mod schema;
mod state;
mod submission;
mod times;
mod validate;

pub use decode::{decode, upload};
pub use preview::{Known, processing_version};
pub use respond::respond;
pub use routes::PATHS;
pub use schema::Schemas;
pub use state::{State, state};
pub use submission::CONSENT;
pub use times::TIMES;
