use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::nearest_name::nearest_name;
use super::wrong::{known_keys, rule_of};

/// What a file with these errors was probably meant to say, so that the rest of it is looked at as
/// well: a misspelt key has its name, and what is known by no name or has a wrong value is not there.
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
            _ => take_out(&mut file, &pointer),
        }
    }
    file
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
