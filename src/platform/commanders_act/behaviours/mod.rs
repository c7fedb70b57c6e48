//! What Commanders Act does, and how that is known.

mod answer;
mod batch;
mod event;
mod other;
mod page;
mod pixel;
mod source;

use crate::platform::Behaviour;

const PAGE: &str =
    "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api";
const FORMAT_1_PAGE: &str = "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api/http-tracking-api1_0";
const OPENAPI: &str = "the page's OpenAPI file, http_tracking_api_spec.yaml";
const REFERENCE: &str =
    "https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference";
const PIXEL: &str =
    "Platform-Documentation: features/sources/sources-catalog/web/pixel-tracking.md";
const CSP: &str =
    "Platform-Documentation: developers/content-security-policy.md (\"returns a pixel\")";
const CONTAINER: &str =
    "web containers in public repositories (sendBeacon, else XHR with credentials and a JSON type)";
const ANDROID: &str = "https://github.com/CommandersAct/AndroidV5";
const PROXY: &str = "Platform-Documentation: google-analytics-4-proxy-mode.md";
const SCREENS: &str =
    "Platform-Documentation: screenshots of Sources Data Quality and Event Specification";
const COOKIES: &str = "Platform-Documentation: configure/cookies";
const NOWHERE: &str = "no page or client says";

const SINGLE: &str = "POST /events";
const SOURCE: &str = "the source key";
const EVENT: &str = "an event";
const BATCH: &str = "POST /events/batch";
const GET: &str = "GET /events";
const PAGES: &str = "CORS and cookies";
const OPTIONS: &str = "OPTIONS /events, /events/batch";
const EVERY: &str = "every other";

/// All of it, in the order of the page.
pub const PARTS: &[&[Behaviour]] = &[
    answer::ALL,
    source::ALL,
    event::ALL,
    batch::ALL,
    pixel::ALL,
    page::ALL,
    other::ALL,
];
