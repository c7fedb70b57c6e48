use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;

/// `sources/jentis.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The sources.
    #[serde(default)]
    pub sources: Vec<JentisSource>,
}

/// A JENTIS source.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisSource {
    /// Its name in the inspector.
    pub name: String,
    /// Its keys. If no source of the platform names one, any well-formed key is taken.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and are refused.
    #[serde(default)]
    pub revoked_keys: Vec<String>,
}

impl JentisFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, _file: &str, _problems: &mut Vec<Problem>) {}
}
