use jsonschema::Validator;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Files, Problem};

/// How many problems of one file are told: nobody reads more.
const MOST: usize = 50;

/// How many characters of a problem are told: the value may be the whole file.
const LONGEST: usize = 300;

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
    let schema = validator::<T>();
    let mut errors = schema.iter().flat_map(|schema| schema.iter_errors(&value));
    for error in errors.by_ref().take(MOST) {
        problems.push(Problem::at(
            file,
            error.instance_path().to_string(),
            cut(&error.to_string()),
        ));
    }
    if errors.next().is_some() {
        problems.push(Problem::of_file(file, "and more that is wrong"));
    }
    drop(errors);
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

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}

fn validator<T: JsonSchema>() -> Option<Validator> {
    jsonschema::validator_for(&schemars::schema_for!(T).to_value()).ok()
}
