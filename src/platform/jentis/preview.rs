use serde_json::Value;

use crate::debug_session::{DebugSession, told_code};
use crate::event::Finding;
use crate::platform::{DebugTrace, TraceKind};
use crate::workspace::{JentisFile, JentisSource, JentisVersion, cut};

use super::kinds;
use super::submission::{container, text_at};

const VERSION: &str = "/configuration/version";
const DEBUGCODE: &str = "/configuration/debugcode";
const CONTAINER: &str = "/configuration/container";
const ENVIRONMENT: &str = "/configuration/environment";

/// How many codes or versions are listed in a finding.
const LISTED: usize = 10;

/// What a preview is held against.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The sources, with the debug codes in their file.
    pub file: &'a JentisFile,
    /// The source that the body belongs to.
    pub source: Option<&'a JentisSource>,
    /// The debug session, started by a person, that was open under the body's code.
    pub session: Option<&'a DebugSession>,
    /// The codes of the sessions that were open of the source, where the body's was none of them.
    pub open_codes: &'a [String],
}

impl<'a> Known<'a> {
    /// The name of the source that has this debug code; the body's own before any other.
    fn owner(self, code: &str) -> Option<&'a str> {
        let lists = |it: &&JentisSource| it.debug_codes.iter().any(|known| known == code);
        let started = self.session.filter(|it| it.code == code);
        let own = self.source.filter(lists).map(|it| it.name.as_str());
        own.or_else(|| started.map(|it| it.source.as_str()))
            .or_else(|| Some(self.file.sources.iter().find(lists)?.name.as_str()))
    }

    /// The container of the source and the body's, where the body names another.
    fn other_container<'b>(self, body: &'b Value) -> Option<(&'a str, &'b str)> {
        let own = self.source?.container.as_deref()?;
        let named = container(body).filter(|named| *named != own)?;
        Some((own, named))
    }

    /// Whether the code is one of the body's own source.
    pub fn has_code(self, code: &str) -> bool {
        let own = self.source.map(|it| it.name.as_str());
        own.is_some() && self.owner(code) == own
    }

    fn version(self, version: &str) -> Option<&'a JentisVersion> {
        let mut versions = self.source?.versions.iter();
        versions.find(|it| it.version == version)
    }
}

/// The debug code that a body names.
pub fn debug_code(body: &Value) -> Option<String> {
    text_at(body, DEBUGCODE)
}

/// Tells of a preview that works: it takes a version and a debug code, both known to the source.
pub fn matched(known: Known, body: &Value) -> Option<Finding> {
    let (version, code) = previewed(known, body)?;
    let (number, state) = (&version.version, version.state.words());
    let message = format!("version {number}, {state}, is shown in the debug session {code}");
    Some(kinds::PREVIEW_MATCHED.says(message).at("/configuration"))
}

/// The version and the debug code of a preview that works.
fn previewed<'a>(known: Known<'a>, body: &Value) -> Option<(&'a JentisVersion, String)> {
    let (version, code) = (text_at(body, VERSION)?, debug_code(body)?);
    let version = known.version(&version)?;
    let fits = known.has_code(&code) && known.other_container(body).is_none();
    fits.then_some((version, code))
}

/// The version of the container that processes a body: that of a preview that works, else the one
/// that is published to the body's environment (`live` if it names none).
pub fn processing_version<'a>(known: Known<'a>, body: &Value) -> Option<&'a JentisVersion> {
    let environment = text_at(body, ENVIRONMENT).unwrap_or_else(|| "live".into());
    let published = |it: &&JentisVersion| it.state.is_published_to(&environment);
    let by_preview = previewed(known, body).map(|(version, _)| version);
    by_preview.or_else(|| known.source?.versions.iter().find(published))
}

/// What the monitor knows a body by, if it came with a debug code. One that is too long to be a
/// code is nobody's, and cut.
pub fn trace(known: Known, body: &Value) -> Option<DebugTrace> {
    let code = debug_code(body)?;
    Some(DebugTrace {
        is_known: known.owner(&code).is_some(),
        kind: match previewed(known, body) {
            Some(_) => TraceKind::Shown,
            None => TraceKind::Unfit,
        },
        container: container(body).map(str::to_string),
        code: told_code(&code),
    })
}

/// The same of what an app uploads for the monitor.
pub fn trace_upload(file: &JentisFile, body: &Value) -> Option<DebugTrace> {
    let code = text_at(body, "/debugid")?;
    let known = Known {
        file,
        source: None,
        session: None,
        open_codes: &[],
    };
    Some(DebugTrace {
        is_known: known.owner(&code).is_some(),
        kind: TraceKind::Upload,
        container: None,
        code: told_code(&code),
    })
}

/// Why a preview does not work.
pub fn misfits(known: Known, body: &Value) -> Vec<Finding> {
    match (text_at(body, VERSION), debug_code(body)) {
        (None, None) => Vec::new(),
        (Some(version), None) => vec![
            kinds::PREVIEW_DEBUGCODE_MISSING
                .says(format!(
                    "a version ({}) without a debug code: no debug session shows the event",
                    cut(&version)
                ))
                .at("/configuration")
                .expected("debugcode"),
        ],
        (None, Some(code)) => vec![
            kinds::PREVIEW_VERSION_MISSING
                .says(format!(
                    "a debug code ({}) without a version: no debug session shows the event",
                    told_code(&code)
                ))
                .at("/configuration")
                .expected("version"),
        ],
        (Some(version), Some(code)) => unknown(known, &version, &code, body),
    }
}

fn unknown(known: Known, version: &str, code: &str, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    let told = told_code(code);
    if !known.has_code(code) {
        let own = known.source.map_or(&[][..], |it| &it.debug_codes);
        let codes: Vec<&String> = own.iter().chain(known.open_codes).collect();
        findings.push(
            wrong_code(known, code)
                .at(DEBUGCODE)
                .expected(listed(&codes, "no debug session of the source is open"))
                .got(told),
        );
    } else if let Some((own, named)) = known.other_container(body) {
        let message = format!(
            "the debug session {told} is one of the container {own}, and the event names {}",
            cut(named)
        );
        findings.push(
            kinds::PREVIEW_DEBUGCODE_OF_ANOTHER
                .says(message)
                .at(CONTAINER)
                .expected(own)
                .got(cut(named)),
        );
    }
    if known.version(version).is_none() {
        let versions = known.source.map_or(&[][..], |it| &it.versions);
        let versions: Vec<&String> = versions.iter().map(|it| &it.version).collect();
        findings.push(
            kinds::PREVIEW_VERSION_UNKNOWN
                .says(format!("the container has no version {}", cut(version)))
                .at(VERSION)
                .expected(listed(&versions, "the source lists none"))
                .got(cut(version)),
        );
    }
    findings
}

fn wrong_code(known: Known, code: &str) -> Finding {
    let owner = known.owner(code);
    let code = told_code(code);
    match owner {
        Some(other) => kinds::PREVIEW_DEBUGCODE_OF_ANOTHER.says(format!(
            "the debug session {code} is one of the source {other}, not of this container"
        )),
        None => {
            kinds::PREVIEW_DEBUGCODE_UNKNOWN.says(format!("no debug session has the code {code}"))
        }
    }
}

/// These as alternatives, not too many of them, or what is to say where there is none.
fn listed(all: &[&String], none: &str) -> String {
    let mut told: Vec<&str> = all.iter().take(LISTED).map(|it| it.as_str()).collect();
    if all.len() > LISTED {
        told.push("another");
    }
    match told.as_slice() {
        [] => none.into(),
        told => told.join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file() -> JentisFile {
        let file = json!({"sources": [
            {"name": "a", "debug_codes": ["code"], "versions": [{"version": "1", "state": "legacy"}]},
            {"name": "b", "debug_codes": ["b's"]},
        ]});
        serde_json::from_value(file).unwrap_or_default()
    }

    fn told(session: Option<&DebugSession>, version: Value, debugcode: Value) -> Vec<&'static str> {
        let file = file();
        let known = Known {
            file: &file,
            source: file.sources.first(),
            session,
            open_codes: &[],
        };
        let body = json!({"configuration": {"version": version, "debugcode": debugcode}});
        let found = misfits(known, &body).into_iter();
        let matched = matched(known, &body);
        found
            .chain(matched)
            .map(|finding| finding.kind.code)
            .collect()
    }

    fn codes(version: Value, debugcode: Value) -> Vec<&'static str> {
        told(None, version, debugcode)
    }

    #[test]
    fn a_session_that_a_person_started_counts_for_its_own_source_only() {
        let session = |source: &str| DebugSession {
            code: "started".into(),
            source: source.into(),
            version: "1".into(),
        };
        let of = |source: &str| told(Some(&session(source)), json!("1"), json!("started"));
        assert_eq!(of("a"), ["jentis-preview-matched"]);
        let of_another = ["jentis-preview-debugcode-of-another"];
        assert_eq!(of("b"), of_another);
        assert_eq!(codes(json!("1"), json!("b's")), of_another);
        let another_code = told(Some(&session("a")), json!("1"), json!("else"));
        assert_eq!(another_code, ["jentis-preview-debugcode-unknown"]);
    }

    #[test]
    fn every_combination_of_version_and_debug_code() {
        let none: [&str; 0] = [];
        assert_eq!(codes(Value::Null, Value::Null), none);
        assert_eq!(codes(json!(""), json!("")), none);
        assert_eq!(codes(json!("1"), json!("code")), ["jentis-preview-matched"]);
        assert_eq!(
            codes(json!("1"), json!("")),
            ["jentis-preview-debugcode-missing"]
        );
        assert_eq!(
            codes(Value::Null, json!("code")),
            ["jentis-preview-version-missing"]
        );
        assert_eq!(
            codes(json!("1"), json!("x")),
            ["jentis-preview-debugcode-unknown"]
        );
        assert_eq!(
            codes(json!("9"), json!("code")),
            ["jentis-preview-version-unknown"]
        );
        assert_eq!(
            codes(json!("9"), json!("x")),
            [
                "jentis-preview-debugcode-unknown",
                "jentis-preview-version-unknown"
            ]
        );
    }
}
