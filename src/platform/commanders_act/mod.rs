//! Commanders Act's HTTP tracking API: `collect.commander1.com/events` and `/events/batch`.
//!
//! It answers 200 to everything but a body that is too large or not JSON, so a wrong source key,
//! an event without a name and a visitor without consent all look like success. What is known of
//! it is the vendor's page, its OpenAPI file and its clients; the endpoint itself was never asked.

mod access;
pub mod behaviours;
mod body;
mod canonical;
mod consent;
mod cookies;
mod decode;
mod format;
mod hashes;
mod items;
mod judge;
pub mod kinds;
mod limits;
mod nested_query;
mod pixel;
mod query_event;
mod rate;
mod reference;
mod reference_video;
mod respond;
mod routes;
mod sender;
mod session;
mod specification;
mod standard;
#[cfg(test)]
mod standard_plan;
mod status;
mod time;
mod times;
mod token;
mod types;
mod user;
mod validate;

pub use decode::decode;
pub use respond::respond;
pub use routes::PATHS;
pub use session::session;
pub use times::TIMES;

#[cfg(test)]
mod tests;
