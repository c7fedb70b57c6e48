use std::collections::BTreeSet;

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
        | ValidationErrorKind::Enum { .. } => {
            let unknown = keys_of_no_alternative(error, rule);
            if unknown.is_empty() {
                return one(no_alternative(error, rule));
            }
            let known = alternatives(rule)
                .into_iter()
                .flat_map(|it| known_keys(Some(it)));
            let known: Vec<&str> = known.collect::<BTreeSet<_>>().into_iter().collect();
            let unknown = unknown.into_iter();
            unknown
                .map(|key| {
                    let at = format!("{pointer}/{}", pointer_step(&key));
                    Problem::at(file, at, cut(&unknown_key(&key, &known)))
                })
                .collect()
        }
        _ => one(error.masked_with(got(error)).to_string()),
    }
}

/// What could stand there, and what does, which is none of it.
fn no_alternative(error: &ValidationError, rule: Option<&Value>) -> String {
    let mut expected: Vec<String> = Vec::new();
    let choices = choices(rule);
    let texts: Vec<String> = choices.iter().map(ToString::to_string).collect();
    if !texts.is_empty() {
        expected.push(format!("one of {}", texts.join(", ")));
    }
    for it in alternatives(rule) {
        if it.get("const").is_none() && it.get("enum").is_none() {
            expected.extend(form(it).filter(|form| !expected.contains(form)));
        }
    }
    if expected.is_empty() {
        return error.masked_with(got(error)).to_string();
    }
    let named = error.instance().as_str().and_then(|got| {
        let texts = choices.iter().filter_map(|choice| choice.as_str());
        nearest_name(got, texts)
    });
    let meant = named.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
    let got = match texts.is_empty() {
        true => got(error),
        false => got_of_choice(error),
    };
    format!("expected {}, got {got}{meant}", expected.join(" or "))
}

/// What an alternative is, in words: what it has to have, where it is an object, else its type.
fn form(rule: &Value) -> Option<String> {
    let required = rule.get("required").and_then(Value::as_array);
    let required: Vec<String> = required
        .into_iter()
        .flatten()
        .map(Value::to_string)
        .collect();
    match rule.get("type")?.as_str()? {
        "object" if !required.is_empty() => Some(format!("an object with {}", required.join(", "))),
        "object" => Some("an object".into()),
        "array" => Some("a list".into()),
        "string" => Some("a text".into()),
        "integer" => Some("a whole number".into()),
        "number" => Some("a number".into()),
        "boolean" => Some("true or false".into()),
        // Who leaves it out need not write it.
        _ => None,
    }
}

/// The keys of an object that no alternative knows, where each that is an object lists its keys.
fn keys_of_no_alternative(error: &ValidationError, rule: Option<&Value>) -> Vec<String> {
    let alternatives = alternatives(rule);
    let objects = || {
        let is_object = |it: &&&Value| it.get("type").is_some_and(|kind| kind == "object");
        alternatives.iter().filter(is_object)
    };
    let closed = |it: &&Value| it.get("additionalProperties") == Some(&Value::Bool(false));
    let instance = error.instance();
    let members = instance.as_object().filter(|_| objects().all(closed));
    let is_known = |key: &str| {
        objects().any(|it| {
            it.pointer(&format!("/properties/{}", pointer_step(key)))
                .is_some()
        })
    };
    let keys = members.into_iter().flat_map(|members| members.keys());
    match objects().next() {
        Some(_) => keys.filter(|key| !is_known(key)).cloned().collect(),
        None => Vec::new(),
    }
}

/// The alternatives of a rule, those in alternatives included; a rule without any is its own.
fn alternatives(rule: Option<&Value>) -> Vec<&Value> {
    let Some(rule) = rule else {
        return Vec::new();
    };
    let lists = ["oneOf", "anyOf"].into_iter();
    let nested: Vec<&Value> = lists
        .filter_map(|key| rule.get(key).and_then(Value::as_array))
        .flatten()
        .collect();
    match nested.is_empty() {
        true => vec![rule],
        false => nested
            .into_iter()
            .flat_map(|it| alternatives(Some(it)))
            .collect(),
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

/// The values that a rule lists, whichever way schemas do it.
pub fn choices(rule: Option<&Value>) -> Vec<&Value> {
    let listed = alternatives(rule).into_iter().flat_map(|it| {
        let several = it.get("enum").and_then(Value::as_array);
        it.get("const")
            .into_iter()
            .chain(several.into_iter().flatten())
    });
    listed.filter(|choice| !choice.is_null()).collect()
}
