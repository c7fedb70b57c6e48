use std::fmt::Write;

use eventpit::platform::{Platform, known_paths};
use serde_json::Value;

use crate::cell;

/// The paths of the platforms and of the inspector's API.
pub fn section() -> String {
    let mut text = String::from(
        "## Paths\n\nAt the root, and with the platform's name in front, where every other path \
         gets that platform's own answer. A test session stands in front of either: \
         `/~NAME/jitsu/api/s/track`.\n\n| platform | methods | path | prefixed | what for |\n\
         |---|---|---|---|---|\n",
    );
    for known in Platform::ALL.into_iter().flat_map(known_paths) {
        let _ = writeln!(
            text,
            "| {} | {} | `{}` | `/{}{}` | {} |",
            known.platform.title(),
            known.methods.join(", "),
            known.path,
            known.platform.as_str(),
            known.path,
            known.about
        );
    }
    text.push_str("\n### The inspector's API\n\n| method | path | what for |\n|---|---|---|\n");
    let document: Value = serde_json::from_str(&eventpit::api::document()).expect("JSON");
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let about = cell(operation["summary"].as_str().unwrap_or_default());
            let _ = writeln!(text, "| {} | `{path}` | {about} |", method.to_uppercase());
        }
    }
    text
}
