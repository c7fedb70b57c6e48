//! The catalogue of what Jitsu hides or refuses.

mod event;
mod key;
mod request;

pub use event::*;
pub use key::*;
pub use request::*;

use crate::event::{Evidence, FindingKind, Severity};

const PAGE: &str = "https://jitsu.com/docs/sending-data/http";
const INGEST: &str = "https://github.com/jitsucom/bulker/blob/main/ingest/router_ingest_handler.go";
const BATCH: &str = "https://github.com/jitsucom/bulker/blob/main/ingest/router_batch_handler.go";
const PIXEL: &str = "https://github.com/jitsucom/bulker/blob/main/ingest/router_pixel_handler.go";
const SCRIPTS: &str =
    "https://github.com/jitsucom/bulker/blob/main/ingest/router_script_handler.go";
const ROUTER: &str = "https://github.com/jitsucom/bulker/blob/main/ingest/router.go";

const fn observed(
    code: &'static str,
    severity: Severity,
    about: &'static str,
    docs: &'static str,
) -> FindingKind {
    FindingKind {
        code,
        severity,
        evidence: Evidence::Observed,
        about,
        docs,
    }
}

/// All of them.
pub fn all() -> Vec<&'static FindingKind> {
    vec![
        UNKNOWN_KEY,
        MISSING_KEY,
        BAD_BASIC,
        BASIC_NEWLINE,
        BEARER,
        KEY_NOT_NEEDED,
        BODY_KEY_IGNORED,
        QUERY_KEY_CASE,
        KEY_TYPE,
        CONTENT_TYPE,
        INVALID_JSON,
        NULL_EVENT,
        GZIP_SINGLE,
        UNKNOWN_TYPE,
        NOT_A_BATCH_PATH,
        PIXEL_DATA,
        PIXEL_DESTINATION,
        NO_TYPE,
        TYPE_OVERRIDDEN,
        NO_NAME,
        LONG_NAME,
        TOO_BIG,
        EMPTY_BATCH,
        TOO_MANY,
        NO_DESTINATIONS,
        OVER_QUOTA,
        DEDUPLICATED,
        CONTEXT_REPLACED,
        OVERWRITTEN,
        REMOVED,
        CONTEXT_NOT_MERGED,
        TRAILING_SLASH,
        UNKNOWN_PATH,
        NOT_EMULATED,
        SCRIPT,
        NO_SCRIPT,
        DATAFLY_KEY,
    ]
}
