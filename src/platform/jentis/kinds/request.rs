//! What is told of a request and its body.

use super::{COOKIES, DATA_SUBMISSION, IOS_SDK};
use crate::event::{Evidence, FindingKind, Severity};

/// No such path.
pub const UNKNOWN_PATH: &FindingKind = &FindingKind {
    code: "jentis-unknown-path",
    severity: Severity::Error,
    evidence: Evidence::Assumed,
    about: "The API has `/` and, for the SDK's logs, `/monitor`. What JENTIS answers elsewhere is not documented: `unknown_path_status` says it.",
    docs: DATA_SUBMISSION,
};

/// No such method.
pub const WRONG_METHOD: &FindingKind = &FindingKind {
    code: "jentis-wrong-method",
    severity: Severity::Error,
    evidence: Evidence::Assumed,
    about: "The API takes `POST`. What JENTIS answers to another method is not documented: `wrong_method_status` says it.",
    docs: DATA_SUBMISSION,
};

/// No JSON object.
pub const INVALID_JSON: &FindingKind = &FindingKind {
    code: "jentis-invalid-json",
    severity: Severity::Error,
    evidence: Evidence::Assumed,
    about: "The body is no JSON object, so there is no event in it. What JENTIS answers is not documented: `invalid_json` says it.",
    docs: DATA_SUBMISSION,
};

/// Too many bytes.
pub const BODY_TOO_LARGE: &FindingKind = &FindingKind {
    code: "jentis-body-too-large",
    severity: Severity::Error,
    evidence: Evidence::Assumed,
    about: "The body is larger than `max_body_bytes`, or than what eventpit can read. JENTIS documents no limit: `oversize_status` says the answer.",
    docs: DATA_SUBMISSION,
};

/// Not sent as JSON.
pub const CONTENT_TYPE: &FindingKind = &FindingKind {
    code: "jentis-content-type",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "The API takes `application/json`. Text is what `navigator.sendBeacon` sends, and then `system.requestType` has to be `sendBeacon`. Whether JENTIS then reads it all the same is not documented: `other_content_type` says it.",
    docs: DATA_SUBMISSION,
};

/// Compressed.
pub const GZIP: &FindingKind = &FindingKind {
    code: "jentis-gzip",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The body came compressed with gzip. The API says nothing of compression: unless `inflate_gzip` is set, the body is read as it came, which is no JSON.",
    docs: DATA_SUBMISSION,
};

/// A body that is JSON and beyond what eventpit reads.
pub const EVENT_UNREADABLE: &FindingKind = &FindingKind {
    code: "jentis-event-unreadable",
    severity: Severity::Warning,
    evidence: Evidence::Observed,
    about: "The body is JSON, but eventpit cannot look into it: it is nested deeper than 127 levels, or has half of a surrogate pair or a number beyond 64-bit floats in it. It is answered as any other and shown as text; neither schema nor configuration is checked, and no cookie is set.",
    docs: "eventpit: docs/ARCHITECTURE.md",
};

/// A body against the schema.
pub const SCHEMA_VIOLATION: &FindingKind = &FindingKind {
    code: "jentis-schema-violation",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "The body breaks the API's schema. Whether JENTIS then refuses it is not documented: `schema_violation` says it.",
    docs: DATA_SUBMISSION,
};

/// No API version.
pub const VERSION_MISSING: &FindingKind = &FindingKind {
    code: "jentis-no-version",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "`version`, the version of the API definition, is the one property that the schema requires of every request. The JENTIS SDKs send `\"3\"`.",
    docs: DATA_SUBMISSION,
};

/// A consent status in quotes.
pub const STATUS_AS_TEXT: &FindingKind = &FindingKind {
    code: "jentis-status-as-text",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "A consent status is `true`, `false` or `\"ncm\"`; the texts `\"true\"` and `\"false\"` break the schema. JENTIS's script for pages takes them; whether this API does is not known, and eventpit takes the vendor as undecided.",
    docs: DATA_SUBMISSION,
};

/// No cookie where one was due.
pub const COOKIE_NOT_SET: &FindingKind = &FindingKind {
    code: "jentis-cookie-not-set",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "For the type `web` the cookie `jts-rw` keeps the user id on `system.domain`. No browser would take this one, so it was not set: the domain is no host name, or the user id is missing or too long.",
    docs: DATA_SUBMISSION,
};

/// A cookie that the page cannot have.
pub const COOKIE_OTHER_SITE: &FindingKind = &FindingKind {
    code: "jentis-cookie-other-site",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "The page is not under `system.domain`, so it cannot read the cookie `jts-rw`, and the browser does not send it back from there.",
    docs: COOKIES,
};

/// The SDK's log.
pub const MONITOR_UPLOAD: &FindingKind = &FindingKind {
    code: "jentis-monitor-upload",
    severity: Severity::Info,
    evidence: Evidence::Observed,
    about: "The JENTIS SDK uploads its log for the debug monitor, without a key, after each successful request while a debug code is set. What JENTIS answers is not documented: `monitor_status` says it.",
    docs: IOS_SDK,
};
