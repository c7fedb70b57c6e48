use schemars::JsonSchema;
use serde::Deserialize;

use super::{Fault, check};
use crate::workspace::Problem;

/// `faults.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultsFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Faults that are armed as long as they stand here. The first that acts on a request is the
    /// one; those armed while the server runs come before them.
    #[serde(default)]
    pub faults: Vec<Fault>,
}

impl FaultsFile {
    /// Finds what no schema can say.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        for (place, fault) in self.faults.iter().enumerate() {
            let wrong = check(fault).into_iter();
            problems.extend(wrong.map(|wrong| {
                Problem::at(
                    file,
                    format!("/faults/{place}/{}", wrong.key),
                    wrong.message,
                )
            }));
        }
    }
}
