//! What is told of a request: its key, its body, its path.

use super::{GA4_PROXY, OURS, PAGE, PIXEL};
use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::event::FindingKind;
use crate::event::Severity::{Error, Info, Warning};

/// The request names no source key.
pub const MISSING_TOKEN: &FindingKind = &FindingKind::new(
    "commanders-act-missing-token",
    Error,
    Inferred,
    PAGE,
    "The request names no source key. The page says that every request is answered with 200, so the answer does not tell; the event belongs to no source and is lost.",
);

/// The source key is nobody's.
pub const UNKNOWN_TOKEN: &FindingKind = &FindingKind::new(
    "commanders-act-unknown-token",
    Error,
    Inferred,
    PAGE,
    "The source key is nobody's. The page says that every request is answered with 200, so the answer does not tell; the event belongs to no source and is lost.",
);

/// The source key was invalidated.
pub const REVOKED_TOKEN: &FindingKind = &FindingKind::new(
    "commanders-act-revoked-token",
    Error,
    Inferred,
    PAGE,
    "The source key was invalidated. The page says that tokens can be invalidated and that every request is answered with 200; so the answer does not tell, and the event is lost.",
);

/// The query has no `tc_s`, the site id, which the page requires.
pub const MISSING_SITE: &FindingKind = &FindingKind::new(
    "commanders-act-missing-site",
    Error,
    Inferred,
    PAGE,
    "The query has no `tc_s`, the site id, which the page requires. The answer is 200 all the same; the event belongs to no site and is lost.",
);

/// The query's `tc_s` is no site id, or not the site of this source key.
pub const UNKNOWN_SITE: &FindingKind = &FindingKind::new(
    "commanders-act-unknown-site",
    Error,
    Inferred,
    PAGE,
    "The query's `tc_s` is no site id, or not the site of this source key. The answer is 200 all the same; the event belongs to no source and is lost.",
);

/// The source key came in an `Authorization` header.
pub const AUTHORIZATION_HEADER: &FindingKind = &FindingKind::new(
    "commanders-act-authorization-header",
    Warning,
    Documented,
    PAGE,
    "The source key came in an `Authorization` header. The page dropped that way on 2023-10-19; the OpenAPI file and the page of format 1.0 still name it. Whether the endpoint still takes it is not known: eventpit does (setting `other_token_places`). Put it in the query, as `token`.",
);

/// The source key came as `tc_skey`, as the iOS SDK's README prints it.
pub const TC_SKEY: &FindingKind = &FindingKind::new(
    "commanders-act-tc-skey",
    Warning,
    Assumed,
    "Commanders Act, iOS SDK: README",
    "The source key came as `tc_skey`, as the iOS SDK's README prints it. Whether the endpoint takes that name is not known: eventpit does (setting `other_token_places`). The page's name is `token`.",
);

/// The page requires `Content-Type: application/json`.
pub const CONTENT_TYPE: &FindingKind = &FindingKind::new(
    "commanders-act-content-type",
    Warning,
    Inferred,
    PAGE,
    "The page requires `Content-Type: application/json`. The vendor's own clients send JSON as text/plain or as a form and are understood, so the body is read as JSON whatever its type.",
);

/// The body is compressed, which no page speaks of.
pub const GZIP: &FindingKind = &FindingKind::new(
    "commanders-act-gzip",
    Warning,
    Assumed,
    PAGE,
    "The body came compressed with gzip. No page or client speaks of compression: unless `inflate_gzip` is set, the body is read as it came, which is no JSON.",
);

/// The source sends faster than 500 requests a second.
pub const OVER_RATE: &FindingKind = &FindingKind::new(
    "commanders-act-over-rate",
    Warning,
    Documented,
    PAGE,
    "The source sends faster than 500 requests a second. Nothing is refused or lost; the page asks to be told beforehand. Said once a second at most.",
);

/// The body is not JSON.
pub const INVALID_JSON: &FindingKind = &FindingKind::new(
    "commanders-act-invalid-json",
    Error,
    Documented,
    PAGE,
    "The body is not JSON. This is one of the two mistakes that the endpoint answers with 400. The text of the answer is eventpit's own: the real one is not documented.",
);

/// The body is empty and the query carries no event.
pub const EMPTY_BODY: &FindingKind = &FindingKind::new(
    "commanders-act-empty-body",
    Error,
    Assumed,
    PAGE,
    "The body is empty and the query carries no event. An empty text is not JSON, so the answer is 400 (setting `empty_body_status`); the documentation does not speak of it.",
);

/// The request is over the limit of 32KB.
pub const REQUEST_TOO_LARGE: &FindingKind = &FindingKind::new(
    "commanders-act-request-too-large",
    Error,
    Documented,
    PAGE,
    "The request is over the limit of 32KB. This is one of the two mistakes that the endpoint answers with 400. That a KB is 1024 bytes is assumed (setting `kilobyte`).",
);

/// The batch is over the limit of 500KB, and answered with 400.
pub const BATCH_TOO_LARGE: &FindingKind = &FindingKind::new(
    "commanders-act-batch-too-large",
    Error,
    Documented,
    PAGE,
    "The batch is over the limit of 500KB, and answered with 400. That a KB is 1024 bytes is assumed (setting `kilobyte`).",
);

/// An event in the batch is over the limit of 32KB, counted on its slice of the body.
pub const EVENT_TOO_LARGE: &FindingKind = &FindingKind::new(
    "commanders-act-event-too-large",
    Error,
    Assumed,
    PAGE,
    "An event in the batch is over the limit of 32KB, counted on its slice of the body. The limit is documented; what happens to the batch is not (setting `batch_oversize`), nor is how an event is measured (setting `event_size`).",
);

/// The size is under the limit if a KB is 1024 bytes and over it if a KB is 1000.
pub const NEAR_SIZE_LIMIT: &FindingKind = &FindingKind::new(
    "commanders-act-near-size-limit",
    Warning,
    Assumed,
    PAGE,
    "The size is under the limit if a KB is 1024 bytes and over it if a KB is 1000. The page does not say which; stay under 32,000 bytes a request or event and 500,000 a batch to be safe either way (setting `kilobyte`).",
);

/// The body is JSON, but no object, so there is no event in it.
pub const BODY_NOT_OBJECT: &FindingKind = &FindingKind::new(
    "commanders-act-body-not-object",
    Error,
    Assumed,
    PAGE,
    "The body is JSON, but no object, so there is no event in it. Only invalid JSON is documented to be refused, so the answer is 200 (setting `json_without_event_status`).",
);

/// The body has no array `batch`, so there is no event in it.
pub const NO_BATCH_ARRAY: &FindingKind = &FindingKind::new(
    "commanders-act-no-batch-array",
    Error,
    Assumed,
    PAGE,
    "The body has no array `batch`, so there is no event in it. Only invalid JSON is documented to be refused, so the answer is 200 (setting `json_without_event_status`).",
);

/// The array `batch` is empty.
pub const EMPTY_BATCH: &FindingKind = &FindingKind::new(
    "commanders-act-empty-batch",
    Info,
    Assumed,
    PAGE,
    "The array `batch` is empty, so there is no event in it and nothing is lost. Only size and syntax are documented to be refused, so the answer is 200 (setting `json_without_event_status`).",
);

/// An element of `batch` is no object, so it is no event.
pub const EVENT_NOT_OBJECT: &FindingKind = &FindingKind::new(
    "commanders-act-event-not-object",
    Error,
    Assumed,
    PAGE,
    "An element of `batch` is no object, so it is no event. Only size and syntax are documented to be refused, so the answer is 200, and that the others are kept is assumed (setting `batch_not_object`).",
);

/// The event is JSON, but eventpit cannot look into it: it is nested deeper than 127 levels, or has half of a surrogate pair or a number beyond 64-bit floats in it.
pub const EVENT_UNREADABLE: &FindingKind = &FindingKind::new(
    "commanders-act-event-unreadable",
    Warning,
    Observed,
    OURS,
    "The event is JSON, but eventpit cannot look into it: it is nested deeper than 127 levels, or has half of a surrogate pair or a number beyond 64-bit floats in it. It is shown as text.",
);

/// The body is empty and the event was read from the query, as the GA4 proxy mode sends it.
pub const EVENT_FROM_QUERY: &FindingKind = &FindingKind::new(
    "commanders-act-event-from-query",
    Info,
    Inferred,
    GA4_PROXY,
    "The body is empty and the event was read from the query, as the GA4 proxy mode sends it. All its values are texts.",
);

/// A pixel whose query carries no event.
pub const PIXEL_WITHOUT_EVENT: &FindingKind = &FindingKind::new(
    "commanders-act-pixel-without-event",
    Error,
    Inferred,
    PIXEL,
    "A GET is pixel tracking, and its query carries nothing but the source: there is no event in it. The answer is the pixel all the same: \"a 200 HTTP response to all API requests\", and neither reason for a 400 fits.",
);

/// eventpit answers this method with 405; what the endpoint does is not documented.
pub const WRONG_METHOD: &FindingKind = &FindingKind::new(
    "commanders-act-wrong-method",
    Error,
    Assumed,
    PIXEL,
    "eventpit answers this method with 405 (setting `other_method_status`); what the endpoint does is not documented. Documented are POST, and GET on `/events` as pixel tracking.",
);

/// The endpoint has no such path.
pub const UNKNOWN_PATH: &FindingKind = &FindingKind::new(
    "commanders-act-unknown-path",
    Error,
    Assumed,
    PAGE,
    "The endpoint has no such path. The 404 is assumed (setting `other_path_status`): only `/events` and `/events/batch` are documented.",
);
