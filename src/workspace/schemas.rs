use serde_json::Value;

use super::schema::schema_of;
use super::{About, CommandersActFile, DataflyFile, Files, JentisFile, JitsuFile, Sample};
use crate::connector::ConnectorFile;
use crate::fault::FaultsFile;
use crate::plan::PlanFile;

/// The folder of the JSON Schemas in a workspace. They are for editors; nothing is read from it.
pub const SCHEMAS: &str = "schemas";

/// A sort of file in a workspace and its JSON Schema.
pub struct FileSchema {
    /// The file, as the docs name it: `sources/jitsu.json`, `requests/PLATFORM/NAME.json`.
    pub file: &'static str,
    /// The schema's name: `jitsu`.
    pub name: &'static str,
    /// The schema.
    pub schema: Value,
}

/// Every sort of file in a workspace.
pub fn file_schemas() -> Vec<FileSchema> {
    let one = |file, name, schema| FileSchema { file, name, schema };
    vec![
        one("workspace.json", "workspace", schema_of::<About>()),
        one("sources/jentis.json", "jentis", schema_of::<JentisFile>()),
        one("sources/jitsu.json", "jitsu", schema_of::<JitsuFile>()),
        one(
            "sources/commanders-act.json",
            "commanders-act",
            schema_of::<CommandersActFile>(),
        ),
        one(
            "sources/datafly.json",
            "datafly",
            schema_of::<DataflyFile>(),
        ),
        one(
            "requests/PLATFORM/NAME.json",
            "request",
            schema_of::<Sample>(),
        ),
        one(
            "connectors/NAME.json",
            "connector",
            schema_of::<ConnectorFile>(),
        ),
        one("faults.json", "faults", schema_of::<FaultsFile>()),
        one("plans/NAME.json", "plan", schema_of::<PlanFile>()),
    ]
}

/// The built-in workspace as a folder to edit: its files, each naming its schema, and the schemas.
pub fn template() -> Files {
    let schemas = file_schemas();
    let mut files = Files::built_in();
    for (file, text) in &mut files.0 {
        let is_its = |schema: &&FileSchema| match file.split_once('/') {
            Some(("requests", _)) => schema.name == "request",
            Some(("connectors", _)) => schema.name == "connector",
            Some(("plans", _)) => schema.name == "plan",
            _ => schema.file == file,
        };
        if let Some(schema) = schemas.iter().find(is_its) {
            let up = "../".repeat(file.matches('/').count());
            let name = format!("{up}{SCHEMAS}/{}.schema.json", schema.name);
            *text = text.replacen('{', &format!("{{\n  \"$schema\": \"{name}\","), 1);
        }
    }
    let schemas = schemas.iter().map(|schema| {
        let name = format!("{SCHEMAS}/{}.schema.json", schema.name);
        (name, format!("{:#}\n", schema.schema))
    });
    files.0.extend(schemas);
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn the_template_is_the_built_in_workspace_and_names_schemas_that_are_there() {
        let mut template = template();
        let schemas: Vec<String> = template.0.keys().cloned().collect();
        for (file, text) in template
            .0
            .iter()
            .filter(|(file, _)| !file.starts_with(SCHEMAS))
        {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            let named = value["$schema"].as_str().unwrap_or_default();
            let named = named.trim_start_matches("../").to_string();
            assert!(schemas.contains(&named), "{file}: {named}");
        }
        template.0.retain(|file, _| !file.starts_with(SCHEMAS));
        let built_in = Workspace::load(None).map(|it| (it.name, it.samples.len()));
        let written = Workspace::from_files(template).map(|it| (it.name, it.samples.len()));
        assert_eq!(built_in, written);
    }
}
