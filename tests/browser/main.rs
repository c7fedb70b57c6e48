//! The inspector in a real browser, and over a raw socket where a browser would not misbehave.
//!
//! The browser tests need Node 20, `npm ci --prefix tests/browser` and Chromium; they are skipped
//! with the reason where one is missing, and fail instead where `EVENTPIT_TEST_REQUIRE` names it
//! (`node,chromium,certutil`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod guard;
mod jitsu_script;
mod pages;
mod stream;
mod tls;
mod twins;
