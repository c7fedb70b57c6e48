use std::cell::OnceCell;
use std::marker::PhantomData;

use jsonschema::Validator;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::meant::meant;
use super::position::position;
use super::repeated::repeated_names;
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

/// Reads files as a `T` by their JSON Schema, which is made once for all of them, and only if there is
/// one that is not compiled in: to make it takes much longer than to read a file.
pub struct FileReader<T> {
    schema: OnceCell<Schema>,
    read: PhantomData<T>,
}

struct Schema {
    text: Value,
    validator: Option<Validator>,
}

impl<T: DeserializeOwned + JsonSchema> FileReader<T> {
    /// With the schema of `T`.
    pub fn new() -> FileReader<T> {
        FileReader {
            schema: OnceCell::new(),
            read: PhantomData,
        }
    }

    fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| {
            let text = schema_of::<T>();
            Schema {
                validator: jsonschema::validator_for(&text).ok(),
                text,
            }
        })
    }

    /// Reads the `text` of a `file`: its syntax, then its schema, so that everything wrong with it
    /// is said at once. What is wrong is left out of what is read, for the rest to be looked at;
    /// `None` if nothing can be made of the file without it.
    pub fn read(&self, text: &str, file: &str, problems: &mut Vec<Problem>) -> Option<T> {
        // A test holds these against their schemas, so that a start does not have to.
        if Files::is_built_in(file, text)
            && let Ok(read) = serde_json::from_str(text)
        {
            return Some(read);
        }
        let text = text.trim_start_matches('\u{feff}');
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let message = error.to_string();
                let place = format!(" at line {line} column {column}");
                let message = message.strip_suffix(&place).unwrap_or(&message);
                let mut problem = Problem::of_file(file, format!("is not JSON: {message}"));
                // Of an empty file, the parser says column 0.
                problem.position = Some((line, column.max(1)));
                problems.push(problem);
                return None;
            }
        };
        let before = problems.len();
        for pointer in repeated_names(text) {
            let message = "stands here more than once, and only the last would count";
            problems.push(Problem::at(file, pointer, message));
        }
        let schema = self.schema();
        let validator = schema.validator.iter();
        let errors = validator.flat_map(|it| it.iter_errors(&value));
        // One more tells that there are more.
        let errors: Vec<_> = errors.take(MOST + 1).collect();
        let mut wrong = errors
            .iter()
            .flat_map(|error| wrong::problems(file, error, &schema.text));
        problems.extend(wrong.by_ref().take(MOST));
        if wrong.next().is_some() {
            problems.push(Problem::of_file(file, "and more that is wrong"));
        }
        let start = || position(text, "");
        for problem in problems.iter_mut().skip(before) {
            problem.position = problem.pointer.is_empty().then(start).flatten();
        }
        if !errors.is_empty() {
            return serde_json::from_value(meant(&value, &errors, &schema.text)).ok();
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
