//! What JENTIS does, and how that is known.

mod body;
mod consent;
mod event;
mod key;
mod other;
mod page;
mod preview;

use crate::event::Evidence;
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

const DATA: &str = "POST / (data submission)";
const KEY: &str = "the key";
const EVENT: &str = "an event";
const PAGES: &str = "cookies and CORS";
const CONSENT: &str = "POST / (consent submission)";
const VENDORS: &str = "consent of a vendor";
const PREVIEW: &str = "the preview and its monitor";
const MONITOR: &str = "POST /monitor";
const PREFLIGHT: &str = "OPTIONS /";
const OTHER: &str = "every other";

const CONSENT_SUBMISSION: &str =
    "https://docs.jentis.com/http-api-tracking/submission-interfaces/consent-submission-request";
const EXAMPLE: &str = "https://docs.jentis.com/http-api-tracking/example-usage-of-the-http-api";

/// All of it, in the order of the page.
pub const PARTS: &[&[Behaviour]] = &[
    body::ALL,
    key::ALL,
    event::ALL,
    page::ALL,
    consent::ALL,
    preview::ALL,
    other::ALL,
];

const fn documented(
    endpoint: &'static str,
    about: &'static str,
    source: &'static str,
) -> Behaviour {
    row(endpoint, Evidence::Documented, about, source)
}

const fn observed(endpoint: &'static str, about: &'static str, source: &'static str) -> Behaviour {
    row(endpoint, Evidence::Observed, about, source)
}

const fn inferred(endpoint: &'static str, about: &'static str, source: &'static str) -> Behaviour {
    row(endpoint, Evidence::Inferred, about, source)
}

const fn assumed(endpoint: &'static str, about: &'static str, setting: &'static str) -> Behaviour {
    let assumed = row(endpoint, Evidence::Assumed, about, "not documented");
    set(assumed, setting)
}
