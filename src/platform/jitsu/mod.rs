//! Jitsu's HTTP API, as its own ingest server of February 2026 answers
//! (<https://github.com/jitsucom/bulker>, commit c5548cf9, its handlers run and recorded).
//!
//! Its quirk: nearly every error on `/api/s/{type}` is a 200 with `{"error": …}`, which its own SDK
//! takes for success. Real statuses are for servers (`/api/s/s2s`, or a server's key) and batches.

mod auth;
mod basic;
pub mod behaviours;
mod canonical;
mod consent;
mod cors;
mod decode;
mod dedup;
mod device;
mod enrich;
mod enrichment;
mod envelope;
mod event;
mod findings;
mod judge;
pub mod kinds;
mod merge;
mod parse;
mod pixel;
mod pixel_answer;
mod pixel_headers;
mod reason;
mod respond;
mod routes;
mod script;
mod times;
mod url;
mod validate;

pub use decode::decode;
pub use respond::respond;
pub use routes::PATHS;
pub use times::TIMES;
