//! What is told of the write key.

use super::{INGEST, PAGE, observed};
use crate::event::{Evidence, FindingKind, Severity};

/// No site has the key.
pub const UNKNOWN_KEY: &FindingKind = &observed(
    "jitsu-unknown-key",
    Severity::Error,
    "No site has this key, so the event is lost. Outside /api/s/s2s and batches Jitsu says so with status 200, and its SDK prints nothing.",
    INGEST,
);

/// There is no key.
pub const MISSING_KEY: &FindingKind = &observed(
    "jitsu-missing-key",
    Severity::Error,
    "The request carries no write key, so the event is lost; outside /api/s/s2s and batches with status 200. Send it in X-Write-Key.",
    INGEST,
);

/// `Authorization` is no base64.
pub const BAD_BASIC: &FindingKind = &observed(
    "jitsu-bad-basic",
    Severity::Error,
    "The Authorization header is not the base64 of a write key, so the event is lost. It wants `Basic`, a space, and base64 of `writeKey:`.",
    PAGE,
);

/// The documentation's own example.
pub const BASIC_NEWLINE: &FindingKind = &observed(
    "jitsu-basic-newline",
    Severity::Error,
    "The key in the Authorization header ends with a line break, as in the documentation's example d3JpdGVLZXkxMjM6Cg==. Jitsu then keeps the colon and finds no site. Encode without it: printf 'writeKey123:' | base64.",
    PAGE,
);

/// `Authorization: Bearer`.
pub const BEARER: &FindingKind = &FindingKind {
    code: "jitsu-bearer",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "Only Jitsu servers newer than February 2026 take a key as a bearer token; older ones refuse it as bad base64. X-Write-Key works with all.",
    docs: INGEST,
};

/// A key that would not have been needed.
pub const KEY_NOT_NEEDED: &FindingKind = &observed(
    "jitsu-key-not-needed",
    Severity::Warning,
    "The key is unknown or missing, and the event is taken all the same: its host name belongs to a site, or there is only one site. It is refused as soon as the site is strict or sits behind another host name.",
    INGEST,
);

/// A single event names its key in its body only.
pub const BODY_KEY_IGNORED: &FindingKind = &observed(
    "jitsu-body-key-ignored",
    Severity::Error,
    "Only batches may name their key as writeKey in the body; for a single event Jitsu does not look there.",
    INGEST,
);

/// The query parameter in other letters.
pub const QUERY_KEY_CASE: &FindingKind = &observed(
    "jitsu-query-key-case",
    Severity::Warning,
    "The query parameter for the key is `writekey`, all in lower case. In any other spelling it is ignored.",
    PAGE,
);

/// A browser's key on a server's path.
pub const KEY_TYPE: &FindingKind = &observed(
    "jitsu-key-type",
    Severity::Warning,
    "A browser's key was sent to /api/s/s2s. Jitsu goes by the key: it overwrites context.ip with the sender's address, adds its user agent, and strips table names, as it does for browsers.",
    INGEST,
);

/// A batch that was meant for Datafly.
pub const DATAFLY_KEY: &FindingKind = &FindingKind {
    code: "jitsu-datafly-key",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "The batch has a key of Datafly's form (dk_…) that no Jitsu site names. /v1/batch without a prefix is Datafly's only with Authorization: Bearer dk_… or X-Signature; anywhere else in the request the key makes it Jitsu's. If it is meant for Datafly, send it to /datafly/v1/batch, with the key as a bearer token.",
    docs: "https://docs.dataflysignal.com/ingestion/batch",
};
