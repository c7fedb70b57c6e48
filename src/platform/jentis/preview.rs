use serde_json::Value;

use crate::event::Finding;
use crate::workspace::JentisSource;

use super::kinds;
use super::submission::text_at;

const VERSION: &str = "/configuration/version";
const DEBUGCODE: &str = "/configuration/debugcode";

/// Whether a preview works: it takes a version and a debug code, both known to the source. The
/// answer to the client is the same in every case.
pub fn findings(source: Option<&JentisSource>, body: &Value) -> Vec<Finding> {
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
        (Some(version), Some(code)) => both(source, &version, &code),
    }
}

fn both(source: Option<&JentisSource>, version: &str, code: &str) -> Vec<Finding> {
    let known = source.and_then(|source| source.versions.iter().find(|it| it.version == version));
    let code_known = source.is_some_and(|source| source.debug_codes.iter().any(|it| it == code));
    if let (Some(known), true) = (known, code_known) {
        let state = known.state.words();
        let message = format!("version {version}, {state}, is shown in the debug session {code}");
        return vec![kinds::PREVIEW_MATCHED.says(message).at("/configuration")];
    }
    let mut findings = Vec::new();
    if !code_known {
        findings.push(
            kinds::PREVIEW_DEBUGCODE_UNKNOWN
                .says(format!("no debug session has the code {code}"))
                .at(DEBUGCODE)
                .expected(listed(source, |it| it.debug_codes.clone()))
                .got(code),
        );
    }
    if known.is_none() {
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
        let found = findings(source.as_ref(), &body).into_iter();
        found.map(|finding| finding.kind.code).collect()
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
