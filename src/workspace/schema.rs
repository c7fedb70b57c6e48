use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wrong;
use super::{Files, Problem};

/// How many problems of one file are told: nobody reads more.
const MOST: usize = 50;

/// Reads one file of a workspace as a `T`: its syntax, then its JSON Schema (made from `T`), so
/// that everything wrong with it is said at once. `None` if the file is missing or wrong.
pub fn read<T: DeserializeOwned + JsonSchema>(
    files: &Files,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let text = files.0.get(file)?;
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            let mut problem = Problem::of_file(file, format!("is not JSON: {error}"));
            problem.position = Some((error.line(), error.column()));
            problems.push(problem);
            return None;
        }
    };
    let before = problems.len();
    let schema = schema_of::<T>();
    let validator = jsonschema::validator_for(&schema).ok();
    let errors = validator
        .iter()
        .flat_map(|validator| validator.iter_errors(&value));
    let mut wrong = errors.flat_map(|error| wrong::problems(file, &error, &schema));
    problems.extend(wrong.by_ref().take(MOST));
    if wrong.next().is_some() {
        problems.push(Problem::of_file(file, "and more that is wrong"));
    }
    drop(wrong);
    if problems.len() > before {
        return None;
    }
    match serde_json::from_value(value) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem::of_file(file, error.to_string()));
            None
        }
    }
}

/// The JSON Schema of a file, made from the type that it is read into. Nothing in it refers to
/// another place, so that what a rule says stands where the rule is.
pub fn schema_of<T: JsonSchema>() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}
