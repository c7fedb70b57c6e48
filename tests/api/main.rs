//! The inspector's HTTP API, and what it says of recorded requests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod baseline;
mod clear;
mod debug_sessions;
mod deliveries;
mod expect;
mod export;
mod faults;
mod guard;
mod lists;
mod mask;
mod openapi;
mod openapi_schema;
mod places;
mod plan;
mod problems;
mod prune;
mod recorded;
mod search;
mod search_equal;
mod send;
mod sessions;
mod stream;
mod token;
