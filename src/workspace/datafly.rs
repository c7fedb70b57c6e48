use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;

/// `sources/datafly.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataflyFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The sources.
    #[serde(default)]
    pub sources: Vec<DataflySource>,
}

/// A Datafly source.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataflySource {
    /// Its name in the inspector.
    pub name: String,
    /// Its keys. If no source of the platform names one, any well-formed key is taken.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and are refused.
    #[serde(default)]
    pub revoked_keys: Vec<String>,
}

impl DataflyFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, _file: &str, _problems: &mut Vec<Problem>) {}
}

impl DataflyFile {
    /// How long a messageId of that source is remembered, in seconds.
    pub fn deduplicate_window_seconds(&self, _source: &str) -> u64 {
        86_400
    }
}
