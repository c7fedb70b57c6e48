//! The catalogue of the findings about JENTIS requests.

mod configuration;
mod event;
mod key;
mod request;

pub use configuration::*;
pub use event::*;
pub use key::*;
pub use request::*;

use crate::event::FindingKind;

pub(super) const DATA_SUBMISSION: &str =
    "https://docs.jentis.com/http-api-tracking/submission-interfaces/data-submission-request";
pub(super) const DATALAYER_STATE: &str =
    "https://docs.jentis.com/http-api-tracking/how-to-use-the-jentis-datalayer-state";
pub(super) const COOKIES: &str = "https://docs.jentis.com/core-concepts/jentis-cookies";
pub(super) const ENRICHMENT: &str =
    "https://docs.jentis.com/developer-guide/variables/data-enrichment";
pub(super) const CONSENT_LOGIC: &str =
    "https://docs.jentis.com/developer-guide/consent-javascript-sdk/consent-processing-logic";
pub(super) const PREVIEW: &str =
    "https://docs.jentis.com/jentis-dcp-elements/versions-and-preview/preview-monitor";
pub(super) const IOS_SDK: &str = "https://github.com/JENTISDev/jentis-sdk-ios-releases";

/// The catalogue of JENTIS's findings.
pub fn all() -> Vec<&'static FindingKind> {
    vec![
        MISSING_KEY,
        MALFORMED_KEY,
        UNKNOWN_KEY,
        REVOKED_KEY,
        KEYLESS_BEACON,
        UNKNOWN_PATH,
        WRONG_METHOD,
        INVALID_JSON,
        BODY_TOO_LARGE,
        CONTENT_TYPE,
        GZIP,
        EVENT_UNREADABLE,
        SCHEMA_VIOLATION,
        VERSION_MISSING,
        STATUS_AS_TEXT,
        CONTAINER_DIFFERS,
        CONTAINER_UNKNOWN,
        ENVIRONMENT_UNKNOWN,
        AUTOMATION_ID,
        HREF_MISSING,
        NO_CONSENT,
        EXECUTE_FALSE,
        OTHER_STATE,
        NO_PUSHED_COMMANDS,
        PRODUCT_ARRAYS_UNEQUAL,
        SDK_DEMO_VALUE,
        OFFLINE_REPLAY,
        ENRICHED,
        ENRICHMENT_PLUGIN_UNKNOWN,
        ENRICHMENT_VARIABLE_UNKNOWN,
        COOKIE_NOT_SET,
        COOKIE_OTHER_SITE,
        PREVIEW_MATCHED,
        PREVIEW_DEBUGCODE_MISSING,
        PREVIEW_VERSION_MISSING,
        PREVIEW_DEBUGCODE_UNKNOWN,
        PREVIEW_DEBUGCODE_OF_ANOTHER,
        PREVIEW_VERSION_UNKNOWN,
        MONITOR_UPLOAD,
    ]
}
