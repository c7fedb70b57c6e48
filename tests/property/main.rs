//! What holds of every request, whatever is in it: never a panic, always an answer that is well
//! formed, an explanation that fits it, and a row in the recording. `PROPTEST_CASES` says how many
//! requests are generated (256); `fuzz/` checks the same with a fuzzer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod case;
mod consent;
mod decoders;
mod front_door;
mod generate;
mod invariants;
mod json;
mod large;
mod odd;
mod seeds;
mod taken_away;
