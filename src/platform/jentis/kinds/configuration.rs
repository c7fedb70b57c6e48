//! What is told of `configuration`, previews included.

use super::{DATA_SUBMISSION, PREVIEW};
use crate::event::{Evidence, FindingKind, Severity};

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
    about: "No debug session has this code: it has ended, is mistyped, or was never started; `debug_codes` lists those that never end. Whether the answer tells is not documented: `unfit_configuration` says it.",
    docs: PREVIEW,
};

/// A preview with the debug code of another container.
pub const PREVIEW_DEBUGCODE_OF_ANOTHER: &FindingKind = &FindingKind {
    code: "jentis-preview-debugcode-of-another",
    severity: Severity::Warning,
    evidence: Evidence::Assumed,
    about: "The debug session with this code is one of another container: the event is processed as published, and no monitor shows it as previewed. So it is with a code of the source itself in an event that names another container. Whether the answer tells is not documented: `unfit_configuration` says it.",
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
