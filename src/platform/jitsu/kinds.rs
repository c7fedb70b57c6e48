//! The catalogue of what Jitsu hides or refuses.

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

/// Neither JSON nor text.
pub const CONTENT_TYPE: &FindingKind = &observed(
    "jitsu-content-type",
    Severity::Error,
    "Jitsu takes application/json and text/plain only, and refuses everything else with 400 before it looks at the key.",
    INGEST,
);

/// The body cannot be read.
pub const INVALID_JSON: &FindingKind = &observed(
    "jitsu-invalid-json",
    Severity::Error,
    "The body is not the JSON that Jitsu expects, so the event is lost; outside /api/s/s2s and batches with status 200.",
    INGEST,
);

/// `null` where an event belongs.
pub const NULL_EVENT: &FindingKind = &observed(
    "jitsu-null-event",
    Severity::Error,
    "Jitsu crashes on null in the place of an event and answers 500. In a batch, the events before it are taken in already, so a client that tries again sends them twice.",
    INGEST,
);

/// A packed single event.
pub const GZIP_SINGLE: &FindingKind = &observed(
    "jitsu-gzip-single",
    Severity::Error,
    "Only batches may be packed with gzip. Jitsu does not unpack a single event and reads its bytes as broken JSON.",
    INGEST,
);

/// The type is not one of Jitsu's.
pub const UNKNOWN_TYPE: &FindingKind = &observed(
    "jitsu-unknown-type",
    Severity::Error,
    "Jitsu knows page, track, identify, group, alias and screen, in lower case. An event of any other type is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    PAGE,
);

/// `/api/s/batch`.
pub const NOT_A_BATCH_PATH: &FindingKind = &observed(
    "jitsu-not-a-batch-path",
    Severity::Error,
    "/api/s/batch is no path for batches: Jitsu reads it as one event of type `batch`, and everything is lost, with a browser's key with status 200. Batches go to /v1/batch or /api/s/s2s/batch.",
    ROUTER,
);

/// A pixel's `data` cannot be read.
pub const PIXEL_DATA: &FindingKind = &FindingKind {
    code: "jitsu-pixel-data",
    severity: Severity::Error,
    evidence: Evidence::Inferred,
    about: "The parameter `data` of a tracking pixel is not the base64 of a JSON object, so the event is lost. The answer is the pixel all the same, with the reason in X-Jitsu-Error.",
    docs: PIXEL,
};

/// A pixel's `destination_url` is not gone to.
pub const PIXEL_DESTINATION: &FindingKind = &observed(
    "jitsu-pixel-destination",
    Severity::Warning,
    "The event is taken in, but `destination_url` is not gone to, and whoever clicked is left with an image of 1×1. It has to be https on the default port, on another host, which is no IP address.",
    PIXEL,
);

/// Neither the path nor the event has a type.
pub const NO_TYPE: &FindingKind = &observed(
    "jitsu-no-type",
    Severity::Error,
    "The type is left to the event, by the path /api/s/event or by a batch, and the event has none, so it is lost.",
    PAGE,
);

/// Path and event disagree on the type.
pub const TYPE_OVERRIDDEN: &FindingKind = &observed(
    "jitsu-type-overridden",
    Severity::Warning,
    "The path and the event name different types. The path wins, without a word in the answer.",
    INGEST,
);

/// A track event without a name.
pub const NO_NAME: &FindingKind = &observed(
    "jitsu-no-event-name",
    Severity::Error,
    "A track event needs its name as text in `event`; without it the event is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    INGEST,
);

/// A track event's name is too long.
pub const LONG_NAME: &FindingKind = &observed(
    "jitsu-long-event-name",
    Severity::Error,
    "A track event's name may have 128 bytes. The answer speaks of characters, but a letter such as ü counts twice.",
    INGEST,
);

/// Too large.
pub const TOO_BIG: &FindingKind = &observed(
    "jitsu-event-too-large",
    Severity::Error,
    "The event, with the request's headers and all that Jitsu adds, has more than 1,000,000 bytes of JSON, so it is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    INGEST,
);

/// The site has no destination.
pub const NO_DESTINATIONS: &FindingKind = &observed(
    "jitsu-no-destinations",
    Severity::Error,
    "The site has nowhere to send the event, so it is lost, on every path with status 200. Destinations that run in the browser count only for a browser's single events.",
    INGEST,
);

/// More events than eventpit holds.
pub const TOO_MANY: &FindingKind = &observed(
    "jitsu-too-many-events",
    Severity::Error,
    "Jitsu takes a batch of any number of events; eventpit does not, lest one request fill the memory: each event is given a copy of the batch's context. Send smaller batches.",
    BATCH,
);

/// The quota is used up.
pub const OVER_QUOTA: &FindingKind = &observed(
    "jitsu-over-quota",
    Severity::Error,
    "The site's billing quota is used up. A single event is refused with 402; a batch is answered with 200 and the event is lost.",
    INGEST,
);

/// A copy in a batch.
pub const DEDUPLICATED: &FindingKind = &observed(
    "jitsu-deduplicated",
    Severity::Warning,
    "An earlier event of the same batch has the same anonymousId, userId, type, event, properties and traits, and nearly the same timestamp. Jitsu leaves this one out, although its messageId may differ.",
    BATCH,
);

/// `context` is no object.
pub const CONTEXT_REPLACED: &FindingKind = &observed(
    "jitsu-context-replaced",
    Severity::Warning,
    "`context` is not an object. Jitsu puts an empty one in its place, without a word in the answer.",
    INGEST,
);

/// A value that Jitsu writes over.
pub const OVERWRITTEN: &FindingKind = &observed(
    "jitsu-overwritten",
    Severity::Warning,
    "Jitsu writes its own value over the one that was sent: requestIp and receivedAt for everyone, context.ip for a browser's key. To send a context.ip of your own, use a server's key.",
    ROUTER,
);

/// A property that only functions may set.
pub const REMOVED: &FindingKind = &observed(
    "jitsu-removed",
    Severity::Warning,
    "From an event with a browser's key Jitsu takes JITSU_TABLE_NAME, JITSU_PROFILE_ID, SALESFORCE_* and __sql_type*, at any depth. Set them in a function, or use a server's key.",
    ROUTER,
);

/// A batch's context lost a part.
pub const CONTEXT_NOT_MERGED: &FindingKind = &observed(
    "jitsu-context-not-merged",
    Severity::Info,
    "The batch and the event both have this object in `context`. Only the top level is merged, so the event's object replaces the batch's, and what only the batch's has is lost.",
    BATCH,
);

/// A path ends with a slash.
pub const TRAILING_SLASH: &FindingKind = &observed(
    "jitsu-trailing-slash",
    Severity::Warning,
    "The path ends with a slash, so Jitsu redirects. A client that does not follow loses the event, and a browser's preflight fails.",
    ROUTER,
);

/// No such path or method.
pub const UNKNOWN_PATH: &FindingKind = &observed(
    "jitsu-unknown-path",
    Severity::Error,
    "Jitsu has no such path, or not with this method, and answers 404 without CORS headers. Segment's single-event paths (/v1/track, /v1/t) do not exist here: point the SDK to HOST/api/s.",
    ROUTER,
);

/// A path that eventpit leaves out.
pub const NOT_EMULATED: &FindingKind = &observed(
    "jitsu-not-emulated",
    Severity::Error,
    "Jitsu has this path, eventpit has not: the classic API and its script, a connection's functions and profiling are left out. The 404 is eventpit's, not Jitsu's.",
    ROUTER,
);

/// The script for pages, and where it lies.
pub const SCRIPT: &FindingKind = &observed(
    "jitsu-script",
    Severity::Info,
    "/p.js was answered with this file: scripts/p.js of the workspace, or the @jitsu/js of the nearest node_modules. Jitsu fetches the newest one from a CDN. Browsers keep it for two minutes.",
    SCRIPTS,
);

/// There is no script for pages.
pub const NO_SCRIPT: &FindingKind = &observed(
    "jitsu-no-script",
    Severity::Error,
    "eventpit has no @jitsu/js of its own. Run `npm install @jitsu/js` where it is started, or put the script into the workspace as scripts/p.js. Until then /p.js only says so on the page's console.",
    SCRIPTS,
);

/// A batch that was meant for Datafly.
pub const DATAFLY_KEY: &FindingKind = &FindingKind {
    code: "jitsu-datafly-key",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "The batch has a key of Datafly's form (dk_…) that no Jitsu site names. /v1/batch without a prefix is Datafly's only with Authorization: Bearer dk_… or X-Signature; anywhere else in the request the key makes it Jitsu's. If it is meant for Datafly, send it to /datafly/v1/batch, with the key as a bearer token.",
    docs: "https://docs.dataflysignal.com/ingestion/batch",
};

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
