//! The catalogue of the findings on Commanders Act requests and events. The endpoint itself tells
//! none of them but the two that it answers with 400.

mod event;
mod request;

pub use event::*;
pub use request::*;

use crate::event::FindingKind;

const PAGE: &str =
    "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api";
const FORMAT_1_PAGE: &str = "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api/http-tracking-api1_0";
const EVENTS: &str =
    "https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference";
const OPENAPI: &str = "Commanders Act, the page's OpenAPI file: http_tracking_api_spec.yaml";
const PIXEL: &str = "Commanders Act, Platform-Documentation: features/sources/sources-catalog/web/pixel-tracking.md";
const GA4_PROXY: &str = "Commanders Act, Platform-Documentation: google-analytics-4-proxy-mode.md";
const DATA_QUALITY: &str = "Commanders Act, Platform-Documentation: screenshots of Sources Data Quality (image (507).png, image (8) (4).png) and of Event Specification";
const OURS: &str = "eventpit: docs/ARCHITECTURE.md";

/// All of them.
pub fn all() -> Vec<&'static FindingKind> {
    vec![
        MISSING_TOKEN,
        UNKNOWN_TOKEN,
        REVOKED_TOKEN,
        MISSING_SITE,
        UNKNOWN_SITE,
        AUTHORIZATION_HEADER,
        TC_SKEY,
        CONTENT_TYPE,
        GZIP,
        OVER_RATE,
        INVALID_JSON,
        EMPTY_BODY,
        REQUEST_TOO_LARGE,
        BATCH_TOO_LARGE,
        EVENT_TOO_LARGE,
        NEAR_SIZE_LIMIT,
        BODY_NOT_OBJECT,
        NO_BATCH_ARRAY,
        EMPTY_BATCH,
        EVENT_NOT_OBJECT,
        EVENT_UNREADABLE,
        EVENT_FROM_QUERY,
        PIXEL_WITHOUT_EVENT,
        WRONG_METHOD,
        UNKNOWN_PATH,
        NO_EVENT_NAME,
        NO_EVENT_ID,
        NO_TIMESTAMP,
        NO_ANONYMOUS_ID,
        NO_DEVICE,
        TIMESTAMP_SECONDS,
        TIMESTAMP_ISO,
        TIMESTAMP_AT_ROOT,
        TIME_OVERRIDDEN,
        NO_CONSENT,
        CONSENT_EMPTY,
        CONSENT_UNREADABLE,
        CONSENT_IDS_MIXED,
        WAITING_FOR_CONSENT,
        CURRENCY_PATTERN,
        VALUE_WITHOUT_CURRENCY,
        MISSPELT_EVENT_NAME,
        MISSING_PROPERTY,
        WRONG_TYPE,
        TEXT_FOR_NUMBER,
        FOREIGN_VALUE,
        USER_SHAPE,
        HASH_SHAPE,
        PLAIN_AND_HASHED,
        VALID,
        INVALID_ACCEPTED,
        INVALID_REJECTED,
        FORMAT_1,
    ]
}
