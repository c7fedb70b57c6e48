use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::event::{Finding, FindingKind};
use crate::workspace::JentisFile;

use super::judge::kind;
use super::kinds;
use super::submission::Shape;

/// Whether a body keeps to the schema of its shape.
pub fn is_valid(file: &JentisFile, body: &Value) -> bool {
    validator(file, body).is_none_or(|validator| validator.is_valid(body))
}

/// What in a body breaks the schema of its shape, one finding for each violation.
pub fn violations(file: &JentisFile, body: &Value) -> Vec<Finding> {
    let errors = validator(file, body)
        .into_iter()
        .flat_map(|validator| validator.iter_errors(body));
    errors.map(|error| finding(&error)).collect()
}

fn validator<'a>(file: &'a JentisFile, body: &Value) -> Option<&'a Validator> {
    file.schemas.as_ref().map(|schemas| match Shape::of(body) {
        Shape::Data => &schemas.data_submission,
        Shape::Consent => &schemas.consent_submission,
    })
}

fn finding(error: &ValidationError) -> Finding {
    let pointer = error.instance_path().to_string();
    let place = if pointer.is_empty() {
        "the body"
    } else {
        pointer.as_str()
    };
    let value = error.instance().as_ref();
    let wrong = |kind: &'static FindingKind, expected: &str, message: String| {
        let got = value.to_string();
        kind.says(message).expected(expected).got(got)
    };
    let finding = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let kind = match (pointer.as_str(), name) {
                ("", "version") => kinds::VERSION_MISSING,
                _ => kinds::SCHEMA_VIOLATION,
            };
            // The text on `domain` is the one rule that the schema's own `required` leaves out.
            let why = match (pointer.as_str(), name) {
                ("/system", "domain") => "is required for the type \"web\"",
                _ => "is required there",
            };
            kind.says(format!("{place} has no {name}, which {why}"))
                .expected(name)
        }
        ValidationErrorKind::Type { .. } => {
            let (expected, got) = (expected_type(error), kind(value));
            let message = format!("{place} is {got}, but has to be {expected}");
            wrong(kinds::SCHEMA_VIOLATION, &expected, message)
        }
        ValidationErrorKind::Enum { options } => {
            let options: Vec<_> = options.as_array().into_iter().flatten().collect();
            let words: Vec<String> = options.into_iter().map(Value::to_string).collect();
            let expected = words.join(" or ");
            let message = format!("{place} is {value}, but has to be {expected}");
            wrong(kinds::SCHEMA_VIOLATION, &expected, message)
        }
        // The one choice in the schema is a consent status.
        ValidationErrorKind::OneOfNotValid { .. } => {
            let expected = "true, false or \"ncm\"";
            let kind = match value.as_str() {
                Some("true" | "false") => kinds::STATUS_AS_TEXT,
                _ => kinds::SCHEMA_VIOLATION,
            };
            let message = format!("{place} is {value}, but a consent status is {expected}");
            wrong(kind, expected, message)
        }
        _ => wrong(kinds::SCHEMA_VIOLATION, "", error.to_string()),
    };
    finding.at(pointer)
}

fn expected_type(error: &ValidationError) -> String {
    use jsonschema::JsonType;
    use jsonschema::error::TypeKind;
    let word = |kind: JsonType| match kind {
        JsonType::Integer => "a whole number",
        JsonType::Number => "a number",
        JsonType::String => "a text",
        JsonType::Boolean => "true or false",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
        JsonType::Null => "null",
    };
    match error.kind() {
        ValidationErrorKind::Type {
            kind: TypeKind::Single(kind),
        } => word(*kind).into(),
        ValidationErrorKind::Type {
            kind: TypeKind::Multiple(kinds),
        } => kinds.iter().map(word).collect::<Vec<_>>().join(" or "),
        _ => String::new(),
    }
}
