use serde::Deserialize;
use serde_json::Value;

use super::sentence::Reason;
use crate::documentation::document;
use crate::event::{COMMON, Severity};
use crate::platform::{Platform, kinds};

/// A finding, as a page shows it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindingView {
    /// The stable code.
    pub code: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// What is the matter.
    pub message: String,
    /// JSON pointer into the payload, or empty.
    pub pointer: String,
    /// What was expected.
    pub expected: Option<String>,
    /// What came.
    pub got: Option<String>,
    /// How well the behaviour is known.
    pub evidence: String,
    /// Where it is documented.
    pub docs: String,
    /// Where the field is shown that it points at.
    #[serde(skip)]
    pub href: Option<String>,
}

/// The findings of a row, the worst first.
pub fn findings(stored: &Value) -> Vec<FindingView> {
    let mut findings: Vec<FindingView> = Vec::deserialize(stored).unwrap_or_default();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    findings
}

/// The findings as reasons for a sentence.
pub fn reasons(findings: &[FindingView]) -> Vec<Reason<'_>> {
    findings
        .iter()
        .map(|finding| Reason {
            severity: finding.severity(),
            message: &finding.message,
        })
        .collect()
}

impl FindingView {
    /// Ties it to its field of the payload.
    pub fn point(&mut self, href: impl Fn(&str) -> Option<String>) {
        self.href = href(&self.pointer);
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        [Severity::Error, Severity::Warning]
            .into_iter()
            .find(|severity| severity.as_str() == self.severity)
            .unwrap_or(Severity::Info)
    }

    /// The same as a word of ours, whatever stands in the row.
    pub fn severity_word(&self) -> &'static str {
        self.severity().as_str()
    }

    /// What such a finding means and what to do, in a sentence or two; nothing if this eventpit does
    /// not know the code.
    pub fn about(&self) -> &'static str {
        let own = Platform::ALL.into_iter().flat_map(kinds);
        let mut all = COMMON.all().into_iter().chain(own);
        all.find(|kind| kind.code == self.code)
            .map_or("", |kind| kind.about)
    }

    /// The documentation's address, if it is one that a link may lead to: a page of the web, or of
    /// the help.
    pub fn docs_link(&self) -> Option<String> {
        if self.docs.starts_with("https://") || self.docs.starts_with("http://") {
            return Some(self.docs.clone());
        }
        let file = self.docs.strip_prefix("eventpit: ")?.strip_suffix(".md")?;
        let name = file.strip_prefix("docs/").unwrap_or(file);
        document(name).map(|it| format!("/inspector/help/{}", it.name))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_worst_comes_first_and_only_pages_are_links() {
        let stored = json!([
            {"code": "a", "severity": "info", "docs": "javascript:alert(1)"},
            {"code": "b", "severity": "error", "docs": "https://example.com/x"},
            {"code": "c", "severity": "info", "docs": "eventpit: docs/FAULTS.md"},
            {"code": "d", "severity": "info", "docs": "eventpit: docs/nothing.md"}
        ]);
        let findings = findings(&stored);
        let codes: Vec<_> = findings.iter().map(|finding| &finding.code).collect();
        assert_eq!(codes, ["b", "a", "c", "d"]);
        let links: Vec<_> = findings.iter().map(FindingView::docs_link).collect();
        let known =
            ["https://example.com/x", "/inspector/help/FAULTS"].map(|it| Some(it.to_string()));
        let [web, help] = known;
        assert_eq!(links, [web, None, help, None]);
    }
}
