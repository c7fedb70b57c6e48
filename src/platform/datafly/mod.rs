//! Datafly ingestion gateway, as <https://docs.dataflysignal.com/ingestion/endpoints> describes it:
//! the four endpoints that browsers send to, the batches of
//! <https://docs.dataflysignal.com/ingestion/batch>, the pixels of
//! <https://docs.dataflysignal.com/ingestion/pixel> and the servers' events of
//! <https://docs.dataflysignal.com/ingestion/server-side>, and a script of eventpit's own in place of
//! the vendor's. No source of the gateway is public, so nothing here
//! is observed; what the page leaves open is assumed, and a setting of the source.
//!
//! A request is judged in this order: path and method, key or signature, origin, rate, body. The key comes
//! first because the page derives the allowed origins from "the source configuration associated
//! with the pipeline key" and limits the rate "per pipeline key"; the body comes last because
//! reading it costs most.

mod batch;
pub mod behaviours;
mod body;
mod canonical;
mod click_id;
mod consent;
mod consent_mode;
mod cors;
mod decode;
mod dfid;
mod event;
mod explain;
mod invalid;
mod item;
mod judge;
mod key;
pub mod kinds;
mod pixel;
mod refusal;
mod respond;
mod retry;
mod routes;
mod sender;
mod signature;
#[cfg(test)]
mod tests;
mod times;
mod told;
mod validate;
mod vendor_cookie;
mod vendor_id;

pub use decode::decode;
pub use respond::respond;
pub use routes::PATHS;
pub use times::TIMES;
