use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;

/// `sources/jitsu.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JitsuFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The sites.
    #[serde(default)]
    pub sites: Vec<JitsuSite>,
}

/// A Jitsu site.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JitsuSite {
    /// Its id.
    pub id: String,
}

impl JitsuFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, _file: &str, _problems: &mut Vec<Problem>) {}
}
