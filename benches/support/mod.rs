//! What the measurements share: servers in processes of their own, loads, figures, the page.
//!
//! A measurement takes it in with `#[path = "../support/mod.rs"] mod support;`.
#![allow(
    dead_code,
    unused_imports,
    reason = "each measurement uses its own part"
)]

pub mod common;
pub mod demand;
pub mod folder;
pub mod latencies;
pub mod load;
pub mod machine;
pub mod payload;
pub mod random;
pub mod recording;
pub mod report;
pub mod server;
pub mod standing;
pub mod unique;
pub mod varied;

pub use common::Common;
pub use demand::Demands;
pub use latencies::Latencies;
pub use load::{Load, Seen, Until};
pub use payload::{Kind, Requests};
pub use random::Random;
pub use report::Report;
pub use server::Server;
