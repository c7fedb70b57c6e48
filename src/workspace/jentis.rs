use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Problem, is_key};
use crate::platform::jentis::Schemas;

/// `sources/jentis.json`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What holds before a key has told the source.
    #[serde(default)]
    pub endpoint: JentisEndpoint,
    /// The sources. If none of them names a key, any well-formed key is taken (no white space)
    /// and the request belongs to the source of its `configuration.container`, else to the first.
    #[serde(default)]
    pub sources: Vec<JentisSource>,
    /// The API's own schema, compiled once for the whole workspace; `check` makes it.
    #[serde(skip)]
    pub schemas: Option<Schemas>,
}

/// What the endpoint does where no source is known yet: a wrong key belongs to nobody.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JentisEndpoint {
    /// Status for a missing, malformed, unknown or revoked key, 401 or 403. Default: 401 (assumed;
    /// documented is only that "requests will be rejected").
    pub refusal_status: u16,
    /// Whether a `sendBeacon` request without a key is taken. Default: false (assumed:
    /// `navigator.sendBeacon` cannot send a key, and what JENTIS does then is not documented).
    pub allow_keyless_beacon: bool,
}

impl Default for JentisEndpoint {
    fn default() -> JentisEndpoint {
        JentisEndpoint {
            refusal_status: 401,
            allow_keyless_beacon: false,
        }
    }
}

/// A JENTIS source: a container.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisSource {
    /// Its name in the inspector.
    pub name: String,
    /// The container's short name. Default: none, so that requests for any container are its own.
    #[serde(default)]
    pub container: Option<String>,
    /// Its keys, opaque texts without white space. If no source of the platform names one, any
    /// well-formed key is taken.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and are refused.
    #[serde(default)]
    pub revoked_keys: Vec<String>,
    /// The container's versions, to match `configuration.version` of a preview with. Default:
    /// none, so that every version is unknown.
    #[serde(default)]
    pub versions: Vec<JentisVersion>,
    /// The codes of open debug sessions, to match `configuration.debugcode` of a preview with.
    /// Default: none, so that every code is unknown.
    #[serde(default)]
    pub debug_codes: Vec<String>,
    /// What becomes of a body that breaks the API's schema: `accept` answers 200 and tells of it,
    /// `reject` answers 400. Default: `accept` (both assumed; only the schema is documented).
    #[serde(default = "accept")]
    pub schema_violation: JentisHandling,
    /// What becomes of a body that is no JSON object: `reject` answers 400, `accept` answers 200
    /// and the event is lost. Default: `reject` (both assumed).
    #[serde(default = "reject")]
    pub invalid_json: JentisHandling,
    /// Largest body in bytes; a larger one is answered with 413. Default: none (both assumed; no
    /// limit is documented).
    #[serde(default)]
    pub max_body_bytes: Option<u64>,
}

/// What becomes of a body that is not as the API wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisHandling {
    /// It is answered as if nothing were the matter.
    Accept,
    /// It is answered with an error.
    Reject,
}

/// A version of a container.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisVersion {
    /// Its number as text, as `configuration.version` and `jts_preview` have it: `1`.
    pub version: String,
    /// Its state in the version overview.
    pub state: JentisVersionState,
}

/// The states of a container's version
/// (<https://docs.jentis.com/jentis-dcp-elements/versions-and-preview/versions>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisVersionState {
    /// Being edited.
    CurrentEdit,
    /// Published to the live environment.
    PublishedLive,
    /// Published to the stage environment.
    PublishedStage,
    /// Published once.
    Legacy,
}

impl JentisVersionState {
    /// In words: `published (live)`.
    pub fn words(self) -> &'static str {
        match self {
            JentisVersionState::CurrentEdit => "current edit",
            JentisVersionState::PublishedLive => "published (live)",
            JentisVersionState::PublishedStage => "published (stage)",
            JentisVersionState::Legacy => "legacy",
        }
    }
}

fn accept() -> JentisHandling {
    JentisHandling::Accept
}

fn reject() -> JentisHandling {
    JentisHandling::Reject
}

impl JentisFile {
    /// Adds what a schema cannot say about the file, and compiles the API's own schema.
    pub fn check(&mut self, file: &str, problems: &mut Vec<Problem>) {
        match Schemas::compile() {
            Ok(schemas) => self.schemas = Some(schemas),
            Err(error) => problems.push(Problem::of_file(file, error)),
        }
        let mut problem =
            |pointer: String, message: &str| problems.push(Problem::at(file, pointer, message));
        if !matches!(self.endpoint.refusal_status, 401 | 403) {
            problem("/endpoint/refusal_status".into(), "is 401 or 403");
        }
        let (mut names, mut containers) = (BTreeSet::new(), BTreeSet::new());
        let mut keys = BTreeSet::new();
        for (index, source) in self.sources.iter().enumerate() {
            let at = |field: String| format!("/sources/{index}/{field}");
            if !names.insert(&source.name) {
                problem(at("name".into()), "another source has this name");
            }
            if source.container.is_some() && !containers.insert(&source.container) {
                problem(at("container".into()), "another source has this container");
            }
            let lists = [
                ("keys", &source.keys),
                ("revoked_keys", &source.revoked_keys),
            ];
            for (field, list) in lists {
                for (place, key) in list.iter().enumerate() {
                    let pointer = at(format!("{field}/{place}"));
                    if !is_key(key) {
                        problem(
                            pointer,
                            "a key has at least one character and no white space",
                        );
                    } else if !keys.insert(key) {
                        problem(pointer, "this key is named twice");
                    }
                }
            }
            let mut versions = BTreeSet::new();
            for (place, version) in source.versions.iter().enumerate() {
                if !versions.insert(&version.version) {
                    problem(
                        at(format!("versions/{place}")),
                        "this version is named twice",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_with_the_file_is_said_at_once() {
        let json = serde_json::json!({"endpoint": {"refusal_status": 404}, "sources": [
            {"name": "shop", "container": "c", "keys": ["a", "b c"]},
            {"name": "shop", "container": "c", "revoked_keys": ["a"], "versions": [
                {"version": "1", "state": "legacy"}, {"version": "1", "state": "current_edit"}]},
        ]});
        let mut file: JentisFile = serde_json::from_value(json).unwrap_or_default();
        let mut problems = Vec::new();
        file.check("sources/jentis.json", &mut problems);
        let pointers: Vec<_> = problems.iter().map(|it| it.pointer.as_str()).collect();
        let expected = [
            "/endpoint/refusal_status",
            "/sources/0/keys/1",
            "/sources/1/name",
            "/sources/1/container",
            "/sources/1/revoked_keys/0",
            "/sources/1/versions/1",
        ];
        assert_eq!(pointers, expected);
    }
}
