//! What the tests of the running binary share: the server itself, a raw HTTP client, the files of
//! a recording, and what is done where Node or Chromium is missing.
//!
//! A test binary takes it in with `#[path = "../support/mod.rs"] mod support;`.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses its own part"
)]

pub mod builder;
pub mod deadline;
pub mod http;
pub mod output;
pub mod recording;
pub mod require;
pub mod server;
pub mod tls;

pub use builder::Builder;
pub use deadline::until;
pub use http::{Connection, Response, head_bytes};
pub use output::Output;
pub use require::require;
pub use server::Server;
