//! The catalogue of Datafly's findings.

use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::event::FindingKind;
use crate::event::Severity::{Error, Info, Warning};

const ENDPOINTS: &str = "https://docs.dataflysignal.com/ingestion/endpoints";
const BATCH: &str = "https://docs.dataflysignal.com/ingestion/batch";
const SERVER_SIDE: &str = "https://docs.dataflysignal.com/ingestion/server-side";
const PIXEL: &str = "https://docs.dataflysignal.com/ingestion/pixel";
const WEBHOOKS: &str = "https://docs.dataflysignal.com/ingestion/webhooks";
const ERROR_CODES: &str = "https://docs.dataflysignal.com/reference/error-codes";
const ENVIRONMENT: &str = "https://docs.dataflysignal.com/reference/environment-vars";
const ORG_DATA_LAYER: &str = "https://docs.dataflysignal.com/processing/org-data-layer";
const CONSENT: &str = "https://docs.dataflysignal.com/security/consent";
const ANONYMOUS_ID: &str = "https://docs.dataflysignal.com/identity/anonymous-id";
const EXPOSE: &str = "https://fetch.spec.whatwg.org/#http-access-control-expose-headers";

/// Declares each kind as a constant, and `all()`, which lists them.
macro_rules! kinds {
    ($($name:ident = $code:literal, $severity:expr, $evidence:expr, $docs:expr, $about:literal;)*) => {
        $(
            #[doc = $about]
            pub const $name: &FindingKind = &FindingKind::new($code, $severity, $evidence, $docs, $about);
        )*

        /// All of them.
        pub fn all() -> Vec<&'static FindingKind> {
            vec![$($name),*]
        }
    };
}

kinds! {
    UNKNOWN_PATH = "datafly-unknown-path", Error, Assumed, ENDPOINTS,
        "The gateway documents no such path. That it answers 404 is assumed (see unknown_path_status).";
    NOT_EMULATED = "datafly-not-emulated", Error, Documented, WEBHOOKS,
        "The gateway takes the webhooks of other vendors here. eventpit does not, so the answer is not the gateway's: it is that to an unknown path.";
    WRONG_METHOD = "datafly-wrong-method", Error, Assumed, ENDPOINTS,
        "The endpoints take POST, and OPTIONS for a preflight; pixels take GET. That others are answered with 405 is assumed (see method_status).";
    MISSING_KEY = "datafly-missing-key", Error, Documented, ERROR_CODES,
        "The request has no pipeline key where the gateway reads it (Authorization: Bearer, for a pixel wk in the query), so it is refused with 401.";
    KEY_ELSEWHERE = "datafly-key-elsewhere", Error, Documented, ENDPOINTS,
        "The key is somewhere else in the request. The gateway reads it from Authorization: Bearer, and for a pixel from wk in the query, so a client that speaks another platform's way is refused.";
    SIGNATURE = "datafly-signature-not-checked", Warning, Assumed, SERVER_SIDE,
        "The request is signed (X-Signature), and no source names a secret or a key, so any signature is taken. Name the secret in sources/datafly.json to have it checked.";
    SIGNATURE_IGNORED = "datafly-signature-ignored", Info, Assumed, BATCH,
        "The request has a pipeline key and a signature (X-Signature). The page documents either; eventpit goes by the key (see signature_with_key).";
    SIGNATURE_MALFORMED = "datafly-signature-malformed", Error, Assumed, SERVER_SIDE,
        "A signed request has X-Signature: sha256={hex} and X-Timestamp in milliseconds since 1970 (documented). Without, it is refused; the status is assumed (see signature_status).";
    SIGNATURE_WRONG = "datafly-signature-wrong", Error, Assumed, SERVER_SIDE,
        "The signature is the HMAC-SHA256 of X-Timestamp, a dot and the body's bytes as sent, with the source's secret (documented). Another is refused; the status is assumed (see signature_status).";
    SIGNATURE_STALE = "datafly-signature-stale", Error, Assumed, SERVER_SIDE,
        "X-Timestamp is further from the gateway's clock than 5 minutes (documented; see signature_window_seconds), so the request is refused, however right its signature. The status is assumed (see signature_status).";
    SECRET_MISSING = "datafly-secret-missing", Error, Assumed, SERVER_SIDE,
        "The request is signed and has no pipeline key. The sources name keys and no secret, so there is nothing to check the signature with, and it is refused. The status is assumed (see signature_status).";
    MALFORMED_KEY = "datafly-malformed-key", Error, Documented, ERROR_CODES,
        "A pipeline key begins with dk_ and has no white space. Any other is refused with 401.";
    UNKNOWN_KEY = "datafly-unknown-key", Error, Documented, ERROR_CODES,
        "No source names this key, so it is refused with 401. Name it in sources/datafly.json if it should work.";
    REVOKED_KEY = "datafly-revoked-key", Error, Documented, ERROR_CODES,
        "The key is among the revoked ones of a source, so it is refused with 401.";
    ORIGIN_REFUSED = "datafly-origin-refused", Error, Documented, ENDPOINTS,
        "The page's origin is not among the source's allowed origins, so the request is refused with 403. A page sees a network error.";
    RATE_LIMITED = "datafly-rate-limited", Error, Documented, ENDPOINTS,
        "More requests a second than the source allows for one key: refused with 429. The event is lost unless the client sends it again.";
    RETRY_AFTER_HIDDEN = "datafly-retry-after-hidden", Warning, Observed, EXPOSE,
        "The documented answer names no Access-Control-Expose-Headers, so a page on another origin cannot read Retry-After and retries when it likes: analytics.js did after 0.24 seconds instead of 2. See exposed_headers.";
    RETRY_AFTER_DATE = "datafly-retry-after-date", Warning, Observed, EXPOSE,
        "Retry-After is a date (see retry_after). analytics.js reads only seconds: it retried after 0.46 seconds instead.";
    PREFLIGHT_HEADER = "datafly-preflight-header", Error, Observed, ENDPOINTS,
        "The preflight asks for headers that the documented Access-Control-Allow-Headers does not name. The browser will not send the request that follows. See extra_allowed_headers.";
    RETRY_IMPOSSIBLE = "datafly-retry-impossible", Error, Observed, ENDPOINTS,
        "The preflight asks for X-Retry-Count, which analytics.js 1.84 and later send with a retry and the documented Access-Control-Allow-Headers does not name. The browser sends no retry, so an event that was refused once is lost. See extra_allowed_headers.";
    PIXEL_PARAMETER = "datafly-pixel-parameter", Warning, Inferred, PIXEL,
        "Parameters of the pixel are no part of its event: the page names no such parameter, or another one came first. What they say is lost.";
    TOO_LARGE = "datafly-body-too-large", Error, Assumed, ENVIRONMENT,
        "The body is larger than MAX_PAYLOAD_SIZE, 524288 bytes by default, or grows beyond 16 MiB when inflated. The limit of MAX_PAYLOAD_SIZE is documented, the status is not: see too_large_status.";
    CONTENT_TYPE = "datafly-content-type", Warning, Assumed, ENDPOINTS,
        "Only JSON bodies are documented. The body is read as JSON whatever its content type, unless the source sets strict_content_type. A page can send an Authorization header only with fetch, never with a beacon.";
    GZIP = "datafly-gzip", Info, Assumed, ENDPOINTS,
        "Compressed bodies are not documented; eventpit inflates gzip (see accept_gzip). Try it on the real gateway before you rely on it.";
    INVALID_JSON = "datafly-invalid-json", Error, Assumed, ERROR_CODES,
        "The body is no JSON, so it is refused. The status 400 is documented, the code INVALID_JSON is assumed (see error_codes).";
    NOT_OBJECT = "datafly-body-not-object", Error, Assumed, ERROR_CODES,
        "The body is JSON, but no object, so it is refused. The status 400 is documented, the code is assumed (see error_codes).";
    BATCH_TOO_LARGE = "datafly-batch-too-large", Error, Documented, BATCH,
        "The batch is larger than 5 MB, so all of it is refused with 400. That a MB is 1048576 bytes, and the code in the answer, are assumed.";
    BATCH_TOO_LONG = "datafly-batch-too-long", Error, Documented, BATCH,
        "The batch has more than 500 events, so all of it is refused with 400. The code in the answer is assumed.";
    BATCH_OVER_PAYLOAD = "datafly-batch-over-payload-size", Warning, Assumed, ENVIRONMENT,
        "Two pages disagree: the batch is within the 5 MB of the batch page, but larger than MAX_PAYLOAD_SIZE, which limits every body to 512 KB. eventpit takes it (see max_batch_bytes); the mobile SDKs stay below 500 KB.";
    BATCH_PARTIAL = "datafly-batch-partial", Warning, Assumed, BATCH,
        "Events of the batch are refused and lost. That the answer to some of several is 200 and reports them is documented; its JSON is not, nor what becomes of a batch whose events are all refused. See partial_success.";
    EMPTY_BATCH = "datafly-empty-batch", Warning, Assumed, BATCH,
        "The array batch is empty. The page says nothing of it; eventpit takes it, for it breaks no documented limit (see reject_empty_batch).";
    NO_BATCH_ARRAY = "datafly-no-batch-array", Error, Inferred, BATCH,
        "The body is an object with an array batch (documented). Without one it is refused: 400 is the documented status for missing fields and malformed requests.";
    EVENT_TOO_LARGE = "datafly-event-too-large", Error, Assumed, BATCH,
        "An event of the batch is larger than 64 KB, counted on its bytes in the body. The limit is documented; whether the whole batch is refused is not, nor how an event is measured. See batch_oversize_event.";
    EVENT_NOT_OBJECT = "datafly-event-not-object", Error, Inferred, BATCH,
        "An element of the batch is no object, so it has no type, and fails as an event without one does: alone.";
    TYPE_MISSING = "datafly-no-type", Error, Documented, ENDPOINTS,
        "Every event needs a type. It is refused with 400; a batch goes on without it.";
    TYPE_UNKNOWN = "datafly-unknown-type", Error, Documented, ENDPOINTS,
        "The type is track, page, identify or group. Any other is refused with 400; a batch goes on without it.";
    TYPE_MISMATCH = "datafly-type-mismatch", Warning, Assumed, ENDPOINTS,
        "The type is not the one of the path. What the gateway does then is not documented; the source's type_mismatch decides: trust_path or reject.";
    EVENT_MISSING = "datafly-no-event-name", Error, Documented, ENDPOINTS,
        "A track event needs event, a name that is not empty. It is refused with 400; a batch goes on without it.";
    USER_ID_MISSING = "datafly-no-user-id", Error, Documented, ENDPOINTS,
        "An identify event needs userId. It is refused with 400; a batch goes on without it.";
    GROUP_ID_MISSING = "datafly-no-group-id", Error, Documented, ENDPOINTS,
        "A group event needs groupId. It is refused with 400; a batch goes on without it.";
    SCHEMA = "datafly-schema-validation-failed", Error, Assumed, ORG_DATA_LAYER,
        "A field has a wrong data type. The processor puts such an event into the dead-letter queue with the reason schema_validation_failed (documented), after the gateway answered 200 (assumed; see wrong_types).";
    DEAD_LETTER = "datafly-dead-letter", Error, Inferred, ORG_DATA_LAYER,
        "The gateway answered 200, and the event is in the processor's dead-letter queue (dlq-events), with this reason beside the original event. The queue and the reason's form are documented, the rest follows from them.";
    TIMESTAMP_ZONE = "datafly-timestamp-zone", Info, Assumed, ENDPOINTS,
        "The timestamp names no zone. ISO 8601 allows that; how the gateway reads it is not documented. eventpit reads it as UTC (see timestamp_without_zone).";
    CONSENT_ABSENT = "datafly-no-consent", Info, Documented, CONSENT,
        "The event carries no context.consent that can be read. The organisation's default policy decides what becomes of it.";
    MESSAGE_ID_MISSING = "datafly-no-message-id", Warning, Documented, ENDPOINTS,
        "The event has no messageId, so a retry of it cannot be told from a second event.";
    MESSAGE_ID_FORM = "datafly-message-id-form", Info, Documented, ENDPOINTS,
        "The documentation calls messageId a UUID; this one is none. It is compared as it stands.";
    DFID_FORM = "datafly-dfid-form", Warning, Inferred, ANONYMOUS_ID,
        "The _dfid cookie is no UUID, so the gateway did not make it. It is taken as it stands.";
}
