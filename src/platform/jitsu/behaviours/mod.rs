//! What Jitsu does, and how that is known.

mod batch;
mod event;
mod other;
mod pixel;
mod script;
mod write_key;
mod written;

use crate::platform::Behaviour;

const PAGE: &str = "https://jitsu.com/docs/sending-data/http";
const RUN: &str =
    "Jitsu's ingest server of February 2026 (jitsucom/bulker, commit c5548cf9), its handlers run";
const CODE: &str = "jitsucom/bulker, commit c5548cf9, read";
const PIXEL_CODE: &str = "ingest/router_pixel_handler.go of jitsucom/bulker, read";
const NEWER: &str = "Jitsu's ingest server of mid-2026, read";
const GO: &str = "Go's own libraries, which Jitsu uses, read";
const SDK: &str = "@jitsu/js 1.11.0, run";
const OURS: &str = "eventpit's own; Jitsu's server, run, does otherwise";

const EVENT: &str = "POST /api/s/{type}, POST /api/s/s2s/{type}";
const BROWSER: &str = "POST /api/s/{type}";
const S2S: &str = "POST /api/s/s2s/{type}";
const KEYS: &str = "the write key";
const WRITTEN: &str = "what is written into an event";
const BATCH: &str = "POST /v1/batch, /v1/b, /v1/batch/b, /batch, /b, /batch/b, /api/s/s2s/batch";
const PIXEL: &str = "GET /api/px/{type}";
const SETTINGS: &str = "GET, POST /v1/projects/{writeKey}/settings and the like";
const OPTIONS: &str = "OPTIONS on any of these paths";
const SCRIPT: &str = "GET, HEAD /p.js";
const HEALTH: &str = "GET /health";
const READY: &str = "GET /ready";
const ROBOTS: &str = "GET /robots.txt";
const EVERY: &str = "every answer";
const OTHER: &str = "every other path or method";

/// All of it, in the order of the page.
pub const PARTS: &[&[Behaviour]] = &[
    event::ALL,
    write_key::ALL,
    written::ALL,
    batch::ALL,
    pixel::ALL,
    script::ALL,
    other::ALL,
];
