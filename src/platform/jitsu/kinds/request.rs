//! What is told of a request: its path, its body, its script.

use super::{BATCH, INGEST, PIXEL, ROUTER, SCRIPTS, observed};
use crate::event::{Evidence, FindingKind, Severity};

/// Neither JSON nor text.
pub const CONTENT_TYPE: &FindingKind = &observed(
    "jitsu-content-type",
    Severity::Error,
    "Jitsu takes application/json and text/plain only, and refuses everything else with 400 before it looks at the key.",
    INGEST,
);

/// The body cannot be read.
pub const INVALID_JSON: &FindingKind = &observed(
    "jitsu-invalid-json",
    Severity::Error,
    "The body is not the JSON that Jitsu expects, so the event is lost; outside /api/s/s2s and batches with status 200.",
    INGEST,
);

/// A packed single event.
pub const GZIP_SINGLE: &FindingKind = &observed(
    "jitsu-gzip-single",
    Severity::Error,
    "Only batches may be packed with gzip. Jitsu does not unpack a single event and reads its bytes as broken JSON.",
    INGEST,
);

/// `/api/s/batch`.
pub const NOT_A_BATCH_PATH: &FindingKind = &observed(
    "jitsu-not-a-batch-path",
    Severity::Error,
    "/api/s/batch is no path for batches: Jitsu reads it as one event of type `batch`, and everything is lost, with a browser's key with status 200. Batches go to /v1/batch or /api/s/s2s/batch.",
    ROUTER,
);

/// A pixel's `data` cannot be read.
pub const PIXEL_DATA: &FindingKind = &FindingKind {
    code: "jitsu-pixel-data",
    severity: Severity::Error,
    evidence: Evidence::Inferred,
    about: "The parameter `data` of a tracking pixel is not the base64 of a JSON object, so the event is lost. The answer is the pixel all the same, with the reason in X-Jitsu-Error.",
    docs: PIXEL,
};

/// A pixel's `destination_url` is not gone to.
pub const PIXEL_DESTINATION: &FindingKind = &observed(
    "jitsu-pixel-destination",
    Severity::Warning,
    "The event is taken in, but `destination_url` is not gone to, and whoever clicked is left with an image of 1×1. It has to be https on the default port, on another host, which is no IP address.",
    PIXEL,
);

/// A batch that holds no event.
pub const EMPTY_BATCH: &FindingKind = &observed(
    "jitsu-empty-batch",
    Severity::Warning,
    "The events of a batch stand in its array batch, which is missing or empty. Jitsu answers with a success that counts no event: one that is sent here by itself is lost.",
    BATCH,
);

/// More events than eventpit holds.
pub const TOO_MANY: &FindingKind = &observed(
    "jitsu-too-many-events",
    Severity::Error,
    "Jitsu takes a batch of any number of events; eventpit does not, lest one request fill the memory: each event is given a copy of the batch's context. Send smaller batches.",
    BATCH,
);

/// A path ends with a slash.
pub const TRAILING_SLASH: &FindingKind = &observed(
    "jitsu-trailing-slash",
    Severity::Warning,
    "The path ends with a slash, so Jitsu redirects. A client that does not follow loses the event, and a browser's preflight fails.",
    ROUTER,
);

/// No such path or method.
pub const UNKNOWN_PATH: &FindingKind = &observed(
    "jitsu-unknown-path",
    Severity::Error,
    "Jitsu has no such path, or not with this method, and answers 404 without CORS headers. Segment's single-event paths (/v1/track, /v1/t) do not exist here: point the SDK to HOST/api/s.",
    ROUTER,
);

/// A path that eventpit leaves out.
pub const NOT_EMULATED: &FindingKind = &observed(
    "jitsu-not-emulated",
    Severity::Error,
    "Jitsu has this path, eventpit has not: the classic API and its script, a connection's functions and profiling are left out. The 404 is eventpit's, not Jitsu's.",
    ROUTER,
);

/// The script for pages, and where it lies.
pub const SCRIPT: &FindingKind = &observed(
    "jitsu-script",
    Severity::Info,
    "/p.js was answered with this file: scripts/p.js of the workspace, or the @jitsu/js of the nearest node_modules. Jitsu fetches the newest one from a CDN. Browsers keep it for two minutes.",
    SCRIPTS,
);

/// There is no script for pages.
pub const NO_SCRIPT: &FindingKind = &observed(
    "jitsu-no-script",
    Severity::Error,
    "eventpit has no @jitsu/js of its own. Run `npm install @jitsu/js` where it is started, or put the script into the workspace as scripts/p.js. Until then /p.js only says so on the page's console.",
    SCRIPTS,
);
