use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::super::reading::{has_byte_order_mark, read};
use super::kinds;
use super::routes::Target;
use crate::capture::{Request, text_of};
use crate::event::Finding;
use crate::workspace::CommandersActSettings;

/// What a body that is JSON carries.
#[derive(Debug, PartialEq)]
pub enum Carried<'a> {
    /// The events' slices of the body, each as it was sent. An element of a batch may be no
    /// object.
    Events(Vec<&'a str>),
    /// No event, and why.
    Nothing(Finding),
}

/// The body as text; bytes that are no UTF-8 become U+FFFD.
pub fn text<'a>(request: &'a Request, settings: &CommandersActSettings) -> Cow<'a, str> {
    match read(request, settings.reading()) {
        Cow::Borrowed(bytes) => text_of(bytes),
        Cow::Owned(bytes) => Cow::Owned(text_of(&bytes).into_owned()),
    }
}

/// Takes a body apart without looking into its events. Only the grammar of JSON is checked, as
/// that is all a 400 depends on: neither the depth nor what an escape stands for.
///
/// # Errors
/// The finding of a body that is not JSON.
pub fn split(target: Target, text: &str) -> Result<Carried<'_>, Finding> {
    let whole: &RawValue =
        serde_json::from_str(text).map_err(|error| invalid_json(text, &error))?;
    if !is_object(whole.get()) {
        let finding = kinds::BODY_NOT_OBJECT
            .says("the body is JSON, but no object")
            .expected(match target {
                Target::Single => "an event: {…}",
                Target::Batch => "{\"batch\": [event, …]}",
            })
            .got(whole.get());
        return Ok(Carried::Nothing(finding));
    }
    match target {
        Target::Single => Ok(Carried::Events(vec![whole.get()])),
        Target::Batch => Ok(batch(whole.get()).map_or_else(
            || {
                let finding = kinds::NO_BATCH_ARRAY
                    .says("the body has no array \"batch\"")
                    .at("/batch")
                    .expected("{\"batch\": [event, …]}");
                Carried::Nothing(finding)
            },
            Carried::Events,
        )),
    }
}

fn batch(object: &str) -> Option<Vec<&str>> {
    let members: HashMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    let elements: Vec<&RawValue> = serde_json::from_str(members.get("batch")?.get()).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// Whether a JSON text, without white space in front, is an object.
pub fn is_object(json: &str) -> bool {
    json.starts_with('{')
}

fn invalid_json(text: &str, error: &serde_json::Error) -> Finding {
    let line = text.lines().nth(error.line().saturating_sub(1));
    let why = match has_byte_order_mark(text.as_bytes()) {
        true => "it begins with a byte order mark".into(),
        false => error.to_string(),
    };
    kinds::INVALID_JSON
        .says(format!("the body is not JSON: {why}"))
        .expected("JSON")
        .got(line.unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_a_batch_keeps_its_own_bytes() {
        let text = "{\"x\":1, \"batch\" : [ {\"a\" : 1.00} , 2 ] }\n";
        assert_eq!(
            split(Target::Batch, text),
            Ok(Carried::Events(vec!["{\"a\" : 1.00}", "2"]))
        );
    }

    #[test]
    fn what_is_json_by_its_grammar_is_no_syntax_error() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
        for text in [&deep, "{\"a\":\"\\ud800\",\"b\":1e999}"] {
            assert_eq!(split(Target::Single, text), Ok(Carried::Events(vec![text])));
        }
    }

    #[test]
    fn json_without_an_event_says_why() {
        let code = |target, text| match split(target, text) {
            Ok(Carried::Nothing(finding)) => finding.kind.code,
            Ok(Carried::Events(_)) => "events",
            Err(finding) => finding.kind.code,
        };
        for text in ["[]", "1", " null", "\"x\""] {
            assert_eq!(
                code(Target::Single, text),
                "commanders-act-body-not-object",
                "{text}"
            );
        }
        assert_eq!(
            code(Target::Batch, "{\"batch\":{}}"),
            "commanders-act-no-batch-array"
        );
        assert_eq!(code(Target::Batch, "{}"), "commanders-act-no-batch-array");
        assert_eq!(code(Target::Batch, "{\"batch\":1,\"batch\":[]}"), "events");
        for text in ["", " ", "{", "{\"a\":1,}", "{'a':1}", "{} {}", "\u{feff}{}"] {
            assert_eq!(
                code(Target::Single, text),
                "commanders-act-invalid-json",
                "{text}"
            );
        }
    }

    #[test]
    fn a_syntax_error_shows_its_line() {
        let finding = split(Target::Single, "{\n  \"a\": 1\n  \"b\": 2\n}").err();
        let finding = finding.map(|finding| (finding.message, finding.got));
        assert_eq!(
            finding,
            Some((
                "the body is not JSON: expected `,` or `}` at line 3 column 3".into(),
                Some("\"b\": 2".into())
            ))
        );
    }
}
