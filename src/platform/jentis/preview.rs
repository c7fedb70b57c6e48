use serde_json::Value;

use crate::event::Finding;
use crate::workspace::{JentisSource, JentisVersion};

use super::kinds;
use super::submission::text_at;

const VERSION: &str = "/configuration/version";
const DEBUGCODE: &str = "/configuration/debugcode";
const ENVIRONMENT: &str = "/configuration/environment";

/// Tells of a preview that works: it takes a version and a debug code, both known to the source.
pub fn matched(source: Option<&JentisSource>, body: &Value) -> Option<Finding> {
    let (version, code) = previewed(source?, body)?;
    let (number, state) = (&version.version, version.state.words());
    let message = format!("version {number}, {state}, is shown in the debug session {code}");
    Some(kinds::PREVIEW_MATCHED.says(message).at("/configuration"))
}

/// The version and the debug code of a preview that works.
fn previewed<'a>(source: &'a JentisSource, body: &Value) -> Option<(&'a JentisVersion, String)> {
    let (version, code) = (text_at(body, VERSION)?, text_at(body, DEBUGCODE)?);
    let version = known_version(Some(source), &version)?;
    has_code(Some(source), &code).then_some((version, code))
}

/// The version of the container that processes a body: that of a preview that works, else the one
/// that is published to the body's environment (`live` if it names none).
pub fn processing_version<'a>(source: &'a JentisSource, body: &Value) -> Option<&'a JentisVersion> {
    let environment = text_at(body, ENVIRONMENT).unwrap_or_else(|| "live".into());
    let published = |it: &&JentisVersion| it.state.is_published_to(&environment);
    let by_preview = previewed(source, body).map(|(version, _)| version);
    by_preview.or_else(|| source.versions.iter().find(published))
}

/// Why a preview does not work.
pub fn misfits(source: Option<&JentisSource>, body: &Value) -> Vec<Finding> {
    match (text_at(body, VERSION), text_at(body, DEBUGCODE)) {
        (None, None) => Vec::new(),
        (Some(version), None) => vec![
            kinds::PREVIEW_DEBUGCODE_MISSING
                .says(format!(
                    "a version ({version}) without a debug code: no debug session shows the event"
                ))
                .at("/configuration")
                .expected("debugcode"),
        ],
        (None, Some(code)) => vec![
            kinds::PREVIEW_VERSION_MISSING
                .says(format!(
                    "a debug code ({code}) without a version: no debug session shows the event"
                ))
                .at("/configuration")
                .expected("version"),
        ],
        (Some(version), Some(code)) => unknown(source, &version, &code),
    }
}

fn known_version<'a>(source: Option<&'a JentisSource>, version: &str) -> Option<&'a JentisVersion> {
    source?.versions.iter().find(|it| it.version == version)
}

fn has_code(source: Option<&JentisSource>, code: &str) -> bool {
    source.is_some_and(|source| source.debug_codes.iter().any(|it| it == code))
}

fn unknown(source: Option<&JentisSource>, version: &str, code: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !has_code(source, code) {
        findings.push(
            kinds::PREVIEW_DEBUGCODE_UNKNOWN
                .says(format!("no debug session has the code {code}"))
                .at(DEBUGCODE)
                .expected(listed(source, |it| it.debug_codes.clone()))
                .got(code),
        );
    }
    if known_version(source, version).is_none() {
        let versions =
            |it: &JentisSource| it.versions.iter().map(|it| it.version.clone()).collect();
        findings.push(
            kinds::PREVIEW_VERSION_UNKNOWN
                .says(format!("the container has no version {version}"))
                .at(VERSION)
                .expected(listed(source, versions))
                .got(version),
        );
    }
    findings
}

fn listed(source: Option<&JentisSource>, list: impl Fn(&JentisSource) -> Vec<String>) -> String {
    match source.map(list).unwrap_or_default().join(" or ") {
        none if none.is_empty() => "the source lists none".into(),
        some => some,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(version: Value, debugcode: Value) -> Vec<&'static str> {
        let source = json!({"name": "a", "debug_codes": ["code"],
            "versions": [{"version": "1", "state": "legacy"}]});
        let source: Option<JentisSource> = serde_json::from_value(source).ok();
        let body = json!({"configuration": {"version": version, "debugcode": debugcode}});
        let found = misfits(source.as_ref(), &body).into_iter();
        let matched = matched(source.as_ref(), &body);
        found
            .chain(matched)
            .map(|finding| finding.kind.code)
            .collect()
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
