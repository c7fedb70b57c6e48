//! What is told of an event.

use super::{CONSENT_LOGIC, DATA_SUBMISSION, DATALAYER_STATE, ENRICHMENT, IOS_SDK};
use crate::event::{Evidence, FindingKind, Severity};

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
