//! The binary as a person, a script or an operating system meets it: flags, exit codes, signals,
//! crashes, and clients that break off or lie.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod api_errors;
mod baseline;
mod broken_clients;
mod check;
mod crash;
mod damaged;
mod deep_json;
mod expect;
mod export;
mod faults;
mod flags;
mod full_disk;
mod hostile;
mod index_lost;
mod init;
mod large_batch;
mod migrate;
mod no_eventpit;
mod odd_workspace;
mod plan;
mod poisonous_row;
mod prune;
mod recording_gone;
mod reindex;
mod reload;
mod reload_judges;
mod replay;
mod run;
mod send;
mod start_errors;
mod stop;
mod stop_unfinished;
mod tail;
mod tls;
mod tls_errors;
mod trust;
mod unheard;
