//! The catalogue of the findings on Commanders Act requests and events. The endpoint itself tells
//! none of them but the two that it answers with 400.

use crate::event::Evidence::{self, Assumed, Documented, Inferred, Observed};
use crate::event::FindingKind;
use crate::event::Severity::{self, Error, Info, Warning};

const PAGE: &str =
    "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api";
const FORMAT_1_PAGE: &str = "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api/http-tracking-api1_0";
const EVENTS: &str =
    "https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference";
const PIXEL: &str = "Commanders Act, Platform-Documentation: features/sources/sources-catalog/web/pixel-tracking.md";
const GA4_PROXY: &str = "Commanders Act, Platform-Documentation: google-analytics-4-proxy-mode.md";
const DATA_QUALITY: &str = "Commanders Act, Platform-Documentation: screenshots of Sources Data Quality (image (507).png, image (8) (4).png) and of Event Specification";
const OURS: &str = "eventpit: docs/ARCHITECTURE.md";

const fn kind(
    code: &'static str,
    severity: Severity,
    evidence: Evidence,
    docs: &'static str,
    about: &'static str,
) -> FindingKind {
    FindingKind {
        code,
        severity,
        evidence,
        about,
        docs,
    }
}

/// The request names no source key.
pub const MISSING_TOKEN: &FindingKind = &kind(
    "commanders-act-missing-token",
    Error,
    Inferred,
    PAGE,
    "The request names no source key. The page says that every request is answered with 200, so the answer does not tell; the event belongs to no source and is lost.",
);

/// The source key is nobody's.
pub const UNKNOWN_TOKEN: &FindingKind = &kind(
    "commanders-act-unknown-token",
    Error,
    Inferred,
    PAGE,
    "The source key is nobody's. The page says that every request is answered with 200, so the answer does not tell; the event belongs to no source and is lost.",
);

/// The source key was invalidated.
pub const REVOKED_TOKEN: &FindingKind = &kind(
    "commanders-act-revoked-token",
    Error,
    Inferred,
    PAGE,
    "The source key was invalidated. The page says that tokens can be invalidated and that every request is answered with 200; so the answer does not tell, and the event is lost.",
);

/// The query has no `tc_s`, the site id, which the page requires.
pub const MISSING_SITE: &FindingKind = &kind(
    "commanders-act-missing-site",
    Error,
    Inferred,
    PAGE,
    "The query has no `tc_s`, the site id, which the page requires. The answer is 200 all the same; the event belongs to no site and is lost.",
);

/// The query's `tc_s` is no site id, or not the site of this source key.
pub const UNKNOWN_SITE: &FindingKind = &kind(
    "commanders-act-unknown-site",
    Error,
    Inferred,
    PAGE,
    "The query's `tc_s` is no site id, or not the site of this source key. The answer is 200 all the same; the event belongs to no source and is lost.",
);

/// The source key came in an `Authorization` header.
pub const AUTHORIZATION_HEADER: &FindingKind = &kind(
    "commanders-act-authorization-header",
    Warning,
    Documented,
    PAGE,
    "The source key came in an `Authorization` header. The page dropped that way on 2023-10-19; the OpenAPI file and the page of format 1.0 still name it. Whether the endpoint still takes it is not known: eventpit does (setting `other_token_places`). Put it in the query, as `token`.",
);

/// The source key came as `tc_skey`, as the iOS SDK's README prints it.
pub const TC_SKEY: &FindingKind = &kind(
    "commanders-act-tc-skey",
    Warning,
    Assumed,
    "Commanders Act, iOS SDK: README",
    "The source key came as `tc_skey`, as the iOS SDK's README prints it. Whether the endpoint takes that name is not known: eventpit does (setting `other_token_places`). The page's name is `token`.",
);

/// The page requires `Content-Type: application/json`.
pub const CONTENT_TYPE: &FindingKind = &kind(
    "commanders-act-content-type",
    Warning,
    Inferred,
    PAGE,
    "The page requires `Content-Type: application/json`. The vendor's own clients send JSON as text/plain or as a form and are understood, so the body is read as JSON whatever its type.",
);

/// The source sends faster than 500 requests a second.
pub const OVER_RATE: &FindingKind = &kind(
    "commanders-act-over-rate",
    Warning,
    Documented,
    PAGE,
    "The source sends faster than 500 requests a second. Nothing is refused or lost; the page asks to be told beforehand. Said once a second at most.",
);

/// The body is not JSON.
pub const INVALID_JSON: &FindingKind = &kind(
    "commanders-act-invalid-json",
    Error,
    Documented,
    PAGE,
    "The body is not JSON. This is one of the two mistakes that the endpoint answers with 400. The text of the answer is eventpit's own: the real one is not documented.",
);

/// The body is empty and the query carries no event.
pub const EMPTY_BODY: &FindingKind = &kind(
    "commanders-act-empty-body",
    Error,
    Assumed,
    PAGE,
    "The body is empty and the query carries no event. An empty text is not JSON, so the answer is 400 (setting `empty_body_status`); the documentation does not speak of it.",
);

/// The request is over the limit of 32KB.
pub const REQUEST_TOO_LARGE: &FindingKind = &kind(
    "commanders-act-request-too-large",
    Error,
    Documented,
    PAGE,
    "The request is over the limit of 32KB. This is one of the two mistakes that the endpoint answers with 400. That a KB is 1024 bytes is assumed (setting `kilobyte`).",
);

/// The batch is over the limit of 500KB, and answered with 400.
pub const BATCH_TOO_LARGE: &FindingKind = &kind(
    "commanders-act-batch-too-large",
    Error,
    Documented,
    PAGE,
    "The batch is over the limit of 500KB, and answered with 400. That a KB is 1024 bytes is assumed (setting `kilobyte`).",
);

/// An event in the batch is over the limit of 32KB, counted on its slice of the body.
pub const EVENT_TOO_LARGE: &FindingKind = &kind(
    "commanders-act-event-too-large",
    Error,
    Assumed,
    PAGE,
    "An event in the batch is over the limit of 32KB, counted on its slice of the body. The limit is documented; what happens to the batch is not (setting `batch_oversize`), nor is how an event is measured.",
);

/// The size is under the limit if a KB is 1024 bytes and over it if a KB is 1000.
pub const NEAR_SIZE_LIMIT: &FindingKind = &kind(
    "commanders-act-near-size-limit",
    Warning,
    Assumed,
    PAGE,
    "The size is under the limit if a KB is 1024 bytes and over it if a KB is 1000. The page does not say which; stay under 32,000 bytes a request or event and 500,000 a batch to be safe either way.",
);

/// The body is JSON, but no object, so there is no event in it.
pub const BODY_NOT_OBJECT: &FindingKind = &kind(
    "commanders-act-body-not-object",
    Error,
    Assumed,
    PAGE,
    "The body is JSON, but no object, so there is no event in it. Only invalid JSON is documented to be refused, so the answer is 200 (setting `json_without_event_status`).",
);

/// The body has no array `batch`, so there is no event in it.
pub const NO_BATCH_ARRAY: &FindingKind = &kind(
    "commanders-act-no-batch-array",
    Error,
    Assumed,
    PAGE,
    "The body has no array `batch`, so there is no event in it. Only invalid JSON is documented to be refused, so the answer is 200 (setting `json_without_event_status`).",
);

/// The array `batch` is empty.
pub const EMPTY_BATCH: &FindingKind = &kind(
    "commanders-act-empty-batch",
    Info,
    Assumed,
    PAGE,
    "The array `batch` is empty. The documentation does not speak of it.",
);

/// An element of `batch` is no object, so it is no event.
pub const EVENT_NOT_OBJECT: &FindingKind = &kind(
    "commanders-act-event-not-object",
    Error,
    Assumed,
    PAGE,
    "An element of `batch` is no object, so it is no event. The documentation does not speak of it; the answer is 200 and the element is taken as lost.",
);

/// The event is JSON, but eventpit cannot look into it: it is nested deeper than 128 levels, or has half of a surrogate pair or a number beyond 64-bit floats in it.
pub const EVENT_UNREADABLE: &FindingKind = &kind(
    "commanders-act-event-unreadable",
    Warning,
    Assumed,
    OURS,
    "The event is JSON, but eventpit cannot look into it: it is nested deeper than 128 levels, or has half of a surrogate pair or a number beyond 64-bit floats in it. It is shown as text.",
);

/// The body is empty and the event was read from the query, as the GA4 proxy mode sends it.
pub const EVENT_FROM_QUERY: &FindingKind = &kind(
    "commanders-act-event-from-query",
    Info,
    Inferred,
    GA4_PROXY,
    "The body is empty and the event was read from the query, as the GA4 proxy mode sends it. All its values are texts.",
);

/// A pixel whose query carries no event.
pub const PIXEL_WITHOUT_EVENT: &FindingKind = &kind(
    "commanders-act-pixel-without-event",
    Error,
    Assumed,
    PIXEL,
    "A GET is pixel tracking, and its query carries nothing but the source: there is no event in it. The answer is the pixel all the same; the documentation does not speak of it.",
);

/// eventpit answers this method with 405; what the endpoint does is not documented.
pub const WRONG_METHOD: &FindingKind = &kind(
    "commanders-act-wrong-method",
    Error,
    Assumed,
    PIXEL,
    "eventpit answers this method with 405 (setting `other_method_status`); what the endpoint does is not documented. Documented are POST, and GET on `/events` as pixel tracking.",
);

/// The endpoint has no such path.
pub const UNKNOWN_PATH: &FindingKind = &kind(
    "commanders-act-unknown-path",
    Error,
    Assumed,
    PAGE,
    "The endpoint has no such path. The 404 is assumed (setting `other_path_status`): only `/events` and `/events/batch` are documented.",
);

/// The event has no `event_name`, the one property that is always required.
pub const NO_EVENT_NAME: &FindingKind = &kind(
    "commanders-act-no-event-name",
    Error,
    Observed,
    EVENTS,
    "The event has no `event_name`, the one property that is always required. It is taken in all the same: a screenshot of the platform's data quality shows such events as `_undefined_`.",
);

/// The event has no `context.event_id`, which the reference requires in every event.
pub const NO_EVENT_ID: &FindingKind = &kind(
    "commanders-act-no-event-id",
    Warning,
    Documented,
    EVENTS,
    "The event has no `context.event_id`, which the reference requires in every event. It is taken in all the same; destinations cannot tell a repeated event by it.",
);

/// The event has no `context.event_timestamp`, which the reference requires in every event.
pub const NO_TIMESTAMP: &FindingKind = &kind(
    "commanders-act-no-timestamp",
    Warning,
    Documented,
    EVENTS,
    "The event has no `context.event_timestamp`, which the reference requires in every event. It is taken in all the same; destinations use the time of sending.",
);

/// The timestamp looks like seconds.
pub const TIMESTAMP_SECONDS: &FindingKind = &kind(
    "commanders-act-timestamp-seconds",
    Warning,
    Documented,
    PAGE,
    "The timestamp looks like seconds. Timestamps must be in milliseconds: read so, it lies in January 1970.",
);

/// The timestamp is an ISO 8601 date.
pub const TIMESTAMP_ISO: &FindingKind = &kind(
    "commanders-act-timestamp-iso",
    Warning,
    Documented,
    PAGE,
    "The timestamp is an ISO 8601 date. Timestamps must be in milliseconds; the date was the format before 2021-12-09. Whether it is still understood is not known.",
);

/// `event_timestamp` stands at the root of the event, as in the page's batch example.
pub const TIMESTAMP_AT_ROOT: &FindingKind = &kind(
    "commanders-act-timestamp-at-root",
    Info,
    Documented,
    PAGE,
    "`event_timestamp` stands at the root of the event, as in the page's batch example. The reference and the single example have it in `context`; the page does not say why they differ.",
);

/// The event has no `user.consent_categories`, which the reference marks as required.
pub const NO_CONSENT: &FindingKind = &kind(
    "commanders-act-no-consent",
    Warning,
    Documented,
    EVENTS,
    "The event has no `user.consent_categories`, which the reference marks as required. It is taken in all the same, and nothing is decided; by the rule of the destination's filter no destination with a consent category gets it (inferred).",
);

/// `user.consent_categories` is an empty list: no category is granted.
pub const CONSENT_EMPTY: &FindingKind = &kind(
    "commanders-act-consent-empty",
    Info,
    Inferred,
    EVENTS,
    "`user.consent_categories` is an empty list: no category is granted. The web container sends it where there is no consent.",
);

/// A consent field is not of the shape that the documentation and the vendor's clients give it, so nothing is read from it.
pub const CONSENT_UNREADABLE: &FindingKind = &kind(
    "commanders-act-consent-unreadable",
    Warning,
    Inferred,
    EVENTS,
    "A consent field is not of the shape that the documentation and the vendor's clients give it, so nothing is read from it.",
);

/// `user` is the text that the Android SDK puts there until consent is given.
pub const WAITING_FOR_CONSENT: &FindingKind = &kind(
    "commanders-act-waiting-for-consent",
    Error,
    Observed,
    "https://github.com/CommandersAct/AndroidV5",
    "`user` is the text that the Android SDK puts there until consent is given. The event was sent too early, and carries no consent.",
);

/// A screenshot of the platform's data quality shows its rule for `currency`: three upper-case letters.
pub const CURRENCY_PATTERN: &FindingKind = &kind(
    "commanders-act-currency-pattern",
    Warning,
    Observed,
    EVENTS,
    "A screenshot of the platform's data quality shows its rule for `currency`: three upper-case letters. The endpoint takes the event all the same.",
);

/// The event has `value` or `revenue` and no `currency`, which must be there then.
pub const VALUE_WITHOUT_CURRENCY: &FindingKind = &kind(
    "commanders-act-value-without-currency",
    Warning,
    Documented,
    EVENTS,
    "The event has `value` or `revenue` and no `currency`, which must be there then. The endpoint takes the event all the same.",
);

/// The name differs from a standard event's only in case, underscores, hyphens or one letter.
pub const MISSPELT_EVENT_NAME: &FindingKind = &kind(
    "commanders-act-misspelt-event-name",
    Warning,
    Inferred,
    EVENTS,
    "The name differs from a standard event's only in case, underscores, hyphens or one letter. It is a custom event then, and no destination's rule for the standard event applies to it.",
);

/// A property is missing that its table in the reference marks as required.
pub const MISSING_PROPERTY: &FindingKind = &kind(
    "commanders-act-missing-property",
    Warning,
    Documented,
    EVENTS,
    "A property is missing that the table of a standard event, of an item or of a product marks as required. The endpoint takes the event all the same. The wording is that of the platform's data quality (observed on a screenshot).",
);

/// A property is of another type than its table says.
pub const WRONG_TYPE: &FindingKind = &kind(
    "commanders-act-wrong-type",
    Warning,
    Documented,
    EVENTS,
    "A property is of another type than the table of its standard event, of an item, of a product or of a user says. The endpoint takes the event all the same. The wording is Ajv's, as in the platform's data quality.",
);

/// A number, or true or false, was sent as a text.
pub const TEXT_FOR_NUMBER: &FindingKind = &kind(
    "commanders-act-text-for-number",
    Warning,
    Documented,
    EVENTS,
    "The table says number, integer or boolean, and a text of one was sent. A screenshot of the platform's data quality has `\"value\": \"8.00\"` in an event and no anomaly for it in sight, so it does not count against the event's status. A pixel has nothing but texts and is not told.",
);

/// A value is none of those that the reference lists.
pub const FOREIGN_VALUE: &FindingKind = &kind(
    "commanders-act-foreign-value",
    Info,
    Documented,
    EVENTS,
    "A value is none of those that the reference lists for the property. The pages' own examples have others too, so it does not count against the event's status.",
);

/// A hash is no lower-case hex of its length.
pub const HASH_SHAPE: &FindingKind = &kind(
    "commanders-act-hash-shape",
    Warning,
    Documented,
    EVENTS,
    "A property of the user that is named as a hash (`_md5`, `_sha256`) is no such hash: 32 or 64 hex digits in lower case. No destination can match a person by it.",
);

/// A property of the user came both plain and hashed.
pub const PLAIN_AND_HASHED: &FindingKind = &kind(
    "commanders-act-plain-and-hashed",
    Warning,
    Inferred,
    EVENTS,
    "A property of the user came both plain and hashed. The reference offers the hash in the place of the value; beside it, it hides nothing.",
);

/// The event's status is INVALID ACCEPTED.
pub const INVALID_ACCEPTED: &FindingKind = &kind(
    "commanders-act-invalid-accepted",
    Info,
    Observed,
    DATA_QUALITY,
    "What the platform's data quality calls INVALID ACCEPTED: properties break the event's specification, and the event is kept. An event without this or INVALID REJECTED is VALID. That the default schema is the events reference is inferred.",
);

/// The event's status is INVALID REJECTED.
pub const INVALID_REJECTED: &FindingKind = &kind(
    "commanders-act-invalid-rejected",
    Error,
    Observed,
    DATA_QUALITY,
    "What the platform's data quality calls INVALID REJECTED: properties break the event's specification, and its rules (settings `missing_required_property`, `unexpected_value_format`) refuse the event. The answer is 200 all the same; the event is lost.",
);

/// The event is in format 1.0, which is deprecated since December 2023: "any requests using it may generate error".
pub const FORMAT_1: &FindingKind = &kind(
    "commanders-act-format-1",
    Warning,
    Documented,
    FORMAT_1_PAGE,
    "The event is in format 1.0, which is deprecated since December 2023: \"any requests using it may generate error\". Which error, is not documented; containers of 2022 that are still in use send it, so the answer is 200.",
);

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
        TIMESTAMP_SECONDS,
        TIMESTAMP_ISO,
        TIMESTAMP_AT_ROOT,
        NO_CONSENT,
        CONSENT_EMPTY,
        CONSENT_UNREADABLE,
        WAITING_FOR_CONSENT,
        CURRENCY_PATTERN,
        VALUE_WITHOUT_CURRENCY,
        MISSPELT_EVENT_NAME,
        MISSING_PROPERTY,
        WRONG_TYPE,
        TEXT_FOR_NUMBER,
        FOREIGN_VALUE,
        HASH_SHAPE,
        PLAIN_AND_HASHED,
        INVALID_ACCEPTED,
        INVALID_REJECTED,
        FORMAT_1,
    ]
}
