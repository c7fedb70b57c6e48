//! The catalogue of the findings about JENTIS requests.

use crate::event::{Evidence, FindingKind, Severity};

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
pub(super) const IOS_SDK: &str = "https://github.com/JENTISDev/jentis-sdk-ios-releases (1.0.7)";

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

/// Another container than the source's.
pub const CONTAINER_DIFFERS: &FindingKind = &FindingKind {
    code: "jentis-container-differs",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "`configuration.container` is another source's, not that of the source that the key belongs to. What JENTIS does then is not documented: `unfit_configuration` says it.",
    docs: DATA_SUBMISSION,
};

/// A container of nobody.
pub const CONTAINER_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-container-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "No source has the `container` that `configuration.container` names: it is mistyped, or missing in the source's file. What JENTIS does then is not documented: `unfit_configuration` says it.",
    docs: DATA_SUBMISSION,
};

/// No such environment.
pub const ENVIRONMENT_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-environment-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "A container has the environments `live` and `stage`; `configuration.environment` is neither. What JENTIS does then is not documented: `unfit_configuration` says it.",
    docs: DATA_SUBMISSION,
};

/// The mark of an automation test.
pub const AUTOMATION_ID: &FindingKind = &FindingKind {
    code: "jentis-automation-id",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "`configuration.jtsAutomationId` is \"used for internal automation tests\" of JENTIS; an event of yours needs none.",
    docs: DATA_SUBMISSION,
};

/// No address to go out as the Referer.
pub const HREF_MISSING: &FindingKind = &FindingKind {
    code: "jentis-no-href",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "`system.href` becomes the `Referer` of what JENTIS sends out. \"For proper tracking, set a value.\"",
    docs: DATA_SUBMISSION,
};

/// No consent at all.
pub const NO_CONSENT: &FindingKind = &FindingKind {
    code: "jentis-no-consent",
    severity: Severity::Warning,
    evidence: Evidence::Inferred,
    about: "The event carries no consent. A vendor without a decision is not triggered in the browser; that the same holds here is inferred. Only vendors in No Consent Mode would get the event.",
    docs: CONSENT_LOGIC,
};

/// A vendor switched off for this event.
pub const EXECUTE_FALSE: &FindingKind = &FindingKind {
    code: "jentis-execute-false",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "`execute: false` overrides the consent: the event is not tracked for this vendor, whatever its status.",
    docs: DATA_SUBMISSION,
};

/// Another state than the data layer's.
pub const OTHER_STATE: &FindingKind = &FindingKind {
    code: "jentis-other-state",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "`system.initiator` names the state that the request executes. The JENTIS Data Layer State runs with `jts_push_submit` only; this is another, and whether the container has it, eventpit does not know.",
    docs: DATALAYER_STATE,
};

/// No `jtspushedcommands`.
pub const NO_PUSHED_COMMANDS: &FindingKind = &FindingKind {
    code: "jentis-no-pushed-commands",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "For every HTTP request, `jtspushedcommands` must be included as an array in `data.variables`; the JENTIS Data Layer State works with it.",
    docs: DATALAYER_STATE,
};

/// Product arrays that do not fit together.
pub const PRODUCT_ARRAYS_UNEQUAL: &FindingKind = &FindingKind {
    code: "jentis-product-arrays-unequal",
    severity: Severity::Warning,
    evidence: Evidence::Observed,
    about: "The `product_` arrays are read side by side, one product a place, but are of unequal length. The JENTIS SDK fills gaps with `\"\"`.",
    docs: IOS_SDK,
};

/// A value of the SDK's own demo.
pub const SDK_DEMO_VALUE: &FindingKind = &FindingKind {
    code: "jentis-sdk-demo-value",
    severity: Severity::Warning,
    evidence: Evidence::Observed,
    about: "This value is hard-coded in the JENTIS iOS SDK 1.0.7 and is JENTIS's own demo, not your page or visitor.",
    docs: IOS_SDK,
};

/// An event from the SDK's offline cache.
pub const OFFLINE_REPLAY: &FindingKind = &FindingKind {
    code: "jentis-offline-replay",
    severity: Severity::Info,
    evidence: Evidence::Observed,
    about: "The SDK kept this event while the device was offline and sends it now; `system.timestamp` is the time at which it happened.",
    docs: IOS_SDK,
};

/// An enrichment that would work.
pub const ENRICHED: &FindingKind = &FindingKind {
    code: "jentis-enriched",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "The plugin's variables can be used like those of the event. The values are canned ones, from `enrichment` in the source's file: eventpit asks no plugin.",
    docs: ENRICHMENT,
};

/// No such plugin.
pub const ENRICHMENT_PLUGIN_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-enrichment-plugin-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The plugin is mistyped, or missing under `enrichment` in the source's file. That the answer stays the same and the variables stay undefined is assumed.",
    docs: ENRICHMENT,
};

/// No such variable of a plugin.
pub const ENRICHMENT_VARIABLE_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-enrichment-variable-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The variable is mistyped, or missing under the plugin's `enrichment` in the source's file. That the answer stays the same and the variable stays undefined is assumed.",
    docs: ENRICHMENT,
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

/// A preview that works.
pub const PREVIEW_MATCHED: &FindingKind = &FindingKind {
    code: "jentis-preview-matched",
    severity: Severity::Info,
    evidence: Evidence::Documented,
    about: "`configuration.version` and `configuration.debugcode` are known: the event is processed by that version and shown in the debug session.",
    docs: PREVIEW,
};

/// A preview without its debug code.
pub const PREVIEW_DEBUGCODE_MISSING: &FindingKind = &FindingKind {
    code: "jentis-preview-debugcode-missing",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "`configuration.version` alone shows nothing in a debug session: `configuration.debugcode` is required too. Whether the answer tells is not documented: `unfit_configuration` says it.",
    docs: DATA_SUBMISSION,
};

/// A preview without its version.
pub const PREVIEW_VERSION_MISSING: &FindingKind = &FindingKind {
    code: "jentis-preview-version-missing",
    severity: Severity::Warning,
    evidence: Evidence::Documented,
    about: "`configuration.debugcode` alone shows nothing in a debug session: `configuration.version` is required when debugging. Whether the answer tells is not documented: `unfit_configuration` says it.",
    docs: DATA_SUBMISSION,
};

/// A preview with an unknown debug code.
pub const PREVIEW_DEBUGCODE_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-preview-debugcode-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The source lists no such debug code: it is expired, mistyped, or missing in `debug_codes`. Whether the answer tells is not documented: `unfit_configuration` says it.",
    docs: PREVIEW,
};

/// A preview of an unknown version.
pub const PREVIEW_VERSION_UNKNOWN: &FindingKind = &FindingKind {
    code: "jentis-preview-version-unknown",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The source lists no such container version: it is mistyped, or missing in `versions`. Whether the answer tells is not documented: `unfit_configuration` says it.",
    docs: PREVIEW,
};

/// The SDK's log.
pub const MONITOR_UPLOAD: &FindingKind = &FindingKind {
    code: "jentis-monitor-upload",
    severity: Severity::Info,
    evidence: Evidence::Observed,
    about: "The JENTIS SDK uploads its log for the debug monitor, without a key, after each successful request while a debug code is set. What JENTIS answers is not documented: `monitor_status` says it.",
    docs: IOS_SDK,
};

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
        PREVIEW_VERSION_UNKNOWN,
        MONITOR_UPLOAD,
    ]
}
