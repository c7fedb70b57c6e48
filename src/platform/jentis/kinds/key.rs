//! What is told of the key.

use super::DATA_SUBMISSION;
use crate::event::{Evidence, FindingKind, Severity};

/// No `Authorization` header.
pub const MISSING_KEY: &FindingKind = &FindingKind {
    code: "jentis-missing-key",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "Without a valid API key, requests will be rejected, and this one has no `Authorization` header. With which answer is not documented: `refusal_status` says it.",
    docs: DATA_SUBMISSION,
};

/// An `Authorization` header without a usable key.
pub const MALFORMED_KEY: &FindingKind = &FindingKind {
    code: "jentis-malformed-key",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "The `Authorization` header is not `Bearer` and a key without white space. With which answer JENTIS rejects it is not documented: `refusal_status` says it.",
    docs: DATA_SUBMISSION,
};

/// A key of no source.
pub const UNKNOWN_KEY: &FindingKind = &FindingKind {
    code: "jentis-unknown-key",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "The key belongs to no source. With which answer JENTIS rejects it is not documented: `refusal_status` says it.",
    docs: DATA_SUBMISSION,
};

/// A key that is no longer valid.
pub const REVOKED_KEY: &FindingKind = &FindingKind {
    code: "jentis-revoked-key",
    severity: Severity::Error,
    evidence: Evidence::Documented,
    about: "The key was valid once. With which answer JENTIS rejects it is not documented: `refusal_status` says it.",
    docs: DATA_SUBMISSION,
};

/// A beacon taken without a key.
pub const KEYLESS_BEACON: &FindingKind = &FindingKind {
    code: "jentis-keyless-beacon",
    severity: Severity::Info,
    evidence: Evidence::Assumed,
    about: "A sendBeacon request cannot carry a key. It was taken because `allow_keyless_beacon` says so; what JENTIS does is not documented.",
    docs: DATA_SUBMISSION,
};
