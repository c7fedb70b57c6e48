use std::fmt::Write;

use eventpit::workspace::file_schemas;
use serde_json::Value;

use crate::cell;

/// The files of a workspace, with their schemas.
fn files() -> Vec<(&'static str, Value)> {
    let schemas = file_schemas().into_iter();
    schemas.map(|of| (of.file, of.schema)).collect()
}

/// Every key, with its file: `sources/jentis.json endpoint.refusal_status`.
pub fn keys() -> Vec<String> {
    let keys = |(file, schema): (&str, Value)| {
        let mut text = String::new();
        rows(&schema, &schema, "", &mut text);
        let names = text.lines().filter_map(|line| line.split('`').nth(1));
        names
            .map(|name| format!("{file} {name}"))
            .collect::<Vec<_>>()
    };
    files().into_iter().flat_map(keys).collect()
}

/// Every key of every file of a workspace.
pub fn section() -> String {
    let mut text = String::from(
        "## Workspace\n\nA platform whose file is missing has the built-in sources; a workspace \
         without `requests/` has the built-in samples, one without `connectors/` the built-in \
         connectors (docs/CONNECTORS.md). `scripts/p.js` is what Jitsu's `/p.js` \
         answers. `eventpit check` names everything that is wrong.\n",
    );
    for (file, schema) in files() {
        let _ = write!(
            text,
            "\n### {file}\n\n| key | type | meaning |\n|---|---|---|\n"
        );
        rows(&schema, &schema, "", &mut text);
    }
    text
}

fn rows(root: &Value, schema: &Value, prefix: &str, text: &mut String) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        let about = cell(property["description"].as_str().unwrap_or_default());
        let inner = resolve(root, property);
        let items = resolve(root, &inner["items"]);
        let _ = writeln!(text, "| `{path}` | {} | {about} |", kind(root, property));
        rows(root, inner, &format!("{path}."), text);
        rows(root, items, &format!("{path}[]."), text);
    }
}

fn kind(root: &Value, property: &Value) -> String {
    let schema = resolve(root, property);
    let choices: Vec<&str> = ["oneOf", "anyOf", "enum"]
        .iter()
        .filter_map(|key| schema[*key].as_array())
        .flatten()
        .filter_map(|one| one.as_str().or_else(|| one["const"].as_str()))
        .collect();
    if !choices.is_empty() {
        return choices.join(" or ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => {
            format!("list of {}", kind(root, &schema["items"]))
        }
        Value::String(name) => name.clone(),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .filter(|name| *name != "null")
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "any".into(),
    }
}

/// Follows a reference, also one that may be null.
fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema["$ref"].as_str().or_else(|| {
        let options = schema["anyOf"].as_array()?;
        options.iter().find_map(|option| option["$ref"].as_str())
    });
    reference
        .and_then(|reference| root.pointer(reference.trim_start_matches('#')))
        .unwrap_or(schema)
}
