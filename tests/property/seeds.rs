use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eventpit::platform::Platform;
use serde_json::Value;

use crate::case::{Case, folders};

/// The requests of a platform's contract cases, with the workspaces that judge them. `tests` is
/// the folder of the tests. Left out are those without the platform's prefix and those whose body
/// is written as a repetition: they are long, and nothing else.
pub fn seeds(platform: Platform, tests: &Path) -> Vec<Case> {
    let folders = folders(platform, tests);
    let cases = tests.join("contract/cases").join(platform.as_str());
    let mut files: Vec<_> = cases
        .read_dir()
        .expect("cases")
        .map(|file| file.expect("a case").path())
        .collect();
    files.sort();
    let seeds = files.iter().filter_map(|file| {
        let text = std::fs::read_to_string(file).expect("a case");
        let case: Value = serde_json::from_str(&text).expect("JSON");
        let workspace = match &case["workspace"] {
            Value::String(name) => 1 + folders.iter().position(|folder| folder.ends_with(name))?,
            _ => 0,
        };
        seed(platform, workspace, &case["request"])
    });
    seeds.collect()
}

fn seed(platform: Platform, workspace: usize, request: &Value) -> Option<Case> {
    let prefix = format!("/{}", platform.as_str());
    let path = request["path"].as_str()?.strip_prefix(&prefix)?;
    let mut text = format!("{workspace}\n{} {path}\n", request["method"].as_str()?);
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        text.push_str(&format!("{name}: {}\n", value.as_str()?));
    }
    text.push('\n');
    let mut text = text.into_bytes();
    let body = &request["body"];
    if let Some(json) = body.get("json") {
        text.extend(json.to_string().into_bytes());
    } else if let Some(body) = body["text"].as_str() {
        text.extend(body.as_bytes());
    } else if let Some(body) = body["base64"].as_str() {
        text.extend(STANDARD.decode(body).ok()?);
    } else if !body.is_null() {
        return None;
    }
    Some(Case::parse(platform, &text))
}
