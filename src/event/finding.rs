use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// How much a finding, or a broken rule of a tracking plan, matters.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Probably not what was meant.
    Warning,
    /// An event is lost or wrong.
    Error,
}

impl Severity {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One sort of finding. Each is a constant in the catalogue of its platform; `docs/FINDINGS.md`
/// lists them all, and a test holds the two together.
#[derive(Debug, PartialEq, Eq)]
pub struct FindingKind {
    /// Stable, lower case, with hyphens.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// How well the behaviour behind it is known.
    pub evidence: Evidence,
    /// What it means and what to do, in a sentence or two.
    pub about: &'static str,
    /// Where it stands: a vendor's page or an RFC, by address or by name.
    pub docs: &'static str,
}

/// One thing worth telling about a request or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which sort.
    pub kind: &'static FindingKind,
    /// JSON pointer (RFC 6901) into the event's payload, or `""` for the whole.
    pub pointer: String,
    /// What is the matter here, in plain words.
    pub message: String,
    /// What was expected there.
    pub expected: Option<String>,
    /// What came.
    pub got: Option<String>,
}

/// The finding that matters most; of several alike, the first: a platform tells first what decides.
pub fn worst(findings: &[Finding]) -> Option<&Finding> {
    let worst = findings.iter().map(|finding| finding.kind.severity).max()?;
    findings
        .iter()
        .find(|finding| finding.kind.severity == worst)
}

impl FindingKind {
    /// A sort of finding, for a platform's catalogue.
    pub const fn new(
        code: &'static str,
        severity: Severity,
        evidence: Evidence,
        docs: &'static str,
        about: &'static str,
    ) -> FindingKind {
        FindingKind {
            code,
            severity,
            evidence,
            about,
            docs,
        }
    }

    /// A finding of this sort about the whole request or event.
    pub fn says(&'static self, message: impl Into<String>) -> Finding {
        Finding {
            kind: self,
            pointer: String::new(),
            message: message.into(),
            expected: None,
            got: None,
        }
    }
}

impl Finding {
    /// The same, about the value at `pointer` (RFC 6901).
    pub fn at(mut self, pointer: impl Into<String>) -> Finding {
        self.pointer = pointer.into();
        self
    }

    /// The same, saying what was expected.
    pub fn expected(mut self, expected: impl Into<String>) -> Finding {
        self.expected = Some(expected.into());
        self
    }

    /// The same, saying what came. Long values are cut at 200 characters.
    pub fn got(mut self, got: impl Into<String>) -> Finding {
        let got: String = got.into();
        self.got = Some(match got.char_indices().nth(200) {
            Some((cut, _)) => format!("{}…", got.get(..cut).unwrap_or_default()),
            None => got,
        });
        self
    }
}

impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Finding", 8)?;
        fields.serialize_field("code", self.kind.code)?;
        fields.serialize_field("severity", &self.kind.severity)?;
        fields.serialize_field("pointer", &self.pointer)?;
        fields.serialize_field("message", &self.message)?;
        fields.serialize_field("expected", &self.expected)?;
        fields.serialize_field("got", &self.got)?;
        fields.serialize_field("evidence", &self.kind.evidence)?;
        fields.serialize_field("docs", self.kind.docs)?;
        fields.end()
    }
}
