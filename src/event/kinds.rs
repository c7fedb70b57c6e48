use super::{Evidence, FindingKind, Severity};

/// The findings that any platform can have.
pub struct Common {
    /// The source takes any well-formed key.
    pub key_not_checked: FindingKind,
    /// No platform owns the path.
    pub unmatched_path: FindingKind,
    /// An event with an id that was seen before.
    pub duplicate: FindingKind,
    /// A known user was linked to this visitor by an earlier event.
    pub identity_linked: FindingKind,
    /// The body stopped before its end.
    pub body_incomplete: FindingKind,
    /// The body is larger than what is kept.
    pub body_truncated: FindingKind,
    /// Only the first events of a large batch are shown.
    pub events_left_out: FindingKind,
    /// The timestamp could not be read.
    pub timestamp_unreadable: FindingKind,
    /// The verdict could not be worked out.
    pub not_explained: FindingKind,
    /// The name of the test session cannot be used.
    pub session_name: FindingKind,
    /// An error took the place of a success that hides a loss.
    pub failed_loss: FindingKind,
    /// A fault that the user asked for took the place of the platform's answer.
    pub faulted: FindingKind,
    /// A page and the server are two sites, so a cookie does not come back.
    pub cross_site_cookie: FindingKind,
}

const README: &str = "eventpit: README.md";
const REFERENCE: &str = "eventpit: docs/REFERENCE.md";
const FAULTS: &str = "eventpit: docs/FAULTS.md";
const OURS: &str = "eventpit: docs/ARCHITECTURE.md";

/// The catalogue of the findings that any platform can have.
pub const COMMON: &Common = &Common {
    key_not_checked: FindingKind {
        code: "key-not-checked",
        severity: Severity::Info,
        evidence: Evidence::Observed,
        about: "No source of this platform names a key, so any well-formed key is taken. Name your keys in the source's file, and every other key is refused as the platform refuses it.",
        docs: REFERENCE,
    },
    unmatched_path: FindingKind {
        code: "unmatched-path",
        severity: Severity::Error,
        evidence: Evidence::Observed,
        about: "No platform has this path. The nearest one that would have matched is named, with the reason.",
        docs: REFERENCE,
    },
    duplicate: FindingKind {
        code: "duplicate",
        severity: Severity::Warning,
        evidence: Evidence::Documented,
        about: "An event with the same id was taken in before. The platform answers with success and drops this one.",
        docs: "https://docs.dataflysignal.com/ingestion/endpoints",
    },
    identity_linked: FindingKind {
        code: "identity-linked",
        severity: Severity::Info,
        evidence: Evidence::Documented,
        about: "The event names no user; an earlier identify linked this visitor to one, and the platform adds it.",
        docs: "https://docs.dataflysignal.com/ingestion/endpoints",
    },
    body_incomplete: FindingKind {
        code: "body-incomplete",
        severity: Severity::Error,
        evidence: Evidence::Observed,
        about: "The client went away, fell silent for longer than `--idle-timeout` or took longer than `--body-timeout` before the whole body had come. What came is kept.",
        docs: README,
    },
    body_truncated: FindingKind {
        code: "body-truncated",
        severity: Severity::Warning,
        evidence: Evidence::Observed,
        about: "The body is larger than 16 MiB. The first 1 MiB is kept, with the true length.",
        docs: README,
    },
    events_left_out: FindingKind {
        code: "events-left-out",
        severity: Severity::Warning,
        evidence: Evidence::Observed,
        about: "The batch has more events than eventpit explains of one request, some 50,000. The first of them are shown; the request is recorded whole.",
        docs: OURS,
    },
    timestamp_unreadable: FindingKind {
        code: "timestamp-unreadable",
        severity: Severity::Warning,
        evidence: Evidence::Inferred,
        about: "The event's time is neither an ISO 8601 date nor milliseconds since 1970, so it cannot be placed in time.",
        docs: OURS,
    },
    not_explained: FindingKind {
        code: "not-explained",
        severity: Severity::Error,
        evidence: Evidence::Observed,
        about: "The request is recorded, but eventpit failed to explain it. Please report it, with the request.",
        docs: OURS,
    },
    session_name: FindingKind {
        code: "session-name",
        severity: Severity::Warning,
        evidence: Evidence::Observed,
        about: "A test session's name has 1 to 64 letters, digits, hyphens or underscores. The request went to the default session.",
        docs: README,
    },
    failed_loss: FindingKind {
        code: "failed-loss",
        severity: Severity::Info,
        evidence: Evidence::Observed,
        about: "The platform would have answered with success and lost the event. The source has fail_silent_losses, so eventpit answered with an error in its place.",
        docs: REFERENCE,
    },
    faulted: FindingKind {
        code: "faulted",
        severity: Severity::Info,
        evidence: Evidence::Observed,
        about: "A fault that you asked for took the place of the platform's answer, or spoilt it. What the platform would have answered, and made of each event, is told beside it.",
        docs: FAULTS,
    },
    cross_site_cookie: FindingKind {
        code: "cross-site-cookie",
        severity: Severity::Warning,
        evidence: Evidence::Observed,
        about: "To the browser, the page and this server are two sites, so the cookie that the answer sets will not come back, and every request is a new visitor. Use one host name for both: localhost and 127.0.0.1 are two sites.",
        docs: "https://developer.mozilla.org/docs/Glossary/Site",
    },
};

impl Common {
    /// All of them.
    pub fn all(&'static self) -> Vec<&'static FindingKind> {
        vec![
            &self.key_not_checked,
            &self.unmatched_path,
            &self.duplicate,
            &self.identity_linked,
            &self.body_incomplete,
            &self.body_truncated,
            &self.events_left_out,
            &self.timestamp_unreadable,
            &self.not_explained,
            &self.session_name,
            &self.failed_loss,
            &self.faulted,
            &self.cross_site_cookie,
        ]
    }
}
