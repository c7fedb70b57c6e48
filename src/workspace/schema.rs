use jsonschema::Validator;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Files, Problem};

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
    for error in validator::<T>()
        .iter()
        .flat_map(|schema| schema.iter_errors(&value))
    {
        problems.push(Problem::at(
            file,
            error.instance_path().to_string(),
            error.to_string(),
        ));
    }
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

fn validator<T: JsonSchema>() -> Option<Validator> {
    jsonschema::validator_for(&schemars::schema_for!(T).to_value()).ok()
}
