use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::Problem;
use super::json_words::{cut, expected, shown};
use super::nearest_name::nearest_name;
use crate::platform::pointer_step;

/// What is wrong by a file's schema, in words for whoever wrote the file. `schema` has no
/// references in it.
pub fn problems(file: &str, error: &ValidationError, schema: &Value) -> Vec<Problem> {
    let pointer = error.instance_path().to_string();
    let rule = rule_of(error, schema);
    let one = |message: String| vec![Problem::at(file, pointer.clone(), cut(&message))];
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = known_keys(rule);
            let unknown = unexpected.iter();
            unknown
                .map(|key| {
                    let at = format!("{pointer}/{}", pointer_step(key));
                    Problem::at(file, at, cut(&unknown_key(key, &known)))
                })
                .collect()
        }
        ValidationErrorKind::Required { property } => one(format!("{property} is missing here")),
        ValidationErrorKind::Type { kind } => {
            let (expected, got) = (expected(kind), got(error));
            one(format!("expected {expected}, got {got}"))
        }
        ValidationErrorKind::OneOfNotValid { .. }
        | ValidationErrorKind::AnyOf { .. }
        | ValidationErrorKind::Enum { .. } => match choices(rule).as_slice() {
            [] => one(error.masked_with(got(error)).to_string()),
            choices => {
                let named = error.instance().as_str().map(|got| {
                    let texts = choices.iter().filter_map(|choice| choice.as_str());
                    nearest_name(got, texts)
                });
                let meant = named
                    .flatten()
                    .map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
                let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
                one(format!(
                    "expected one of {}, got {}{meant}",
                    choices.join(", "),
                    got_of_choice(error)
                ))
            }
        },
        _ => one(error.masked_with(got(error)).to_string()),
    }
}

/// What stands there, for whoever reads a log or a page: of a text no more than that it is one, and
/// not what a list or an object has in it, as either may be a key or a secret; nothing at all where
/// those stand.
fn got(error: &ValidationError) -> String {
    match error.instance().as_ref() {
        Value::Object(members) if !members.is_empty() => "an object".into(),
        Value::Array(items) if !items.is_empty() => "a list".into(),
        Value::String(_) => "a text".into(),
        Value::Number(_) if is_secret(error) => "a number".into(),
        value => shown(value),
    }
}

/// The same where only some texts can stand, so that a text is probably one of them, misspelt.
fn got_of_choice(error: &ValidationError) -> String {
    match error.instance().as_ref() {
        text @ Value::String(_) if !is_secret(error) => shown(text),
        _ => got(error),
    }
}

/// Whether keys, secrets or credentials stand where the error is.
fn is_secret(error: &ValidationError) -> bool {
    const PLACES: [&str; 6] = [
        "parameters",
        "default",
        "secret",
        "credentials",
        "options",
        "debug_codes",
    ];
    let pointer = error.instance_path().to_string();
    let mut steps = pointer.split('/');
    steps.any(|step| PLACES.contains(&step) || step.ends_with("keys"))
}

fn unknown_key(key: &str, known: &[&str]) -> String {
    match nearest_name(key, known.iter().copied()) {
        Some(near) => format!("unknown key \"{key}\"; did you mean \"{near}\"?"),
        None if known.is_empty() => format!("unknown key \"{key}\"; no key is known here"),
        None => format!("unknown key \"{key}\"; known here: {}", known.join(", ")),
    }
}

/// The part of a file's schema that an error is about.
pub fn rule_of<'a>(error: &ValidationError, schema: &'a Value) -> Option<&'a Value> {
    let keyword = error.schema_path().to_string();
    let (rule, _) = keyword.rsplit_once('/')?;
    schema.pointer(rule)
}

/// The keys that an object may have by its part of the schema.
pub fn known_keys(rule: Option<&Value>) -> Vec<&str> {
    let properties = rule.and_then(|rule| rule.get("properties"));
    let keys = properties.and_then(Value::as_object).map(|it| it.keys());
    let named = keys.into_iter().flatten().map(String::as_str);
    named.filter(|key| *key != "$schema").collect()
}

/// The values that a rule lists, either way that schemas do it.
fn choices(rule: Option<&Value>) -> Vec<&Value> {
    let list = |key: &str| {
        let list = rule
            .and_then(|rule| rule.get(key))
            .and_then(Value::as_array);
        list.into_iter().flatten()
    };
    let alternatives = || list("oneOf").chain(list("anyOf"));
    let consts = alternatives().filter_map(|rule| rule.get("const"));
    let enums = alternatives().filter_map(|rule| rule.get("enum").and_then(Value::as_array));
    list("enum").chain(consts).chain(enums.flatten()).collect()
}
