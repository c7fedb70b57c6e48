use std::marker::PhantomData;

use jsonschema::Validator;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::wrong;
use super::{Files, Problem};

/// How many problems of one file are told: nobody reads more.
const MOST: usize = 50;

/// Reads one file of a workspace as a `T`: see [`FileReader::read`].
pub fn read<T: DeserializeOwned + JsonSchema>(
    files: &Files,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let text = files.0.get(file)?;
    FileReader::new().read(text, file, problems)
}

/// Reads files as a `T` by their JSON Schema, which is made once for all of them: to make it takes
/// much longer than to read a file.
pub struct FileReader<T> {
    schema: Value,
    validator: Option<Validator>,
    read: PhantomData<T>,
}

impl<T: DeserializeOwned + JsonSchema> FileReader<T> {
    /// With the schema of `T`.
    pub fn new() -> FileReader<T> {
        let schema = schema_of::<T>();
        FileReader {
            validator: jsonschema::validator_for(&schema).ok(),
            schema,
            read: PhantomData,
        }
    }

    /// Reads the `text` of a `file`: its syntax, then its schema, so that everything wrong with it
    /// is said at once. `None` if it is wrong.
    pub fn read(&self, text: &str, file: &str, problems: &mut Vec<Problem>) -> Option<T> {
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
        let errors = self
            .validator
            .iter()
            .flat_map(|validator| validator.iter_errors(&value));
        let mut wrong = errors.flat_map(|error| wrong::problems(file, &error, &self.schema));
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
