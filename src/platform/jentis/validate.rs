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
        _ => kinds::SCHEMA_VIOLATION
            .says(error.to_string())
            .got(value.to_string()),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::platform::jentis::Schemas;

    fn found(body: Value) -> Vec<(&'static str, String, Option<String>, Option<String>)> {
        let file = JentisFile {
            schemas: Schemas::compile().ok(),
            ..JentisFile::default()
        };
        let violations = violations(&file, &body);
        assert_eq!(violations.is_empty(), is_valid(&file, &body));
        let mut found: Vec<_> = violations
            .into_iter()
            .map(|it| (it.kind.code, it.pointer, it.expected, it.got))
            .collect();
        found.sort();
        found
    }

    fn expect(body: Value, expected: &[(&'static str, &str, &str, Option<&str>)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(code, at, expected, got)| {
                let expected = Some(expected.to_string());
                (*code, at.to_string(), expected, got.map(str::to_string))
            })
            .collect();
        assert_eq!(found(body), expected);
    }

    const SCHEMA: &str = "jentis-schema-violation";

    #[test]
    fn a_minimal_body_is_valid() {
        expect(json!({"version": "1.0.0"}), &[]);
        expect(json!({}), &[("jentis-no-version", "", "version", None)]);
    }

    #[test]
    fn any_vendor_and_any_plugin_is_checked() {
        let body = json!({"version": "3", "consent": {"a/b": {}, "c": {"status": "yes"}, "d": {"status": "true"}},
            "data": {"identifier": {"user": {"action": "end"}, "session": {}}, "variables": {"product_id": [1]},
                "enrichment": {"own": {"arguments": {"productId": "1", "free": 7}}}}});
        let status = "true, false or \"ncm\"";
        expect(
            body,
            &[
                (SCHEMA, "/consent/a~1b", "status", None),
                (SCHEMA, "/consent/c/status", status, Some("\"yes\"")),
                (SCHEMA, "/data/enrichment/own", "variables", None),
                (
                    SCHEMA,
                    "/data/enrichment/own/arguments/productId",
                    "an array",
                    Some("\"1\""),
                ),
                (
                    SCHEMA,
                    "/data/identifier/user/action",
                    "\"new\" or \"update\"",
                    Some("\"end\""),
                ),
                (SCHEMA, "/data/variables/product_id/0", "a text", Some("1")),
                (
                    "jentis-status-as-text",
                    "/consent/d/status",
                    status,
                    Some("\"true\""),
                ),
            ],
        );
    }

    #[test]
    fn the_type_web_needs_a_domain() {
        let body = json!({"version": "3", "system": {"type": "web", "timestamp": "1", "navigator-userAgent": "UA", "initiator": "a"}});
        expect(
            body,
            &[
                (SCHEMA, "/system", "domain", None),
                (SCHEMA, "/system/timestamp", "a whole number", Some("\"1\"")),
            ],
        );
    }

    #[test]
    fn a_consent_submission_has_a_schema_of_its_own() {
        let of =
            |vendors: Value| json!({"version": "3", "data": {"consent": {"vendors": vendors}}});
        expect(of(json!({"a": true, "b": "ncm"})), &[]);
        let status = "true, false or \"ncm\"";
        expect(
            of(json!({"a": {"status": true}})),
            &[(
                SCHEMA,
                "/data/consent/vendors/a",
                status,
                Some("{\"status\":true}"),
            )],
        );
    }
}
