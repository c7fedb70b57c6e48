use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::nearest_name::nearest_name;
use super::wrong::{choices, known_keys, rule_of};

/// What a file with these errors was probably meant to say, so that the rest of it is looked at as
/// well: a misspelt key has its name, what is known by no name or has a wrong value is not there, and in place of what has to be there stands something
/// that can.
pub fn meant(file: &Value, errors: &[ValidationError], schema: &Value) -> Value {
    let mut file = file.clone();
    for error in errors {
        let pointer = error.instance_path().to_string();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = known_keys(rule_of(error, schema));
                unexpected
                    .iter()
                    .for_each(|key| rename(&mut file, &pointer, key, &known));
            }
            ValidationErrorKind::Required { .. } => {}
            _ => match stand_in(error, schema) {
                Some(value) => {
                    if let Some(wrong) = file.pointer_mut(&pointer) {
                        *wrong = value;
                    }
                }
                None => take_out(&mut file, &pointer),
            },
        }
    }
    file
}

/// Something of the right sort, for a member that has to be there.
fn stand_in(error: &ValidationError, schema: &Value) -> Option<Value> {
    let rule = rule_of(error, schema)?;
    let path = error.schema_path().to_string();
    let (member, _) = path.rsplit_once('/')?;
    let (object, key) = member.rsplit_once("/properties/")?;
    let required = schema.pointer(&format!("{object}/required"))?;
    if !required.as_array()?.iter().any(|it| it == key) {
        return None;
    }
    let first = choices(Some(rule)).first().map(|it| (*it).clone());
    let text = || (rule.get("type")? == "string").then(|| Value::String("x".into()));
    first.or_else(text)
}

fn rename(file: &mut Value, pointer: &str, key: &str, known: &[&str]) {
    let object = file.pointer_mut(pointer).and_then(Value::as_object_mut);
    let Some(object) = object else {
        return;
    };
    let Some(value) = object.shift_remove(key) else {
        return;
    };
    if let Some(near) = nearest_name(key, known.iter().copied())
        && !object.contains_key(near)
    {
        object.insert(near.into(), value);
    }
}

/// Takes a member out of its object. An element of a list stays: others would take its place.
fn take_out(file: &mut Value, pointer: &str) {
    let Some((parent, step)) = pointer.rsplit_once('/') else {
        return;
    };
    let key = step.replace("~1", "/").replace("~0", "~");
    let object = file.pointer_mut(parent).and_then(Value::as_object_mut);
    object.and_then(|object| object.shift_remove(&key));
}
